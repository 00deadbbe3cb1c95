// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {Clock} from "./Clock.sol";

/// @title The ledger, written down plainly
/// @notice A number per account and epoch, nothing packed, nothing dropped: what an account has is the sum of the six
/// epochs that live. It is slow, and obviously right; `PointsToken` must agree with it after every call.
abstract contract LedgerModel is Clock {
    uint256 internal constant EPOCHS_LIVE = 6;
    uint256 internal constant LOT_LIMIT = 2 ** 36 - 1;
    uint256 internal constant NONCE_LIMIT = 2 ** 20 - 1;

    struct Account {
        mapping(uint256 epoch => uint256 points) lots;
        uint256 nonce;
        bool frozenByOperator;
        bool frozenByMember;
        address successor;
        /// The accounts that lead here.
        address[] former;
        /// The ledger has a word for it.
        bool seen;
        /// The epoch in which it was last written: expired lots are logged up to there.
        uint256 touched;
    }

    /// Where every point came from and went to.
    struct Totals {
        uint256 credited;
        uint256 debited;
        uint256 spent;
        uint256 restored;
        uint256 shortfall;
    }

    mapping(address account => Account) internal _accounts;
    /// The address that is kept for an account; it leads there, as a closed one does.
    mapping(address account => address) internal _reservation;
    /// All addresses that were ever kept, and the last one that was let go.
    address[] internal _everReserved;
    address internal _letGo;
    mapping(uint256 epoch => uint256 points) internal _supplyOf;
    Totals internal _totals;
    bool internal _issuingPaused;
    bool internal _redeemingPaused;

    /// @dev The current epoch, from the clock alone.
    function _modelEpoch() internal view virtual returns (uint256);

    function _oldestLive(uint256 epoch) internal pure returns (uint256) {
        return epoch > EPOCHS_LIVE - 1 ? epoch - (EPOCHS_LIVE - 1) : 0;
    }

    function _modelBalance(address account) internal view returns (uint256) {
        return _sumAt(account, _modelEpoch());
    }

    /// @dev What the account's word still holds, expired lots included: what the logs must add up to.
    function _modelLogged(address account) internal view returns (uint256) {
        return _sumAt(account, _accounts[account].touched);
    }

    function _sumAt(address account, uint256 now_) private view returns (uint256 sum) {
        for (uint256 epoch = _oldestLive(now_); epoch <= now_; ++epoch) sum += _accounts[account].lots[epoch];
    }

    function _modelSupply() internal view returns (uint256 sum) {
        uint256 now_ = _modelEpoch();
        for (uint256 epoch = _oldestLive(now_); epoch <= now_; ++epoch) sum += _supplyOf[epoch];
    }

    function _holderOf(address account) internal view returns (address holder) {
        holder = account;
        if (_accounts[account].successor != address(0)) holder = _accounts[account].successor;
    }

    function _modelTouch(address account) internal {
        _accounts[account].seen = true;
        _accounts[account].touched = _modelEpoch();
    }

    function _modelCredit(address account, uint256 points) internal {
        address holder = _holderOf(account);
        _modelTouch(holder);
        uint256 now_ = _modelEpoch();
        _accounts[holder].lots[now_] += points;
        _supplyOf[now_] += points;
    }

    function _modelDebit(address account, uint256 points) internal returns (uint256 taken) {
        address holder = _holderOf(account);
        if (!_accounts[holder].seen) {
            _totals.shortfall += points;
            return 0;
        }
        _modelTouch(holder);
        uint256 now_ = _modelEpoch();
        for (uint256 age = 0; age < EPOCHS_LIVE && age <= now_; ++age)
            taken += _take(holder, now_ - age, points - taken);
        _totals.debited += taken;
        _totals.shortfall += points - taken;
    }

    function _modelSpend(address account, uint256 points, uint256 nonce) internal returns (IPointsToken.SpendOutcome) {
        Account storage a = _accounts[account];
        if (a.successor != address(0) || account == address(0)) return IPointsToken.SpendOutcome.Closed;
        if (a.frozenByOperator || a.frozenByMember) return IPointsToken.SpendOutcome.Frozen;
        if (nonce <= a.nonce || nonce > NONCE_LIMIT) return IPointsToken.SpendOutcome.NonceUnusable;
        if (_modelBalance(account) < points) return IPointsToken.SpendOutcome.Insufficient;
        _modelTouch(account);
        a.nonce = nonce;
        uint256 taken = 0;
        uint256 now_ = _modelEpoch();
        for (uint256 epoch = _oldestLive(now_); epoch <= now_; ++epoch) taken += _take(account, epoch, points - taken);
        _must("model 1", taken == points);
        _totals.spent += points;
        return IPointsToken.SpendOutcome.Spent;
    }

    function _modelReserve(address from, address to) internal {
        _modelRelease(from);
        _reservation[from] = to;
        _everReserved.push(to);
        (_accounts[to].successor, _accounts[to].seen) = (from, true);
    }

    function _modelRelease(address from) internal {
        address to = _reservation[from];
        if (to == address(0)) return;
        delete _reservation[from];
        (_accounts[to].successor, _accounts[to].seen) = (address(0), false);
        _letGo = to;
    }

    function _modelMove(address from, address to) internal {
        _modelRelease(from);
        if (_letGo == to) _letGo = address(0);
        uint256 now_ = _modelEpoch();
        for (uint256 epoch = _oldestLive(now_); epoch <= now_; ++epoch) {
            _accounts[to].lots[epoch] = _accounts[from].lots[epoch];
            _accounts[from].lots[epoch] = 0;
        }
        _accounts[to].frozenByOperator = _accounts[from].frozenByOperator;
        _accounts[to].frozenByMember = _accounts[from].frozenByMember;
        (_accounts[from].frozenByOperator, _accounts[from].frozenByMember) = (false, false);
        _accounts[from].nonce = 0;
        _modelSucceed(from, to);
        _accounts[from].seen = true;
        // A closed account holds nothing, so there is nothing of it that the logs could still owe.
        _accounts[from].touched = now_;
        _modelTouch(to);
    }

    /// @dev The account and all that led to it lead to `to`.
    function _modelSucceed(address from, address to) private {
        address[] storage former = _accounts[from].former;
        for (uint256 i = 0; i < former.length; ++i) {
            _accounts[former[i]].successor = to;
            _accounts[to].former.push(former[i]);
        }
        _accounts[from].successor = to;
        _accounts[to].former.push(from);
        delete _accounts[from].former;
    }

    function _take(address account, uint256 epoch, uint256 pointsMax) private returns (uint256 taken) {
        uint256 lot = _accounts[account].lots[epoch];
        taken = lot < pointsMax ? lot : pointsMax;
        _accounts[account].lots[epoch] = lot - taken;
        _supplyOf[epoch] -= taken;
    }
}
