// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsAccounts} from "../../contracts/PointsAccounts.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {IPointsAccounts} from "../../contracts/interfaces/IPointsAccounts.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {Refusals} from "./Refusals.sol";
import {TypedData} from "../invariants/TypedData.sol";
import {VM, Vm} from "../invariants/Vm.sol";

/// @title A ledger that answers everything with as many zeros as it was told
contract LaconicLedger {
    uint256 private immutable SIZE;

    constructor(uint256 size) {
        SIZE = size;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return new bytes(SIZE);
    }
}

/// @title What redemption and accounts answer and refuse where the campaign does not go
contract MembersRefusals is Refusals {
    bytes32 private constant RECOVERY_TYPEHASH = keccak256("Recovery(address from,address to,uint64 deadline)");
    bytes32 private constant MOVE_TYPEHASH = keccak256("Move(address from,address to,uint64 deadline)");
    bytes32 private constant RESTORATION_TYPEHASH = keccak256(
        "Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)"
    );
    uint256 private constant MEMBER_KEY = 0xa11ce;
    uint256 private constant NEW_KEY = 0xb0b;
    uint256 private constant THIRD_KEY = 0xcafe;
    uint64 private constant DEADLINE = uint64(START + 1 days);

    address private _member;

    function setUp() public override {
        super.setUp();
        _member = VM.addr(MEMBER_KEY);
        _credit(_member, 500);
    }

    /* RECOVERY */

    function deployAccounts(uint256 delay) external returns (PointsAccounts) {
        return new PointsAccounts(address(_manager), _token, delay);
    }

    function test_delaysRecoveryByThreeDaysToAYear() external {
        uint256[2] memory outside = [uint256(3 days - 1), uint256(366 days + 1)];
        for (uint256 i = 0; i < outside.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(
                IPointsAccounts.RecoveryDelayOutOfRange.selector,
                outside[i]
            );
            _refuses(address(this), abi.encodeCall(this.deployAccounts, (outside[i])), expected);
        }
        assert(this.deployAccounts(3 days).RECOVERY_DELAY() == 3 days);
        assert(this.deployAccounts(366 days).RECOVERY_DELAY() == 366 days);
    }

    function test_announcesNoRecoveryOfNothing() external {
        address nobody = address(0x404);
        _refusesRecovery(nobody, abi.encodeWithSelector(IPointsToken.AccountUnknown.selector, nobody));
        _refusesRecovery(address(0), abi.encodeWithSelector(IPointsToken.AccountZero.selector));
        _move(_member, MEMBER_KEY, THIRD_KEY);
        _refusesRecovery(_member, abi.encodeWithSelector(IPointsToken.AccountClosed.selector, _member));
    }

    function test_announcesOneRecoveryAtATime() external {
        address to = VM.addr(NEW_KEY);
        _accounts.announceRecovery(_member, to, DEADLINE, _signedRecovery(_member));
        assert(_accounts.recoveryOf(_member).to == to);
        assert(_accounts.recoveryOf(_member).readyAt == START + RECOVERY_DELAY);
        _refusesRecovery(_member, abi.encodeWithSelector(IPointsAccounts.RecoveryPending.selector, _member, to));
    }

    function test_announcesNoRecoveryToAUsedAccount() external {
        address to = VM.addr(NEW_KEY);
        _credit(to, 1);
        _refusesRecovery(_member, abi.encodeWithSelector(IPointsToken.AccountUsed.selector, to));
    }

    function test_movingEndsARecovery() external {
        address pending = VM.addr(NEW_KEY);
        _accounts.announceRecovery(_member, pending, DEADLINE, _signedRecovery(_member));
        VM.recordLogs();
        address to = _move(_member, MEMBER_KEY, THIRD_KEY);
        Vm.Log memory log = VM.getRecordedLogs()[0];
        assert(log.emitter == address(_accounts) && log.topics[0] == IPointsAccounts.RecoveryRefused.selector);
        assert(log.topics[1] == bytes32(uint256(uint160(_member))));
        assert(log.topics[2] == bytes32(uint256(uint160(pending))));
        assert(keccak256(log.data) == keccak256(abi.encode(IPointsAccounts.Refuser.Member)));
        assert(_accounts.recoveryOf(_member).to == address(0) && _token.balanceOf(to) == 500);
    }

    function _move(address from, uint256 oldKey, uint256 newKey) private returns (address to) {
        to = VM.addr(newKey);
        bytes32 structHash = keccak256(abi.encode(MOVE_TYPEHASH, from, to, DEADLINE));
        bytes32 digest = _digest("Entente Accounts", address(_accounts), structHash);
        _accounts.move(from, to, DEADLINE, TypedData.sign(oldKey, digest), TypedData.sign(newKey, digest));
    }

    function _refusesRecovery(address from, bytes memory expected) private {
        bytes memory signature = _signedRecovery(from);
        bytes memory call = abi.encodeCall(_accounts.announceRecovery, (from, VM.addr(NEW_KEY), DEADLINE, signature));
        _refuses(address(_accounts), call, expected);
    }

    function _signedRecovery(address from) private view returns (bytes memory) {
        bytes32 structHash = keccak256(abi.encode(RECOVERY_TYPEHASH, from, VM.addr(NEW_KEY), DEADLINE));
        return TypedData.sign(NEW_KEY, _digest("Entente Accounts", address(_accounts), structHash));
    }

    /* REDEMPTION */

    function test_saysWhoseModuleItIs() external view {
        assert(address(_redemption.token()) == address(_token));
        assert(address(_redemption.predecessor()) == address(0));
    }

    function test_hashesAsEip712Says() external view {
        bytes32 structHash = keccak256(abi.encode(RESTORATION_TYPEHASH, SHOP, bytes32("order"), 40, 2));
        bytes32 digest = _redemption.digestOfRestoration(SHOP, "order", 40, 2);
        assert(digest == _digest("Entente Redemption", address(_redemption), structHash));
        bytes32 tag = keccak256("Entente passkey member v1");
        bytes32 hash = keccak256(abi.encode(tag, bytes32("site"), bytes32("x"), bytes32("y")));
        assert(_redemption.passkeyAccount("site", "x", "y") == address(uint160(uint256(hash))));
    }

    function test_refusesAListWithTooFewSignatures() external {
        IPointsRedemption.Order memory order = _order(1);
        bytes memory orders = bytes.concat(_packed(order), _packed(_order(2)), _packed(_order(3)));
        bytes memory signature = _memberSignature(_redemption, order);
        bytes memory cut = abi.encodePacked(uint16(65), signature, uint16(65), bytes3(signature));
        _refuses(
            address(_redemption),
            abi.encodeCall(_redemption.redeem, (SHOP, orders, cut)),
            abi.encodeWithSelector(IPointsRedemption.SignaturesMalformed.selector, cut.length)
        );
        assert(_token.balanceOf(_member) == 500);
    }

    /// @dev Anything but one word is no outcome, and must not be taken for `Spent`, which is zero.
    function test_takesOneWordForAnOutcome() external {
        uint256[3] memory sizes = [uint256(0), 31, 64];
        for (uint256 i = 0; i < sizes.length; ++i) {
            PointsRedemption misled = _redemptionOver(sizes[i]);
            _refuses(address(misled), _redeemCall(misled, _order(1)), "");
            assert(!misled.isBooked(SHOP));
        }
        PointsRedemption led = _redemptionOver(32);
        (bool done, ) = address(led).call(_redeemCall(led, _order(1)));
        assert(done && led.isBooked(SHOP));
    }

    function _redemptionOver(uint256 size) private returns (PointsRedemption) {
        IPointsToken ledger = IPointsToken(address(new LaconicLedger(size)));
        return new PointsRedemption(ledger, _registry, IPointsRedemption(address(0)));
    }

    function test_restoresWhatWasSpentAndNothingElse() external {
        IPointsRedemption.Order memory order = _order(1);
        bytes32 hash = _redemption.hashOfOrder(SHOP, order);
        (bool done, ) = address(_redemption).call(_redeemCall(_redemption, order));
        assert(done && _token.balanceOf(_member) == 470);
        IPointsRedemption.SpentProof memory proof;
        proof.day = START / 1 days;
        proof.spentOrders = new bytes32[](1);
        proof.spentOrders[0] = hash;
        bytes memory notSpent = abi.encodeWithSelector(IPointsRedemption.OrderNotSpent.selector, hash);
        proof.position = 1;
        _refusesRestore(order, proof, notSpent);
        (proof.position, proof.spentOrders[0]) = (0, bytes32("another"));
        _refusesRestore(order, proof, notSpent);
        (proof.spentOrders[0], proof.chainBefore) = (hash, bytes24("another"));
        _refusesRestore(order, proof, notSpent);
        proof.chainBefore = 0;
        _redemption.restore(SHOP, order, 12, proof, _restoreSignature(hash));
        assert(_token.balanceOf(_member) == 482 && _redemption.pointsRestored(hash) == 12);
    }

    function _refusesRestore(
        IPointsRedemption.Order memory order,
        IPointsRedemption.SpentProof memory proof,
        bytes memory expected
    ) private {
        bytes memory signature = _restoreSignature(_redemption.hashOfOrder(SHOP, order));
        bytes memory call = abi.encodeCall(_redemption.restore, (SHOP, order, 12, proof, signature));
        _refuses(address(_redemption), call, expected);
    }

    function _restoreSignature(bytes32 hash) private view returns (bytes memory) {
        return TypedData.sign(TILL_KEY, _redemption.digestOfRestoration(SHOP, hash, 12, 0));
    }

    function _redeemCall(
        PointsRedemption redemption,
        IPointsRedemption.Order memory order
    ) private view returns (bytes memory) {
        bytes32[] memory hashes = new bytes32[](1);
        hashes[0] = redemption.hashOfOrder(SHOP, order);
        bytes memory till = TypedData.sign(TILL_KEY, redemption.digestOfList(SHOP, hashes));
        bytes memory member = _memberSignature(redemption, order);
        bytes memory signatures = abi.encodePacked(uint16(65), member, uint16(65), till);
        return abi.encodeCall(redemption.redeem, (SHOP, _packed(order), signatures));
    }

    function _order(uint256 nonce) private view returns (IPointsRedemption.Order memory) {
        return IPointsRedemption.Order(_member, 30, nonce, DEADLINE, bytes32("coffee"));
    }

    function _memberSignature(
        PointsRedemption redemption,
        IPointsRedemption.Order memory order
    ) private view returns (bytes memory) {
        return TypedData.sign(MEMBER_KEY, redemption.digestOfOrder(SHOP, order));
    }

    function _packed(IPointsRedemption.Order memory order) private pure returns (bytes memory) {
        return abi.encodePacked(order.member, uint48(order.points), uint24(order.nonce), order.deadline, order.reward);
    }
}
