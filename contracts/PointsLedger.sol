// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";

import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {PackedRecords} from "./libraries/PackedRecords.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title How balances change
/// @notice The half of `PointsToken` that writes: every rule about points appearing, disappearing and moving is here.
abstract contract PointsLedger is IPointsToken {
    using PackedRecords for bytes;

    /// @notice The modules that the ledger is born with; zero for those that come later, by `replaceModule`.
    struct FoundingModules {
        address issuance;
        address redemption;
        address accounts;
    }

    /* STORAGE */

    // An account's word lies in the slot `account << 96`. Nothing else lies above slot 2^96, save a long contract URI
    // and the marks of former modules, whose places are hashes with low bits that no account's slot has. Slot 0 is the
    // zero address's: it holds a closed word, so that no points can come there.

    uint256 private constant SLOT_MASK = ~uint256(type(uint96).max);

    uint256 internal constant ISSUING_PAUSED = 1 << 216;
    uint256 internal constant REDEEMING_PAUSED = 1 << 217;
    uint256 private constant FIRST_MODULE_REPLACED = 1 << 218;

    uint256 private immutable EPOCH_LENGTH;
    /// The second at which epoch 0 would have begun.
    uint256 private immutable EPOCH_ORIGIN;
    // Founding modules are part of the code, because reading a slot for them would cost every call 2,100 gas.
    address private immutable FOUNDING_ISSUANCE;
    address private immutable FOUNDING_REDEMPTION;
    address private immutable FOUNDING_ACCOUNTS;

    uint256 private _zeroAddressWord = AccountWord.closedFor(address(0));
    uint256 internal _supply;
    address[3] private _replacements;
    mapping(address module => bool) private _formerModules;

    /// @param length Seconds in an epoch, an hour to ten years. Epochs begin at whole multiples of it since 1970.
    constructor(uint256 length, FoundingModules memory modules) {
        if (length < 1 hours || length > 3_660 days) revert EpochLengthOutOfRange(length);
        EPOCH_LENGTH = length;
        // Rounds down to the multiple that this second belongs to; the deployment's epoch is number 1.
        EPOCH_ORIGIN = (block.timestamp / length - 1) * length;
        FOUNDING_ISSUANCE = modules.issuance;
        FOUNDING_REDEMPTION = modules.redemption;
        FOUNDING_ACCOUNTS = modules.accounts;
        emit ModuleReplaced(Module.Issuance, address(0), modules.issuance);
        emit ModuleReplaced(Module.Redemption, address(0), modules.redemption);
        emit ModuleReplaced(Module.Accounts, address(0), modules.accounts);
    }

    /* CREDITS AND DEBITS */

    /// @inheritdoc IPointsToken
    function issuePoints(bytes calldata records) external returns (uint256) {
        return _creditAll(records, _open(Module.Issuance));
    }

    /// @inheritdoc IPointsToken
    function restore(bytes calldata records) external returns (uint256) {
        return _creditAll(records, _open(Module.Redemption));
    }

    /// @inheritdoc IPointsToken
    function reversePoints(PartnerId partnerId, bytes calldata records) external returns (uint256) {
        uint256 supply = _open(Module.Issuance);
        if (!records.isWhole(PackedRecords.RECORD_BYTES)) revert RecordsMalformed(records.length);
        uint256 epoch = AccountWord.epochOf(supply);
        uint256 taken;
        // Unchecked: the offset is at most the length. What is taken from accounts is, lot by lot, a part of the
        // supply, so the sums stay within their lanes and the supply stays at or above zero.
        unchecked {
            for (uint256 offset = 0; offset < records.length; offset += PackedRecords.RECORD_BYTES) {
                (address account, uint256 points) = records.recordAt(offset);
                taken += _debit(partnerId, account, points, epoch);
            }
            _supply = supply - taken;
        }
        return AccountWord.sum(taken);
    }

    /// @inheritdoc IPointsToken
    function spend(bytes calldata orders) external returns (uint256, bytes memory outcomes) {
        uint256 supply = _open(Module.Redemption);
        if (!orders.isWhole(PackedRecords.ORDER_BYTES)) revert RecordsMalformed(orders.length);
        uint256 epoch = AccountWord.epochOf(supply);
        uint256 taken;
        // Unchecked: as in `reversePoints`.
        unchecked {
            for (uint256 offset = 0; offset < orders.length; offset += PackedRecords.ORDER_BYTES) {
                (address account, uint256 points, uint256 nonce) = orders.orderAt(offset);
                (SpendOutcome outcome, uint256 lots) = _redeem(account, points, nonce, epoch);
                taken += lots;
                if (outcome == SpendOutcome.Spent) continue;
                // Zeros, which say `Spent`: most lists need none of it.
                if (outcomes.length == 0) outcomes = new bytes(orders.length / PackedRecords.ORDER_BYTES);
                outcomes[offset / PackedRecords.ORDER_BYTES] = bytes1(uint8(outcome));
            }
            _supply = supply - taken;
        }
        return (AccountWord.sum(taken), outcomes);
    }

    /// @dev What every change of balances begins with: the caller is the module, nothing is paused, and the supply word
    /// is rolled to the current epoch. The caller stores it.
    function _open(Module module) private view returns (uint256 supply) {
        supply = _supply;
        if (msg.sender != _moduleOf(module, supply)) revert NotTheModule(module, msg.sender);
        if (module == Module.Issuance) {
            if (supply & ISSUING_PAUSED != 0) revert IssuingIsPaused();
        } else if (supply & REDEEMING_PAUSED != 0) {
            revert RedeemingIsPaused();
        }
        return AccountWord.rollTo(supply, _epochNow());
    }

    /// @param supply The rolled supply word.
    function _creditAll(bytes calldata records, uint256 supply) private returns (uint256 total) {
        if (!records.isWhole(PackedRecords.RECORD_BYTES)) revert RecordsMalformed(records.length);
        uint256 epoch = AccountWord.epochOf(supply);
        total = _creditRecords(records, epoch);
        // The one check that keeps every lot of every account in its lane: none is above the supply's.
        uint256 lot = AccountWord.lotAt(supply, 0);
        // Unchecked: as many uint48 as fit into a block stay far below 2^256.
        unchecked {
            if (lot + total > AccountWord.LOT_MAX) revert SupplyLimitExceeded(epoch, lot, total);
            _supply = supply + total;
        }
    }

    /// @dev Overridden by `PlainPointsToken`, which says the same in plain Solidity.
    function _creditRecords(bytes calldata records, uint256 epoch) internal virtual returns (uint256 total) {
        if (!records.endsWithZeroAddress()) revert RecordsMalformed(records.length);
        uint256 offset = 0;
        // Unchecked: the offset is at most the length, and as many uint48 as fit into a block stay far below 2^256.
        unchecked {
            while (true) {
                uint256 credited;
                (offset, credited) = _creditRun(records, offset, epoch);
                total += credited;
                if (offset == records.length) return total;
                (address account, uint256 points) = records.recordAt(offset);
                _credit(account, points, epoch);
                total += points;
                offset += PackedRecords.RECORD_BYTES;
            }
        }
    }

    /// @dev Credits from `offset` on, up to the first record that needs more than rolling and adding: one of a closed
    /// account or of an account whose points expired, which are `_credit`'s, or one of the zero address. There is one
    /// of those behind the last record, so that the loop needs no other end: the zero address's word is a closed one.
    /// Assembly: docs/decisions/0010-credit-loop.md says why.
    function _creditRun(
        bytes calldata records,
        uint256 offset,
        uint256 epoch
    ) private returns (uint256 next, uint256 total) {
        bytes32 topic = Transfer.selector;
        uint256 slotMask = SLOT_MASK;
        uint256 lotsMask = AccountWord.LOTS_MASK;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(records.offset, offset)
            for {} 1 {} {
                let record := calldataload(at)
                mstore(0, and(shr(48, record), 0xffffffffffff))
                let word := sload(and(record, slotMask))
                let age := sub(epoch, shr(240, word))
                if age {
                    let lots := and(word, lotsMask)
                    // Lots that rolling would drop lie above what the mask covers once it is shifted as far.
                    if gt(lots, shr(mul(36, age), lotsMask)) {
                        break
                    }
                    word := add(add(sub(word, lots), shl(240, age)), shl(mul(36, age), lots))
                }
                total := add(total, mload(0))
                log3(0, 32, topic, 0, shr(96, record))
                sstore(and(record, slotMask), add(word, mload(0)))
                at := add(at, 26)
            }
            next := sub(at, records.offset)
        }
    }

    /// @dev The only place where points appear, together with its fast form above.
    function _credit(address account, uint256 points, uint256 epoch) internal {
        uint256 word = _word(account).value;
        address holder = account;
        if (AccountWord.epochOf(word) != epoch) (holder, word) = _touch(account, word, epoch);
        // Unchecked: the supply check at the end of the batch undoes it all if this lot left its lane.
        unchecked {
            _word(holder).value = word + points;
        }
        emit Transfer(address(0), account, points);
        if (holder != account) emit Transfer(account, holder, points);
    }

    /// @return lots What was taken, lot by lot.
    function _debit(
        PartnerId partnerId,
        address account,
        uint256 points,
        uint256 epoch
    ) private returns (uint256 lots) {
        uint256 word = _word(account).value;
        address holder = account;
        if (AccountWord.epochOf(word) != epoch) (holder, word) = _touch(account, word, epoch);
        uint256 missing;
        (lots, missing) = AccountWord.newestLots(word, points);
        // Unchecked: no more is missing than was asked.
        unchecked {
            points -= missing;
        }
        if (holder != account && points != 0) emit Transfer(holder, account, points);
        _spend(holder, account, word, lots, points);
        if (missing != 0) emit DebitShortfall(partnerId, account, missing);
    }

    /// @return lots What was taken, lot by lot; nothing unless the outcome is `Spent`.
    function _redeem(
        address account,
        uint256 points,
        uint256 nonce,
        uint256 epoch
    ) private returns (SpendOutcome, uint256 lots) {
        uint256 word = _word(account).value;
        if (AccountWord.isClosed(word)) return (SpendOutcome.Closed, 0);
        if (AccountWord.isFrozen(word)) return (SpendOutcome.Frozen, 0);
        if (nonce <= AccountWord.nonceOf(word) || nonce > AccountWord.NONCE_MAX) return (SpendOutcome.NonceUnusable, 0);
        if (AccountWord.sum(AccountWord.rollTo(word, epoch)) < points) return (SpendOutcome.Insufficient, 0);
        if (AccountWord.epochOf(word) != epoch) (, word) = _touch(account, word, epoch);
        lots = AccountWord.oldestLots(word, points);
        _spend(account, account, AccountWord.withNonce(word, nonce), lots, points);
        return (SpendOutcome.Spent, lots);
    }

    /// @dev The only place where unexpired points disappear.
    /// @param named The account that the log names: the holder, or the closed account that its points came from.
    function _spend(address holder, address named, uint256 word, uint256 lots, uint256 points) private {
        // Unchecked: no lot that is taken is above the same lot of the word.
        unchecked {
            _word(holder).value = word - lots;
        }
        if (points != 0) emit Transfer(named, address(0), points);
    }

    /// @dev Follows a closed account to where its points are, rolls that word and logs what expired. It stores nothing.
    /// The way from a closed account is as long as its member has changed keys, each time with both signatures.
    function _touch(address account, uint256 word, uint256 epoch) private returns (address, uint256) {
        if (account == address(0)) revert AccountZero();
        while (AccountWord.isClosed(word)) {
            account = AccountWord.successorOf(word);
            word = _word(account).value;
        }
        uint256 dropped = AccountWord.droppedBy(word, epoch);
        if (dropped != 0) emit Transfer(account, address(0), AccountWord.sum(dropped));
        return (account, AccountWord.rollTo(word, epoch));
    }

    function _word(address account) private pure returns (StorageSlot.Uint256Slot storage) {
        return StorageSlot.getUint256Slot(bytes32(uint256(uint160(account)) << 96));
    }

    /* ACCOUNTS */

    /// @inheritdoc IPointsToken
    function accountWord(address account) public view returns (uint256) {
        return _word(account).value;
    }

    /// @inheritdoc IPointsToken
    function moveAccount(address from, address to) external returns (uint256 points) {
        uint256 supply = _open(Module.Accounts);
        uint256 old = _wordOf(from);
        if (to == address(0)) revert AccountZero();
        if (from == to || _word(to).value != 0) revert AccountUsed(to);
        (, uint256 word) = _touch(from, old, AccountWord.epochOf(supply));
        points = AccountWord.sum(word);
        _word(to).value = AccountWord.withNonce(word, 0);
        _word(from).value = AccountWord.closedFor(to);
        emit Transfer(from, to, points);
        emit AccountMoved(from, to, points);
    }

    /// @inheritdoc IPointsToken
    function setMemberFreeze(address account, bool frozen) external {
        if (msg.sender != moduleOf(Module.Accounts)) revert NotTheModule(Module.Accounts, msg.sender);
        _setFlag(account, AccountWord.FROZEN_BY_MEMBER, frozen);
    }

    function _setFlag(address account, uint256 flag, bool on) internal {
        uint256 old = _wordOf(account);
        (, uint256 word) = _touch(account, old, _epochNow());
        word = on ? word | flag : word & ~flag;
        _word(account).value = word;
        emit AccountFrozen(account, AccountWord.isFrozen(word));
    }

    /// @dev The raw word of an account that is neither zero nor closed.
    function _wordOf(address account) private view returns (uint256 word) {
        if (account == address(0)) revert AccountZero();
        word = _word(account).value;
        if (AccountWord.isClosed(word)) revert AccountClosed(account);
    }

    /// @inheritdoc IPointsToken
    function sweep(address[] calldata accounts) external {
        uint256 epoch = _epochNow();
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 old = accountWord(accounts[i]);
            if (AccountWord.isClosed(old) || AccountWord.droppedBy(old, epoch) == 0) continue;
            (, uint256 word) = _touch(accounts[i], old, epoch);
            _word(accounts[i]).value = word;
        }
    }

    /* MODULES */

    /// @inheritdoc IPointsToken
    function moduleOf(Module module) public view returns (address) {
        return _moduleOf(module, _supply);
    }

    function _replaceModule(Module module, address to) internal {
        // What a module was not told while it was none (a partner's new key, a month's totals) it would not know.
        if (_formerModules[to]) revert ModuleReplacedBefore(module, to);
        address from = moduleOf(module);
        if (from != address(0)) _formerModules[from] = true;
        _replacements[uint256(module)] = to;
        _supply |= FIRST_MODULE_REPLACED << uint256(module);
        emit ModuleReplaced(module, from, to);
    }

    function _moduleOf(Module module, uint256 supply) private view returns (address) {
        if (supply & (FIRST_MODULE_REPLACED << uint256(module)) != 0) return _replacements[uint256(module)];
        if (module == Module.Issuance) return FOUNDING_ISSUANCE;
        return module == Module.Redemption ? FOUNDING_REDEMPTION : FOUNDING_ACCOUNTS;
    }

    /* EPOCHS */

    /// @inheritdoc IPointsToken
    function currentEpoch() external view returns (uint256) {
        return _epochNow();
    }

    /// @inheritdoc IPointsToken
    function epochLength() external view returns (uint256) {
        return EPOCH_LENGTH;
    }

    /// @inheritdoc IPointsToken
    function epochStart(uint256 epoch) external view returns (uint256) {
        return EPOCH_ORIGIN + epoch * EPOCH_LENGTH;
    }

    /// @dev The last epoch that 16 bits can name never ends: better points that no longer expire than a ledger that
    /// stops.
    function _epochNow() internal view returns (uint256) {
        // Unchecked: time does not run back behind the deployment. Rounds down: an epoch begins at its first second.
        unchecked {
            uint256 epoch = (block.timestamp - EPOCH_ORIGIN) / EPOCH_LENGTH;
            return epoch < AccountWord.EPOCH_MAX ? epoch : AccountWord.EPOCH_MAX;
        }
    }
}
