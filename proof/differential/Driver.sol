// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartnerRegistry} from "../../contracts/PartnerRegistry.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";

/// @title Carries out many operations in one transaction, as everybody who may
/// @notice It is the operator, both other modules of the ledger and the wallet that signs for every partner, so that a
/// model elsewhere can foretell each answer without keys.
contract Driver {
    struct Operation {
        address target;
        bytes data;
    }

    struct AccountView {
        uint256 balance;
        uint256[6] lots;
        uint256 nonce;
        bool frozenByOperator;
        bool frozenByMember;
        address successor;
        address reservation;
    }

    struct PartnerView {
        uint8 status;
        uint256 nextEntry;
        uint256 allowance;
        uint256 dailyLimit;
        uint256 issuableNow;
        uint64[2] month;
    }

    /// @param answers A hash over all answers in their order: whether it worked, and what was returned or refused.
    event Ran(bytes32 answers);

    PointsToken private _token;
    PartnerRegistry private _registry;

    function connect(PointsToken token, PartnerRegistry registry) external {
        (_token, _registry) = (token, registry);
    }

    function run(Operation[] calldata operations) external returns (bytes[] memory answers) {
        answers = new bytes[](operations.length);
        bytes32 digest = 0;
        for (uint256 i = 0; i < operations.length; ++i) {
            (bool ok, bytes memory answer) = operations[i].target.call(operations[i].data);
            answers[i] = abi.encodePacked(ok, answer);
            digest = keccak256(abi.encodePacked(digest, keccak256(answers[i])));
        }
        emit Ran(digest);
    }

    /// @dev The partners' wallet: a signature that begins with 1 is good.
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return signature.length != 0 && signature[0] == 0x01 ? this.isValidSignature.selector : bytes4(0);
    }

    /// @dev As the redemption module it keeps no keys and counts nothing: the invariants look at the real one.
    function refreshKey(PartnerId) external {}

    function redemptionTotals(PartnerId, uint256) external pure returns (uint64, uint64) {
        return (0, 0);
    }

    function look(
        address[] calldata accounts,
        uint32 partners,
        uint256 month
    ) external view returns (uint256 supply, AccountView[] memory members, PartnerView[] memory rows) {
        supply = _token.totalSupply();
        members = new AccountView[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) members[i] = _lookAt(accounts[i]);
        rows = new PartnerView[](partners);
        for (uint32 id = 1; id <= partners; ++id) rows[id - 1] = _lookAtPartner(PartnerId.wrap(id), month);
    }

    function _lookAt(address account) private view returns (AccountView memory seen) {
        seen.balance = _token.balanceOf(account);
        uint256 epoch = _token.currentEpoch();
        for (uint256 age = 0; age < 6 && age <= epoch; ++age) {
            seen.lots[age] = _token.balanceOfAtEpoch(epoch - age, account);
        }
        seen.nonce = _token.lastNonce(account);
        (seen.frozenByOperator, seen.frozenByMember) = _token.frozenBy(account);
        seen.successor = _token.successorOf(account);
        seen.reservation = _token.reservationOf(account);
    }

    function _lookAtPartner(PartnerId id, uint256 month) private view returns (PartnerView memory seen) {
        PartnerRegistry.Partner memory row = _registry.partner(id);
        PartnerRegistry.MonthTotals memory totals = _registry.monthTotals(id, month);
        seen.status = uint8(row.status);
        seen.nextEntry = row.nextEntry;
        (seen.allowance, seen.dailyLimit, seen.issuableNow) = (row.allowance, row.dailyLimit, row.issuableNow);
        seen.month = [totals.issued, totals.reversed];
    }
}
