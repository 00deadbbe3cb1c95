// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PartnerRegistry} from "../../contracts/PartnerRegistry.sol";
import {PointsAccounts} from "../../contracts/PointsAccounts.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {TypedData} from "../invariants/TypedData.sol";
import {VM} from "../invariants/Vm.sol";

/// @title A coalition whose operator and issuance module is the test, and refusals to the byte
abstract contract Refusals {
    uint256 internal constant START = 1_775_000_000;
    uint256 internal constant EPOCH_LENGTH = 30 days;
    uint256 internal constant RECOVERY_DELAY = 14 days;
    uint256 internal constant TILL_KEY = 0x7111;
    PartnerId internal constant SHOP = PartnerId.wrap(1);

    AccessManager internal _manager;
    PointsToken internal _token;
    PartnerRegistry internal _registry;
    PointsRedemption internal _redemption;
    PointsAccounts internal _accounts;

    error NotRefused(bytes answer);
    error RefusedOtherwise(bytes expected, bytes actual);

    function setUp() public virtual {
        VM.warp(START);
        _manager = new AccessManager(address(this));
        uint64 next = VM.getNonce(address(this));
        address redemption = VM.computeCreateAddress(address(this), next + 2);
        address accounts = VM.computeCreateAddress(address(this), next + 3);
        _token = new PointsToken(
            address(_manager),
            "Entente points",
            "EPT",
            "https://points.example.org/about.json",
            EPOCH_LENGTH,
            LedgerGate.FoundingModules(address(this), redemption, accounts)
        );
        _registry = new PartnerRegistry(address(_manager), _token);
        _redemption = new PointsRedemption(_token, _registry, IPointsRedemption(address(0)));
        _accounts = new PointsAccounts(address(_manager), _token, RECOVERY_DELAY);
        assert(address(_redemption) == redemption && address(_accounts) == accounts);
        _registry.register(SHOP, "Shop", abi.encodePacked(address(1)), abi.encodePacked(VM.addr(TILL_KEY)));
    }

    /// @dev The call must revert, and with exactly this.
    function _refuses(address target, bytes memory call, bytes memory expected) internal {
        (bool done, bytes memory answer) = target.call(call);
        if (done) revert NotRefused(answer);
        if (keccak256(answer) != keccak256(expected)) revert RefusedOtherwise(expected, answer);
    }

    function _digest(string memory name, address contract_, bytes32 structHash) internal view returns (bytes32) {
        return TypedData.digest(TypedData.domainOf(name, contract_), structHash);
    }

    function _credit(address account, uint48 points) internal {
        _token.issuePoints(abi.encodePacked(account, points));
    }

    function _sameText(string memory a, string memory b) internal pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}
