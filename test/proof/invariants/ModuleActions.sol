// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsToken} from "../../../contracts/interfaces/IPointsToken.sol";
import {ProofWorld} from "./ProofWorld.sol";

/// @title What the redemption and accounts modules may ask of the ledger
abstract contract ModuleActions is ProofWorld {
    /// @notice The redemption module spends a list of orders: right ones, stale nonces, too many points, closed accounts.
    function spendOrders(uint256 seed) external {
        _begin(seed);
        uint256 count = 1 + _draw(4);
        address[] memory accounts = new address[](count);
        uint256[] memory points = new uint256[](count);
        uint256[] memory nonces = new uint256[](count);
        bytes memory orders = "";
        for (uint256 i = 0; i < count; ++i) {
            accounts[i] =
                i != 0 && _oneIn(5)
                    ? accounts[i - 1]
                    : _oneIn(40)
                        ? address(0)
                        : _drawMember();
            points[i] = _drawAffordable(accounts[i]);
            nonces[i] = _drawNonce(accounts[i]);
            orders = bytes.concat(orders, abi.encodePacked(accounts[i], uint48(points[i]), uint24(nonces[i])));
        }
        bool malformed = _oneIn(12);
        if (malformed) orders = bytes.concat(orders, new bytes(1 + _draw(28)));
        (bool ok, bytes memory answer) = _callAs(
            address(_redemption),
            address(_token),
            abi.encodeCall(IPointsToken.spend, (orders))
        );
        _must("module 1", ok == !(malformed || _redeemingPaused));
        if (!ok) return _countSpendRefusal(_selectorOf(answer), malformed);
        (uint256 total, bytes memory outcomes_) = abi.decode(answer, (uint256, bytes));
        _applyOrders(accounts, points, nonces, total, outcomes_);
    }

    function _drawAffordable(address account) private returns (uint256) {
        uint256 balance = _modelBalance(account);
        uint256 kind = _draw(8);
        if (kind == 0) return balance;
        if (kind == 1) return balance + 1;
        if (kind == 2) return _drawPoints();
        return balance == 0 ? 0 : _draw(balance + 1) / (1 + _draw(4));
    }

    function _drawNonce(address account) private returns (uint256) {
        uint256 last = _accounts[account].nonce;
        uint256 kind = _draw(12);
        if (kind == 0) return last;
        if (kind == 1) return _draw(last + 1);
        if (kind == 2) return NONCE_LIMIT + 1 + _draw(2 ** 24 - NONCE_LIMIT - 1);
        if (kind == 3 && _oneIn(200)) return NONCE_LIMIT;
        return last + 1 + _draw(3);
    }

    function _countSpendRefusal(bytes4 selector, bool malformed) private {
        bool paused = selector == IPointsToken.RedeemingIsPaused.selector && _redeemingPaused;
        bool odd = selector == IPointsToken.RecordsMalformed.selector && malformed;
        _must("module 2", paused || odd);
        _count(paused ? Outcome.RedeemingRefusedPaused : Outcome.OrdersRefused);
    }

    function _applyOrders(
        address[] memory accounts,
        uint256[] memory points,
        uint256[] memory nonces,
        uint256 total,
        bytes memory outcomes_
    ) private {
        uint256 spent = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            IPointsToken.SpendOutcome expected = _modelSpend(accounts[i], points[i] % 2 ** 48, nonces[i]);
            _must("module 3", uint8(expected) == (outcomes_.length == 0 ? 0 : uint8(outcomes_[i])));
            if (expected == IPointsToken.SpendOutcome.Spent) {
                spent += points[i];
                _noteLowered(accounts[i]);
            }
            _count(_outcomeOf(expected));
        }
        _must("module 4", total == spent);
    }

    function _outcomeOf(IPointsToken.SpendOutcome outcome) private pure returns (Outcome) {
        if (outcome == IPointsToken.SpendOutcome.Spent) return Outcome.OrderSpent;
        if (outcome == IPointsToken.SpendOutcome.NonceUnusable) return Outcome.OrderNonce;
        if (outcome == IPointsToken.SpendOutcome.Frozen) return Outcome.OrderFrozen;
        if (outcome == IPointsToken.SpendOutcome.Closed) return Outcome.OrderClosed;
        return Outcome.OrderInsufficient;
    }

    /// @notice Cancelled redemptions give points back.
    function restorePoints(uint256 seed) external {
        _begin(seed);
        address account = _drawMember();
        uint256 points = _drawPoints() % 2 ** 48;
        bool malformed = _oneIn(20);
        bytes memory records = abi.encodePacked(account, uint48(points));
        if (malformed) records = bytes.concat(records, hex"00");
        bytes memory call = abi.encodeCall(IPointsToken.restore, (records));
        (bool ok, ) = _callAs(address(_redemption), address(_token), call);
        bool fits = _supplyOf[_modelEpoch()] + points <= LOT_LIMIT;
        _must("module 5", ok == (!malformed && fits && !_redeemingPaused));
        if (!ok) return _count(Outcome.RestoreRefused);
        _modelCredit(account, points);
        _totals.restored += points;
        _count(Outcome.Restored);
    }

    /// @notice A member changes keys: to a fresh address, to itself, to zero, to one that is used.
    function moveAccount(uint256 seed) external {
        _begin(seed);
        uint256 slot = _draw(_members.length);
        address from = _oneIn(8) ? _drawMember() : _members[slot];
        address to = _freshAddress("moved", calls);
        uint256 kind = _draw(12);
        if (kind == 0) to = from;
        if (kind == 1) to = address(0);
        if (kind == 2) to = _drawMember();
        if (kind == 3) from = address(0);
        bool usable =
            from != address(0) &&
                to != address(0) &&
                from != to &&
                !_accounts[to].seen &&
                _accounts[from].successor == address(0) &&
                !_redeemingPaused;
        bytes memory call = abi.encodeCall(IPointsToken.moveAccount, (from, to));
        (bool ok, bytes memory answer) = _callAs(ACCOUNTS, address(_token), call);
        _must("module 8", ok == usable);
        if (!ok) return _count(Outcome.MoveRefused);
        _must("module 9", abi.decode(answer, (uint256)) == _modelBalance(from));
        _modelMove(from, to);
        _noteLowered(from);
        _closed.push(from);
        for (uint256 i = 0; i < _members.length; ++i) {
            if (_members[i] == from) _members[i] = to;
        }
        _dropTwins(to);
        _count(Outcome.Moved);
    }

    /// @dev Two members of the list may have become one; the second place goes to somebody new.
    function _dropTwins(address account) private {
        bool found = false;
        for (uint256 i = 0; i < _members.length; ++i) {
            if (_members[i] != account) continue;
            if (found) _members[i] = _freshAddress("twin", calls);
            found = true;
        }
    }

    /// @notice A member freezes or unfreezes the own account.
    function freezeByMember(uint256 seed) external {
        _begin(seed);
        address account = _oneIn(15) ? address(0) : _drawMember();
        bool frozen = _oneIn(6);
        bytes memory call = abi.encodeCall(IPointsToken.setMemberFreeze, (account, frozen));
        (bool ok, ) = _callAs(ACCOUNTS, address(_token), call);
        _must("module 10", ok == (account != address(0) && _accounts[account].successor == address(0)));
        if (!ok) return _count(Outcome.FreezeRefused);
        _accounts[account].frozenByMember = frozen;
        _modelTouch(account);
        _count(Outcome.MemberFroze);
    }

    /// @notice Anybody sweeps.
    function sweepAccounts(uint256 seed) external {
        _begin(seed);
        address[] memory accounts = new address[](1 + _draw(5));
        for (uint256 i = 0; i < accounts.length; ++i) accounts[i] = _oneIn(10) ? address(0) : _drawMember();
        (bool ok, ) = _callAs(
            _hostile[_draw(HOSTILE)],
            address(_token),
            abi.encodeCall(IPointsToken.sweep, (accounts))
        );
        _must("module 11", ok);
        for (uint256 i = 0; i < accounts.length; ++i) {
            Account storage a = _accounts[accounts[i]];
            if (!a.seen || a.successor != address(0)) continue;
            if (_modelLogged(accounts[i]) == _modelBalance(accounts[i])) continue;
            _modelTouch(accounts[i]);
            _count(Outcome.Swept);
        }
    }

    /// @dev Tells the invariants that this action was allowed to lower that balance.
    function _noteLowered(address account) internal virtual;
}
