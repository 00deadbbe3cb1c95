// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerAccounts} from "./LedgerAccounts.sol";
import {IPointsToken} from "../interfaces/IPointsToken.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {PackedRecords} from "../libraries/PackedRecords.sol";
import {PartnerId} from "../types/PartnerId.sol";

/// @title How balances change
/// @notice The third of `PointsToken` in which points appear and disappear.
abstract contract PointsLedger is LedgerAccounts {
    using PackedRecords for bytes;

    uint256 private constant SLOT_MASK = ~uint256(type(uint96).max);

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
    function spend(bytes calldata orders) external returns (uint256 total, bytes memory outcomes) {
        uint256 supply = _openRedeeming();
        if (!orders.isWhole(PackedRecords.ORDER_BYTES)) revert RecordsMalformed(orders.length);
        uint256 epoch = AccountWord.epochOf(supply);
        uint256 taken;
        // Unchecked: as in `reversePoints`.
        unchecked {
            for (uint256 offset = 0; offset < orders.length; offset += PackedRecords.ORDER_BYTES) {
                (SpendOutcome outcome, uint256 lots) = _spendOrder(orders.orderAt(offset), epoch);
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

    /// @inheritdoc IPointsToken
    function takeOne(bytes32 order) external returns (SpendOutcome outcome) {
        _takeUsualOrder(order);
        uint256 supply = _openRedeeming();
        uint256 lots;
        (outcome, lots) = _spendOrder(uint256(order), AccountWord.epochOf(supply));
        // Unchecked: as in `reversePoints`.
        unchecked {
            _supply = supply - lots;
        }
    }

    /// @dev The usual case of `takeOne`, which ends the call here: the founding module asks, nothing is paused, supply
    /// and account were touched in this epoch, and the current lot, which is the only one, suffices. Else nothing
    /// changes.
    /// Assembly: docs/decisions/0012-redemption.md says why.
    function _takeUsualOrder(bytes32 order) internal virtual {
        (uint256 start, uint256 length) = _epochScale();
        (address module, uint256 switches) = _redemptionGate();
        bytes32 topic = Transfer.selector;
        uint256 lotsMask = AccountWord.LOTS_MASK;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let supply := sload(_supply.slot)
            let epoch := shr(240, supply)
            let word := sload(shl(96, shr(96, order)))
            let last := and(shr(216, word), 0xfffff)
            let nonce := and(shr(24, order), 0xffffff)
            let points := and(shr(48, order), 0xffffffffffff)
            let lots := and(word, lotsMask)
            let odd := or(xor(caller(), module), and(supply, switches))
            odd := or(odd, xor(epoch, div(sub(timestamp(), start), length)))
            // The account's epoch and the four bits of its flags, which are all zero.
            odd := or(odd, xor(shr(236, word), shl(4, epoch)))
            // Last < nonce <= 2^20 - 1. 0 < points <= lot0, with no lot above it.
            odd := or(odd, or(iszero(gt(nonce, last)), shr(20, nonce)))
            odd := or(odd, or(shr(36, lots), iszero(lt(sub(points, 1), lots))))
            if iszero(odd) {
                sstore(shl(96, shr(96, order)), sub(add(word, shl(216, sub(nonce, last))), points))
                sstore(_supply.slot, sub(supply, points))
                mstore(0, points)
                log3(0, 32, topic, shr(96, order), 0)
                mstore(0, 0)
                return(0, 32)
            }
        }
    }

    /// @return lots What was taken, lot by lot; nothing unless the outcome is `Spent`.
    function _spendOrder(uint256 order, uint256 epoch) private returns (SpendOutcome, uint256 lots) {
        lots = _spendUsualOrder(order, epoch);
        if (lots != 0) return (SpendOutcome.Spent, lots);
        return _redeem(address(uint160(order >> 96)), uint48(order >> 48), uint24(order >> 24), epoch);
    }

    /// @dev Spends what needs no more than taking it: an order that will be `Spent`, of one point or more, of an
    /// account none of whose points expired. All others are `_redeem`'s. `PlainPointsToken` leaves all to that.
    /// Rolling is that of `_creditRun`, the nonce rises to at most 2^20 - 1 (a lower one wraps around), and lots are
    /// taken as in `AccountWord.oldestLots`. Assembly: docs/decisions/0012-redemption.md says why.
    /// @return lots What was taken, lot by lot; nothing if the order is not of that kind.
    function _spendUsualOrder(uint256 order, uint256 epoch) internal virtual returns (uint256 lots) {
        bytes32 topic = Transfer.selector;
        uint256 lotsMask = AccountWord.LOTS_MASK;
        uint256 olderLots = AccountWord.OLDER_LOTS;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let word := sload(shl(96, shr(96, order)))
            for {} 1 {} {
                // Another epoch or a flag: the four bits behind the epoch.
                if xor(shr(236, word), shl(4, epoch)) {
                    let age := sub(epoch, shr(240, word))
                    let old := and(word, lotsMask)
                    if or(and(shr(236, word), 15), gt(old, shr(mul(36, age), lotsMask))) {
                        break
                    }
                    word := add(add(sub(word, old), shl(240, age)), shl(mul(36, age), old))
                }
                let last := and(shr(216, word), 0xfffff)
                let rise := sub(and(shr(24, order), 0xffffff), last)
                if iszero(lt(sub(rise, 1), sub(0xfffff, last))) {
                    break
                }
                let left := and(shr(48, order), 0xffffffffffff)
                mstore(0, left)
                let shift := 36
                if and(word, olderLots) {
                    shift := 180
                }
                let lot := and(shr(shift, word), 0xfffffffff)
                let taken := 0
                for {} and(gt(left, lot), gt(shift, 0)) {} {
                    taken := or(taken, shl(shift, lot))
                    left := sub(left, lot)
                    shift := sub(shift, 36)
                    lot := and(shr(shift, word), 0xfffffffff)
                }
                if gt(left, lot) {
                    break
                }
                lots := or(taken, shl(shift, left))
                if lots {
                    sstore(shl(96, shr(96, order)), sub(add(word, shl(216, rise)), lots))
                    log3(0, 32, topic, shr(96, order), 0)
                }
                break
            }
        }
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
    /// account, of an account whose points expired or of no points, which are `_credit`'s, or one of the zero address.
    /// There is one of those behind the last record, so that the loop needs no other end: the zero address's word is a
    /// closed one.
    /// Assembly: docs/decisions/0010-credit-loop.md says why.
    function _creditRun(
        bytes calldata records,
        uint256 offset,
        uint256 epoch
    ) private returns (uint256 next, uint256 total) {
        bytes32 topic = Transfer.selector;
        uint256 slotMask = SLOT_MASK;
        uint256 lotsMask = AccountWord.LOTS_MASK;
        uint256 epochMask = AccountWord.EPOCH_MASK;
        epoch <<= AccountWord.EPOCH_SHIFT;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(records.offset, offset)
            for {} 1 {} {
                let record := calldataload(at)
                let points := and(shr(48, record), 0xffffffffffff)
                mstore(0, points)
                let word := sload(and(record, slotMask))
                // Zero, or more than any points: one comparison finds another epoch and no points alike.
                let gap := sub(epoch, and(word, epochMask))
                if iszero(lt(gap, points)) {
                    let lots := and(word, lotsMask)
                    let shift := mul(36, shr(240, gap))
                    // Lots that rolling would drop lie above what the mask covers once it is shifted as far.
                    if or(iszero(points), gt(lots, shr(shift, lotsMask))) {
                        break
                    }
                    word := add(add(sub(word, lots), gap), shl(shift, lots))
                }
                total := add(total, points)
                log3(0, 32, topic, 0, shr(96, record))
                sstore(and(record, slotMask), add(word, points))
                at := add(at, 26)
            }
            next := sub(at, records.offset)
        }
    }

    /// @dev The only place where points appear, together with its fast form above.
    function _credit(address account, uint256 points, uint256 epoch) internal {
        if (points == 0) revert PointsZero(account);
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
        if (AccountWord.epochOf(word) != epoch) {
            // An account that the ledger never saw stays so: no partner can use up a fresh address for nothing.
            if (word == 0) {
                if (points != 0) emit DebitShortfall(partnerId, account, points);
                return 0;
            }
            (holder, word) = _touch(account, word, epoch);
        }
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
    ) internal returns (SpendOutcome, uint256 lots) {
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
}
