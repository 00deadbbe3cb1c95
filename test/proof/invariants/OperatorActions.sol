// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../../contracts/interfaces/IPartnerRegistry.sol";
import {PartnerId} from "../../../contracts/types/PartnerId.sol";
import {ProofWorld} from "./ProofWorld.sol";

/// @title What the operator may do, wrongly too
abstract contract OperatorActions is ProofWorld {
    /// @notice The operator freezes or unfreezes an account.
    function freezeByOperator(uint256 seed) external {
        _begin(seed);
        address account = _oneIn(15) ? address(0) : _drawMember();
        bool frozen = _oneIn(6);
        bytes memory call =
            frozen ? abi.encodeCall(_token.freeze, (account)) : abi.encodeCall(_token.unfreeze, (account));
        (bool ok, ) = _callAs(address(this), address(_token), call);
        _must("operator 1", ok == (account != address(0) && _accounts[account].successor == address(0)));
        if (!ok) return _count(Outcome.FreezeRefused);
        _accounts[account].frozenByOperator = frozen;
        _modelTouch(account);
        _count(Outcome.OperatorFroze);
    }

    /// @notice Pauses and resumes, mostly resumes.
    function switchPauses(uint256 seed) external {
        _begin(seed);
        bool on = _oneIn(7);
        if (_oneIn(2)) {
            _issuingPaused = on;
            if (on) _token.pauseIssuing();
            else _token.resumeIssuing();
        } else {
            _redeemingPaused = on;
            if (on) _token.pauseRedeeming();
            else _token.resumeRedeeming();
        }
        _count(Outcome.PauseSwitched);
    }

    /// @notice Suspends, resumes, retires; a partner that left is followed by a new one.
    function changeStatus(uint256 seed) external {
        _begin(seed);
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 kind = _draw(8);
        if (kind < 2) return _suspend(id, p);
        if (kind < 6) return _resume(id, p);
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

    function _suspend(uint32 id, PartnerRow storage p) private {
        bool possible = p.status == IPartnerRegistry.Status.Active;
        _must("operator 3", _ask(abi.encodeCall(_registry.suspend, (PartnerId.wrap(id)))) == possible);
        if (possible) p.status = IPartnerRegistry.Status.Suspended;
        _count(possible ? Outcome.PartnerSuspended : Outcome.StatusRefused);
    }

    function _resume(uint32 id, PartnerRow storage p) private {
        bool possible = p.status == IPartnerRegistry.Status.Suspended;
        _must("operator 4", _ask(abi.encodeCall(_registry.resume, (PartnerId.wrap(id)))) == possible);
        if (possible) p.status = IPartnerRegistry.Status.Active;
        _count(possible ? Outcome.PartnerResumed : Outcome.StatusRefused);
    }

    function _ask(bytes memory call) private returns (bool ok) {
        (ok, ) = address(_registry).call(call);
    }

    /// @notice Raises and lowers allowances, changes daily limits.
    function changeLimits(uint256 seed) external {
        _begin(seed);
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        uint256 points = _oneIn(3) ? _draw(2 ** 16) : 2 ** 36 + _draw(2 ** 37);
        uint256 kind = _draw(4);
        bool known = p.status != IPartnerRegistry.Status.Unknown;
        bool present = known && p.status != IPartnerRegistry.Status.Left;
        if (kind == 0) {
            _must(
                "operator 5",
                _ask(abi.encodeCall(_registry.raiseAllowance, (PartnerId.wrap(id), points))) == present
            );
            if (!present) return;
            (p.allowance, p.raised) = (p.allowance + points, p.raised + points);
        } else if (kind == 1) {
            if (_oneIn(2)) points = 2 ** 40;
            _must("operator 6", _ask(abi.encodeCall(_registry.lowerAllowance, (PartnerId.wrap(id), points))) == known);
            if (!known) return;
            uint256 lowered = points < p.allowance ? points : p.allowance;
            (p.allowance, p.lowered) = (p.allowance - lowered, p.lowered + lowered);
        } else {
            if (_oneIn(2)) points %= 2 ** 12;
            _must("operator 7", _ask(abi.encodeCall(_registry.setDailyLimit, (PartnerId.wrap(id), points))) == present);
            if (!present) return;
            (p.used, p.usedAt, p.dailyLimit) = (_usedNow(p), _clock, points);
        }
        _count(Outcome.LimitsChanged);
    }

    /// @notice Prices for months to come; never for one that began, nor before one that is priced already.
    function setPrices(uint256 seed) external {
        _begin(seed);
        uint32 id = _drawPartner();
        uint256 month = _modelMonth(_clock) + _draw(4);
        bytes memory call = abi.encodeCall(_registry.setPrices, (PartnerId.wrap(id), month, _draw(1e9), _draw(1e9)));
        bool ok = _ask(call);
        bool present =
            _partners[id].status == IPartnerRegistry.Status.Active ||
                _partners[id].status == IPartnerRegistry.Status.Suspended;
        if (ok) _must("operator 8", present && (month > _modelMonth(_clock) || _partners[id].entriesEver == 0));
        _count(ok ? Outcome.PricesSet : Outcome.PricesRefused);
    }

    /// @notice A partner's key is changed; what the old key signs is dead from then on.
    function changeIssuerKey(uint256 seed) external {
        _begin(seed);
        uint32 id = _drawPartner();
        PartnerRow storage p = _partners[id];
        bool present = p.status == IPartnerRegistry.Status.Active || p.status == IPartnerRegistry.Status.Suspended;
        uint256 old = p.issuerKey;
        p.issuerKey = uint256(keccak256(abi.encode("issuer", id, calls)));
        bool ok = _ask(abi.encodeCall(_registry.setIssuerKey, (PartnerId.wrap(id), _issuerKeyOf(id))));
        _must("operator 9", ok == present);
        if (!ok) p.issuerKey = old;
    }
}
