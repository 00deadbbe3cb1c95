// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsAccounts} from "../../contracts/PointsAccounts.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {ProofWorld} from "./ProofWorld.sol";

/// @title What the operator may do, wrongly too
abstract contract OperatorActions is ProofWorld {
    uint256 private constant LEAVING_MAX = 120;

    /// @notice The operator freezes or unfreezes an account.
    function _freezeByOperator() internal {
        address account = _drawMember();
        if (_aimsAt(Outcome.OperatorFreezeRefused)) account = _oneIn(2) ? address(0) : _drawClosed();
        bool frozen = _oneIn(6);
        bytes memory call =
            frozen ? abi.encodeCall(_token.freeze, (account)) : abi.encodeCall(_token.unfreeze, (account));
        (bool ok, ) = _callAs(address(this), address(_token), call);
        _must("operator 1", ok == (account != address(0) && _accounts[account].successor == address(0)));
        if (!ok) return _count(Outcome.OperatorFreezeRefused);
        _accounts[account].frozenByOperator = frozen;
        _modelTouch(account);
        _count(Outcome.OperatorFroze);
    }

    /// @notice Pauses and resumes, mostly resumes.
    function _switchPauses() internal {
        bool on = _oneIn(7);
        if (_oneIn(2)) _setIssuingPaused(on);
        else _setRedeemingPaused(on);
        _count(Outcome.PauseSwitched);
    }

    function _setIssuingPaused(bool on) internal {
        _issuingPaused = on;
        if (on) _token.pauseIssuing();
        else _token.resumeIssuing();
    }

    function _setRedeemingPaused(bool on) internal {
        _redeemingPaused = on;
        if (on) _token.pauseRedeeming();
        else _token.resumeRedeeming();
    }

    /// @notice Suspends, resumes, retires; a partner that left is followed by a new one.
    function _changeStatus() internal {
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 kind =
            _aimsAt(Outcome.PartnerSuspended)
                ? 0
                : _aimsAt(Outcome.PartnerLeft)
                    ? 6
                    : _draw(8);
        if (kind < 2) return _suspend(id, p);
        // Closings ask for every partner that ever was.
        if (kind < 6 || outcomes[Outcome.PartnerLeft] >= LEAVING_MAX) return _resume(id, p);
        bool possible = p.status == IPartnerRegistry.Status.Active || p.status == IPartnerRegistry.Status.Suspended;
        _must("operator 2", _ask(abi.encodeCall(_registry.retire, (PartnerId.wrap(id)))) == possible);
        if (!possible) return _count(Outcome.StatusRefused);
        p.status = IPartnerRegistry.Status.Left;
        for (uint256 i = 0; i < _present.length; ++i) {
            if (_present[i] == id) (_present[i], _present[_present.length - 1]) = (_present[_present.length - 1], id);
        }
        _present.pop();
        _registerPartner();
        _count(Outcome.PartnerLeft);
    }

    function _suspend(uint32 id, PartnerRow storage p) internal {
        bool possible = p.status == IPartnerRegistry.Status.Active;
        _must("operator 3", _ask(abi.encodeCall(_registry.suspend, (PartnerId.wrap(id)))) == possible);
        if (possible) p.status = IPartnerRegistry.Status.Suspended;
        _count(possible ? Outcome.PartnerSuspended : Outcome.StatusRefused);
    }

    function _resume(uint32 id, PartnerRow storage p) internal {
        bool possible = p.status == IPartnerRegistry.Status.Suspended;
        _must("operator 4", _ask(abi.encodeCall(_registry.resume, (PartnerId.wrap(id)))) == possible);
        if (possible) p.status = IPartnerRegistry.Status.Active;
        _count(possible ? Outcome.PartnerResumed : Outcome.StatusRefused);
    }

    function _ask(bytes memory call) internal returns (bool ok) {
        (ok, ) = address(_registry).call(call);
    }

    /// @notice Raises and lowers allowances, changes daily limits.
    function _changeLimits() internal {
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 points = _oneIn(3) ? _draw(2 ** 16) : 2 ** 36 + _draw(2 ** 37);
        uint256 kind = _draw(4);
        if (kind == 0) _raiseAllowance(id, p, points);
        else if (kind == 1) _lowerAllowance(id, p, _oneIn(2) ? 2 ** 40 : points);
        else _setDailyLimit(id, p, _oneIn(2) ? points % 2 ** 12 : points);
        _count(Outcome.LimitsChanged);
    }

    function _isPresent(PartnerRow storage p) internal view returns (bool) {
        return p.status == IPartnerRegistry.Status.Active || p.status == IPartnerRegistry.Status.Suspended;
    }

    function _raiseAllowance(uint32 id, PartnerRow storage p, uint256 points) internal {
        // A row has room for 2^44 points; what is refused there is `partner-registry.test.ts`'s.
        if (p.allowance + points >= 2 ** 44) return;
        bool ok = _ask(abi.encodeCall(_registry.raiseAllowance, (PartnerId.wrap(id), points)));
        _must("operator 5", ok == _isPresent(p));
        if (ok) (p.allowance, p.raised) = (p.allowance + points, p.raised + points);
    }

    function _lowerAllowance(uint32 id, PartnerRow storage p, uint256 points) internal {
        bool ok = _ask(abi.encodeCall(_registry.lowerAllowance, (PartnerId.wrap(id), points)));
        _must("operator 6", ok == (p.status != IPartnerRegistry.Status.Unknown));
        uint256 lowered = points < p.allowance ? points : p.allowance;
        if (ok) (p.allowance, p.lowered) = (p.allowance - lowered, p.lowered + lowered);
    }

    function _setDailyLimit(uint32 id, PartnerRow storage p, uint256 points) internal {
        bool ok = _ask(abi.encodeCall(_registry.setDailyLimit, (PartnerId.wrap(id), points)));
        _must("operator 7", ok == _isPresent(p));
        if (ok) (p.used, p.usedAt, p.dailyLimit) = (_usedNow(p), _clock, points);
    }

    /// @notice Prices for months to come; never for one that began, nor before one that is priced already. Of the running
    /// month only the first, before anything was booked.
    function _setPrices() internal {
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 running = _modelMonth(_clock);
        uint256 month = running + (_aimsAt(Outcome.PricesRefused) ? 0 : _draw(4));
        (uint256 issuePrice, uint256 redeemPrice) = (_drawPrice(), _drawPrice());
        bool first = p.prices.length == 0 && p.entriesEver == 0 && p.redeemedEver == 0;
        bool inOrder = p.prices.length == 0 || month >= p.prices[p.prices.length - 1].month;
        bool possible = _isPresent(p) && (month > running || first) && inOrder;
        bool ok = _ask(abi.encodeCall(_registry.setPrices, (PartnerId.wrap(id), month, issuePrice, redeemPrice)));
        _must("operator 8", ok == possible);
        if (ok) p.prices.push(PriceRow(month, issuePrice, redeemPrice));
        _count(ok ? Outcome.PricesSet : Outcome.PricesRefused);
    }

    /// @notice A partner's key is changed; what the old key signs is dead from then on.
    function _changeIssuerKey() internal {
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 old = p.issuerKey;
        p.issuerKey = uint256(keccak256(abi.encode("issuer", id, calls)));
        bool ok = _ask(abi.encodeCall(_registry.setIssuerKey, (PartnerId.wrap(id), _issuerKeyOf(id))));
        _must("operator 9", ok == _isPresent(p));
        if (!ok) p.issuerKey = old;
        else _count(Outcome.IssuerKeyChanged);
    }

    /// @notice So is its redemption key; the redemption module's copy changes with it.
    function _changeRedemptionKey() internal {
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 old = p.tillKey;
        p.tillKey = uint256(keccak256(abi.encode("till", id, calls)));
        bool ok = _ask(abi.encodeCall(_registry.setRedemptionKey, (PartnerId.wrap(id), _tillKeyOf(id))));
        _must("operator 10", ok == _isPresent(p));
        if (!ok) {
            p.tillKey = old;
            return;
        }
        p.oldTillKey = old;
        _count(Outcome.RedemptionKeyChanged);
    }

    /* MODULES */

    /// @notice A new redemption module takes over from the old one, and its months with it.
    function _replaceRedemption() internal {
        PointsRedemption fresh = new PointsRedemption(_token, _registry, _redemption);
        _token.replaceModule(IPointsToken.Module.Redemption, address(fresh));
        _formerRedemption = _redemption;
        _useRedemption(fresh);
        _count(Outcome.RedemptionReplaced);
    }

    /// @notice A new accounts module begins without the recoveries that were pending.
    function _replaceAccounts() internal {
        PointsAccounts fresh = new PointsAccounts(address(_manager), _token, RECOVERY_DELAY);
        _token.replaceModule(IPointsToken.Module.Accounts, address(fresh));
        _useAccounts(fresh);
        _count(Outcome.AccountsReplaced);
    }

    /// @notice What was replaced never comes back, in no place.
    function _bringBackModule() internal {
        if (address(_formerRedemption) == address(0)) return _replaceRedemption();
        IPointsToken.Module place = IPointsToken.Module(_draw(3));
        bytes memory call = abi.encodeCall(_token.replaceModule, (place, address(_formerRedemption)));
        (bool ok, ) = address(_token).call(call);
        _must("operator 11", !ok);
        _count(Outcome.ReplacedModuleRefused);
    }
}
