// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";

import {LedgerGate} from "./LedgerGate.sol";
import {IPointsToken} from "../interfaces/IPointsToken.sol";
import {AccountWord} from "../libraries/AccountWord.sol";

/// @title What an account is
/// @notice The third of `PointsToken` that knows accounts: where their words lie, what has expired, moving, reserving
/// and freezing.
abstract contract LedgerAccounts is LedgerGate {
    /* STORAGE */

    /// Which account moved to this one; zero for all that no account moved to.
    mapping(address account => address) private _formerKey;
    /// The address that is kept for an account to move to; zero for none.
    mapping(address account => address) private _reserved;

    /* WORDS */

    /// @dev Follows a closed account to where its points are, rolls that word and logs what expired. It stores nothing.
    /// The way is one step, however often the member changed keys: see `_close`.
    function _touch(address account, uint256 word, uint256 epoch) internal returns (address, uint256) {
        if (account == address(0)) revert AccountZero();
        if (AccountWord.isClosed(word)) {
            account = AccountWord.successorOf(word);
            word = _word(account).value;
        }
        uint256 dropped = AccountWord.droppedBy(word, epoch);
        if (dropped != 0) emit Transfer(account, address(0), AccountWord.sum(dropped));
        return (account, AccountWord.rollTo(word, epoch));
    }

    function _word(address account) internal pure returns (StorageSlot.Uint256Slot storage) {
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
        _release(from);
        if (to == address(0)) revert AccountZero();
        if (from == to || _word(to).value != 0) revert AccountUsed(to);
        (, uint256 word) = _touch(from, old, AccountWord.epochOf(supply));
        points = AccountWord.sum(word);
        _word(to).value = AccountWord.withNonce(word, 0);
        _close(from, to);
        emit Transfer(from, to, points);
        emit AccountMoved(from, to, points);
    }

    /// @dev Leads all keys that the account ever had to the new one, so that nobody who credits or debits one of them
    /// pays for its member's moves: the member does, with 7,300 gas more for each.
    function _close(address from, address to) private {
        _formerKey[to] = from;
        for (address key = from; key != address(0); key = _formerKey[key]) _word(key).value = AccountWord.closedFor(to);
    }

    /// @inheritdoc IPointsToken
    function reserveAccount(address from, address to) external {
        if (msg.sender != moduleOf(Module.Accounts)) revert NotTheModule(Module.Accounts, msg.sender);
        // An account that is known can only be closed by a move, which ends the reservation: the way stays one step.
        if (_wordOf(from) == 0) revert AccountUnknown(from);
        _release(from);
        if (to == address(0)) return;
        if (_word(to).value != 0) revert AccountUsed(to);
        _reserved[from] = to;
        _word(to).value = AccountWord.reservedFor(from);
    }

    /// @dev The address is again one that the ledger never saw: what was credited to it went to the account.
    function _release(address from) private {
        address to = _reserved[from];
        if (to == address(0)) return;
        delete _reserved[from];
        _word(to).value = 0;
    }

    /// @inheritdoc IPointsToken
    function reservationOf(address account) external view returns (address) {
        return _reserved[account];
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
}
