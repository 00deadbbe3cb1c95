// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {ProofWorld} from "./ProofWorld.sol";

/// @title Five hostile actors call everything that is not theirs
/// @notice They own nothing and hold no role; nothing that they try may work. What they may call like anybody else
/// (posting signed batches, sweeping) they do in the other actions.
abstract contract HostileActions is ProofWorld {
    /// @notice A call of the ledger that belongs to a module or to the operator.
    function _attackLedger() internal {
        _refused(address(_token), _drawLedgerCall(_draw(14)));
    }

    /// @notice A call of the registry that belongs to the operator or to a module.
    function _attackRegistry() internal {
        _refused(address(_registry), _drawRegistryCall(_draw(13)));
    }

    /// @notice A call of the accounts module that belongs to the operator.
    function _attackAccounts() internal {
        address from = _drawMember();
        bytes memory call =
            _oneIn(2)
                ? abi.encodeCall(_accountsModule.cancelRecovery, (from))
                : abi.encodeCall(_accountsModule.announceRecovery, (from, _hostile[0], uint64(_clock), hex"00"));
        _refused(address(_accountsModule), call);
    }

    function _refused(address target, bytes memory call) private {
        (bool ok, ) = _callAs(_hostile[_draw(HOSTILE)], target, call);
        _must("hostile 1", !ok);
        _count(Outcome.HostileRefused);
    }

    /// @notice Members and hostile actors try what a wallet offers.
    function _tryTransfer() internal {
        address from = _drawMember();
        address actor = _oneIn(2) ? from : _hostile[_draw(HOSTILE)];
        uint256 points = _oneIn(3) ? 0 : _modelBalance(from);
        uint256 kind = _draw(3);
        bytes memory call =
            kind == 0
                ? abi.encodeCall(_token.transfer, (_hostile[0], points))
                : kind == 1
                    ? abi.encodeCall(_token.transferFrom, (from, _hostile[0], points))
                    : abi.encodeCall(_token.approve, (_hostile[0], points));
        (bool ok, bytes memory answer) = _callAs(actor, address(_token), call);
        // Wallets show Error(string) and nothing else.
        _must("hostile 2", !ok && _selectorOf(answer) == bytes4(0x08c379a0));
        _must("hostile 3", _token.allowance(from, _hostile[0]) == 0);
        _count(Outcome.TransferRefused);
    }

    function _drawLedgerCall(uint256 kind) private returns (bytes memory) {
        address account = _drawMember();
        bytes memory record = abi.encodePacked(account, uint48(_drawPoints() % 2 ** 48));
        if (kind == 0) return abi.encodeCall(IPointsToken.issuePoints, (record));
        if (kind == 1) return abi.encodeCall(IPointsToken.reversePoints, (PartnerId.wrap(1), record));
        if (kind == 2) return abi.encodeCall(IPointsToken.spend, (bytes.concat(record, hex"0fffff")));
        if (kind == 3) return abi.encodeCall(IPointsToken.restore, (record));
        if (kind == 4) return abi.encodeCall(IPointsToken.moveAccount, (account, _hostile[0]));
        if (kind == 5) return abi.encodeCall(IPointsToken.setMemberFreeze, (account, _oneIn(2)));
        if (kind == 6) return abi.encodeCall(IPointsToken.freeze, (account));
        if (kind == 7) return abi.encodeCall(IPointsToken.unfreeze, (account));
        if (kind == 8) return abi.encodeCall(IPointsToken.pauseIssuing, ());
        if (kind == 9) return abi.encodeCall(IPointsToken.resumeIssuing, ());
        if (kind == 10) return abi.encodeCall(IPointsToken.pauseRedeeming, ());
        if (kind == 11) return abi.encodeCall(IPointsToken.resumeRedeeming, ());
        if (kind == 12)
            return abi.encodeCall(IPointsToken.reserveAccount, (account, _oneIn(2) ? _hostile[0] : address(0)));
        IPointsToken.Module module = IPointsToken.Module(_draw(3));
        return
            _oneIn(2)
                ? abi.encodeCall(IPointsToken.replaceModule, (module, _hostile[0]))
                : abi.encodeCall(IPointsToken.setContractURI, ("ipfs://elsewhere"));
    }

    function _drawRegistryCall(uint256 kind) private returns (bytes memory) {
        PartnerId id = PartnerId.wrap(_drawPartner());
        bytes memory key = abi.encodePacked(_hostile[0]);
        uint256 points = _drawPoints();
        if (kind == 0)
            return abi.encodeCall(IPartnerRegistry.register, (PartnerId.wrap(_partnerCount + 9), "x", key, key));
        if (kind == 1) return abi.encodeCall(IPartnerRegistry.suspend, (id));
        if (kind == 2) return abi.encodeCall(IPartnerRegistry.resume, (id));
        if (kind == 3) return abi.encodeCall(IPartnerRegistry.retire, (id));
        if (kind == 4) return abi.encodeCall(IPartnerRegistry.setIssuerKey, (id, key));
        if (kind == 5) return abi.encodeCall(IPartnerRegistry.setRedemptionKey, (id, key));
        if (kind == 6) return abi.encodeCall(IPartnerRegistry.raiseAllowance, (id, points));
        if (kind == 7) return abi.encodeCall(IPartnerRegistry.lowerAllowance, (id, points));
        if (kind == 8) return abi.encodeCall(IPartnerRegistry.setDailyLimit, (id, points));
        if (kind == 9) return abi.encodeCall(IPartnerRegistry.setPrices, (id, 9_999, points, points));
        if (kind == 10)
            return
                abi.encodeCall(IPartnerRegistry.recordBatch, (id, _partners[PartnerId.unwrap(id)].nextEntry, 1, 0, 0));
        return abi.encodeCall(IPartnerRegistry.setDailyLimit, (PartnerId.wrap(_partnerCount + 1), points));
    }
}
