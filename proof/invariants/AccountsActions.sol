// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsAccounts} from "../../contracts/interfaces/IPointsAccounts.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {OperatorActions} from "./OperatorActions.sol";
import {TypedData} from "./TypedData.sol";

/// @title Members change keys, freeze themselves, and lose keys; anybody posts what they signed
abstract contract AccountsActions is OperatorActions {
    struct Pending {
        address to;
        uint256 readyAt;
    }

    mapping(address module => mapping(address from => Pending)) internal _pending;
    mapping(address module => mapping(address account => uint256)) internal _freezeSequence;
    /// Those for whom a recovery was announced.
    address[] internal _recovering;

    bytes32 private constant MOVE_TYPEHASH = keccak256("Move(address from,address to,uint64 deadline)");
    bytes32 private constant FREEZE_TYPEHASH = keccak256(
        "Freeze(address account,bool frozen,uint256 sequence,uint64 deadline)"
    );
    bytes32 private constant RECOVERY_TYPEHASH = keccak256("Recovery(address from,address to,uint64 deadline)");
    bytes32 private constant REFUSAL_TYPEHASH = keccak256("RecoveryRefusal(address from,address to,uint64 readyAt)");

    function _accountsDigest(bytes memory words) private view returns (bytes32) {
        return TypedData.digest(_accountsDomain, keccak256(words));
    }

    function _drawDeadline(Outcome past) private returns (uint64) {
        return uint64(_aimsAt(past) || _oneIn(30) ? _clock - 1 : _clock + _draw(2) * 1 hours);
    }

    /* MOVING */

    struct MovePlan {
        address from;
        address to;
        uint64 deadline;
        bool signedFrom;
        bool signedTo;
    }

    /// @notice A member changes keys: to a fresh address, to itself, to one that is used; closed accounts, too.
    function _moveAccount() internal {
        MovePlan memory plan = _planMove();
        bytes32 digest = _accountsDigest(abi.encode(MOVE_TYPEHASH, plan.from, plan.to, plan.deadline));
        bytes memory call = abi.encodeCall(
            IPointsAccounts.move,
            (
                plan.from,
                plan.to,
                plan.deadline,
                _signAs(plan.from, digest, plan.signedFrom),
                _signAs(plan.to, digest, plan.signedTo)
            )
        );
        bytes4 fault = _faultOf(plan);
        (bool ok, bytes memory answer) = _callAs(_hostile[_draw(HOSTILE)], address(_accountsModule), call);
        _must("accounts 1", ok == (fault == 0));
        if (!ok) return _countMoveRefusal(fault, _selectorOf(answer));
        delete _pending[address(_accountsModule)][plan.from];
        _modelMoveMember(plan.from, plan.to);
        _count(Outcome.Moved);
    }

    function _planMove() private returns (MovePlan memory plan) {
        if (_aims) _setRedeemingPaused(_aim == Outcome.MoveRefusedPaused);
        plan.from = _aimsAt(Outcome.MoveRefusedClosed) ? _drawClosed() : _drawMember();
        uint256 kind = _aims ? 99 : _draw(16);
        if (kind == 0) plan.to = plan.from;
        else if (kind == 1 || _aimsAt(Outcome.MoveRefusedUsed)) plan.to = _oneIn(2) ? plan.from : _drawMember();
        else plan.to = _newMember();
        plan.deadline = _drawDeadline(Outcome.MoveRefusedDeadline);
        bool unsigned = kind == 2 || _aimsAt(Outcome.MoveRefusedSignature);
        bool first = _oneIn(2);
        (plan.signedFrom, plan.signedTo) = (!unsigned || first, !unsigned || !first);
    }

    function _faultOf(MovePlan memory plan) private view returns (bytes4) {
        if (_clock > plan.deadline) return IPointsAccounts.DeadlinePassed.selector;
        bool signed = plan.signedFrom && plan.signedTo && plan.from != address(0);
        if (!signed) return IPointsAccounts.SignatureInvalid.selector;
        if (_redeemingPaused) return IPointsToken.RedeemingIsPaused.selector;
        if (_accounts[plan.from].successor != address(0)) return IPointsToken.AccountClosed.selector;
        bool used = plan.from == plan.to || (_accounts[plan.to].seen && _reservation[plan.from] != plan.to);
        return used ? IPointsToken.AccountUsed.selector : bytes4(0);
    }

    function _countMoveRefusal(bytes4 expected, bytes4 selector) private {
        _must("accounts 2", expected == selector);
        if (selector == IPointsAccounts.DeadlinePassed.selector) _count(Outcome.MoveRefusedDeadline);
        else if (selector == IPointsAccounts.SignatureInvalid.selector) _count(Outcome.MoveRefusedSignature);
        else if (selector == IPointsToken.RedeemingIsPaused.selector) _count(Outcome.MoveRefusedPaused);
        else if (selector == IPointsToken.AccountClosed.selector) _count(Outcome.MoveRefusedClosed);
        else _count(Outcome.MoveRefusedUsed);
    }

    function _modelMoveMember(address from, address to) private {
        _modelMove(from, to);
        _noteLowered(from);
        _closed.push(from);
        bool found = false;
        for (uint256 i = 0; i < _members.length; ++i) {
            if (_members[i] == from) _members[i] = to;
            if (_members[i] != to) continue;
            // Two members of the list may have become one; the second place goes to somebody new.
            if (found) _members[i] = _newMember();
            found = true;
        }
    }

    /* FREEZING */

    /// @notice A member freezes or unfreezes the own account.
    function _freezeByMember() internal {
        address account = _aimsAt(Outcome.FreezeRefusedClosed) ? _drawClosed() : _drawMember();
        bool frozen = _oneIn(5);
        uint256 sequence = _freezeSequence[address(_accountsModule)][account];
        if (_aimsAt(Outcome.FreezeRefusedSequence)) sequence = sequence == 0 || _oneIn(2) ? sequence + 1 : sequence - 1;
        uint64 deadline = _drawDeadline(Outcome.FreezeRefusedDeadline);
        bool signed = !(_aimsAt(Outcome.FreezeRefusedSignature) || _oneIn(20));
        bytes32 digest = _accountsDigest(abi.encode(FREEZE_TYPEHASH, account, frozen, sequence, deadline));
        bytes memory call = abi.encodeCall(
            IPointsAccounts.setFreeze,
            (account, frozen, sequence, deadline, _signAs(account, digest, signed))
        );
        (bool ok, bytes memory answer) = _callAs(_hostile[_draw(HOSTILE)], address(_accountsModule), call);
        bytes4 selector = _selectorOf(answer);
        if (_clock > deadline) {
            _must("accounts 3", !ok && selector == IPointsAccounts.DeadlinePassed.selector);
            return _count(Outcome.FreezeRefusedDeadline);
        }
        if (sequence != _freezeSequence[address(_accountsModule)][account]) {
            _must("accounts 4", !ok && selector == IPointsAccounts.UnexpectedSequence.selector);
            return _count(Outcome.FreezeRefusedSequence);
        }
        if (!signed || account == address(0)) {
            _must("accounts 5", !ok && selector == IPointsAccounts.SignatureInvalid.selector);
            return _count(Outcome.FreezeRefusedSignature);
        }
        if (_accounts[account].successor != address(0)) {
            _must("accounts 6", !ok && selector == IPointsToken.AccountClosed.selector);
            return _count(Outcome.FreezeRefusedClosed);
        }
        _must("accounts 7", ok);
        _freezeSequence[address(_accountsModule)][account] += 1;
        _accounts[account].frozenByMember = frozen;
        _modelTouch(account);
        _count(Outcome.MemberFroze);
    }

    /* RECOVERY */

    /// @notice The operator announces that a lost key is replaced.
    function _announceRecovery() internal {
        address from = _drawMember();
        bool used = !_aims && _oneIn(6);
        address to = used ? _drawMember() : _newMember();
        uint64 deadline = _drawDeadline(Outcome.RecoveryNotAnnounced);
        bool signed = !_oneIn(12);
        bytes32 digest = _accountsDigest(abi.encode(RECOVERY_TYPEHASH, from, to, deadline));
        bytes memory call = abi.encodeCall(
            IPointsAccounts.announceRecovery,
            (from, to, deadline, _signAs(to, digest, signed))
        );
        Pending storage pending = _pending[address(_accountsModule)][from];
        bool open = from != address(0) && _accounts[from].seen && _accounts[from].successor == address(0);
        bool expected =
            _clock <= deadline && pending.to == address(0) && open && !_accounts[to].seen && signed && to != address(0);
        (bool ok, ) = _callAs(address(this), address(_accountsModule), call);
        _must("accounts 8", ok == expected);
        if (!ok) return _count(Outcome.RecoveryNotAnnounced);
        (pending.to, pending.readyAt) = (to, _clock + RECOVERY_DELAY);
        _modelReserve(from, to);
        _recovering.push(from);
        _count(Outcome.RecoveryAnnounced);
    }

    /// @dev One of the last few for whom one was announced; where none is pending, it is announced now.
    function _drawRecovering() private returns (address account) {
        if (_aimsAt(Outcome.RecoveryMissing) || _oneIn(12)) return _drawMember();
        uint256 few = _recovering.length < 4 ? _recovering.length : 4;
        for (uint256 i = 1; i <= few; ++i) {
            account = _recovering[_recovering.length - i];
            uint256 readyAt = _pending[address(_accountsModule)][account].readyAt;
            if (_aimsAt(Outcome.RecoveryTooEarly) ? readyAt > _clock : readyAt != 0) return account;
        }
        for (uint256 i = 0; i < MEMBERS; ++i) {
            account = _members[i];
            if (!_accounts[account].seen || _pending[address(_accountsModule)][account].to != address(0)) continue;
            _announceFor(account);
            return account;
        }
    }

    function _announceFor(address from) private {
        address to = _newMember();
        bytes32 digest = _accountsDigest(abi.encode(RECOVERY_TYPEHASH, from, to, uint64(_clock)));
        _accountsModule.announceRecovery(from, to, uint64(_clock), _signAs(to, digest, true));
        _pending[address(_accountsModule)][from] = Pending(to, _clock + RECOVERY_DELAY);
        _modelReserve(from, to);
        _recovering.push(from);
        _count(Outcome.RecoveryAnnounced);
    }

    /// @notice Whoever still has the old key says no.
    function _refuseRecovery() internal {
        address from = _drawRecovering();
        Pending storage pending = _pending[address(_accountsModule)][from];
        bool signed = !(_aimsAt(Outcome.RecoveryRefusalRefused) || _oneIn(10));
        bytes32 digest = _accountsDigest(abi.encode(REFUSAL_TYPEHASH, from, pending.to, uint64(pending.readyAt)));
        bytes memory call = abi.encodeCall(IPointsAccounts.refuseRecovery, (from, _signAs(from, digest, signed)));
        (bool ok, ) = _callAs(_hostile[_draw(HOSTILE)], address(_accountsModule), call);
        if (pending.to == address(0)) {
            _must("accounts 9", !ok);
            return _count(Outcome.RecoveryMissing);
        }
        _must("accounts 10", ok == signed);
        if (!ok) return _count(Outcome.RecoveryRefusalRefused);
        delete _pending[address(_accountsModule)][from];
        _modelRelease(from);
        _count(Outcome.RecoveryRefused);
    }

    /// @notice The operator thinks better of it.
    function _cancelRecovery() internal {
        address from = _drawRecovering();
        bool expected = _pending[address(_accountsModule)][from].to != address(0);
        bytes memory call = abi.encodeCall(IPointsAccounts.cancelRecovery, (from));
        (bool ok, ) = _callAs(address(this), address(_accountsModule), call);
        _must("accounts 11", ok == expected);
        delete _pending[address(_accountsModule)][from];
        if (ok) _modelRelease(from);
        _count(ok ? Outcome.RecoveryCancelled : Outcome.RecoveryMissing);
    }

    /// @notice Anybody completes it, once the delay is over: at its first second, or one too early.
    function _completeRecovery() internal {
        address from = _drawRecovering();
        Pending memory pending = _pending[address(_accountsModule)][from];
        if (_aimsAt(Outcome.RecoveryCompleted)) {
            _setRedeemingPaused(false);
            if (pending.to != address(0)) _passTimeTo(pending.readyAt);
        }
        if (_aimsAt(Outcome.RecoveryTooEarly) && pending.to != address(0)) _passTimeTo(pending.readyAt - 1);
        (bool ok, bytes memory answer) = _callAs(
            _hostile[_draw(HOSTILE)],
            address(_accountsModule),
            abi.encodeCall(IPointsAccounts.completeRecovery, (from))
        );
        if (pending.to == address(0)) {
            _must("accounts 12", !ok && _selectorOf(answer) == IPointsAccounts.RecoveryUnknown.selector);
            return _count(Outcome.RecoveryMissing);
        }
        if (_clock < pending.readyAt) {
            _must("accounts 13", !ok && _selectorOf(answer) == IPointsAccounts.RecoveryNotReady.selector);
            return _count(Outcome.RecoveryTooEarly);
        }
        // Whatever anybody did since it was announced.
        _must("accounts 14", ok == !_redeemingPaused);
        if (!ok) return;
        delete _pending[address(_accountsModule)][from];
        _modelMoveMember(from, pending.to);
        _count(Outcome.RecoveryCompleted);
    }

    /* SWEEPING */

    /// @notice Anybody sweeps.
    function _sweepAccounts() internal {
        address[] memory accounts = new address[](1 + _draw(5));
        for (uint256 i = 0; i < accounts.length; ++i) accounts[i] = _oneIn(10) ? address(0) : _drawMember();
        (bool ok, ) = _callAs(
            _hostile[_draw(HOSTILE)],
            address(_token),
            abi.encodeCall(IPointsToken.sweep, (accounts))
        );
        _must("accounts 15", ok);
        for (uint256 i = 0; i < accounts.length; ++i) {
            Account storage a = _accounts[accounts[i]];
            if (!a.seen || a.successor != address(0)) continue;
            if (_modelLogged(accounts[i]) == _modelBalance(accounts[i])) continue;
            _modelTouch(accounts[i]);
            _count(Outcome.Swept);
        }
    }
}
