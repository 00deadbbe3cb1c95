// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clearing} from "../../contracts/Clearing.sol";
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
    Clearing private _clearing;

    function connect(PointsToken token, PartnerRegistry registry, Clearing clearing) external {
        (_token, _registry, _clearing) = (token, registry, clearing);
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

    /// @dev As the redemption module it keeps no keys, and says the same of a month whatever happens: the invariants look
    /// at the real one.
    function refreshKey(PartnerId) external {}

    function isBooked(PartnerId) external pure returns (bool) {
        return false;
    }

    function redemptionTotals(
        PartnerId partnerId,
        uint256 month
    ) external pure returns (uint64 redeemed, uint64 restored) {
        uint256 id = PartnerId.unwrap(partnerId);
        if ((id + month) % 3 != 0) redeemed = uint64((id * 31 + month * 17) % 977);
        if ((id + month) % 5 >= 3) restored = uint64((id * 13 + month * 7) % 41);
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

    function lookAtClearing(
        uint32 partners,
        uint256 month
    )
        external
        view
        returns (
            uint256 nextMonth,
            PartnerId nextPartner,
            Clearing.Month memory closed,
            Clearing.Position[] memory positions,
            Clearing.Legs[] memory legs
        )
    {
        (nextMonth, nextPartner) = _clearing.next();
        closed = _clearing.monthOf(month);
        positions = new Clearing.Position[](partners);
        legs = new Clearing.Legs[](partners);
        for (uint32 id = 1; id <= partners; ++id) {
            positions[id - 1] = _clearing.positionOf(month, PartnerId.wrap(id));
            legs[id - 1] = _clearing.legsOf(month, PartnerId.wrap(id));
        }
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
