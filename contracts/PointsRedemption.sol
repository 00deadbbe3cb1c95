// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "./interfaces/IPointsRedemption.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {MemberKey} from "./libraries/MemberKey.sol";
import {OrderList} from "./libraries/OrderList.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title Redemption: members spend points at partners
/// @notice See `IPointsRedemption`. Nobody has a privilege here.
contract PointsRedemption is IPointsRedemption, EIP712 {
    using OrderList for bytes;
    using OrderList for bytes32[];
    using OrderList for OrderList.Words;

    /* STORAGE */

    IPointsToken public immutable TOKEN;
    IPartnerRegistry public immutable REGISTRY;

    uint256 private constant RING_DAYS = 32;

    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 private constant LIST_TYPEHASH = keccak256(
        "RedemptionList(uint32 partnerId,Redemption[] orders)"
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 private constant RESTORATION_TYPEHASH = keccak256(
        "Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)"
    );

    /// A ring of `RING_DAYS` hashes per partner: each day's place chains that day's lists onto what was there before.
    mapping(uint256 partnerAndPlace => bytes32) private _chains;
    mapping(bytes32 orderHash => uint256) private _restored;

    constructor(IPointsToken token, IPartnerRegistry registry) EIP712("Entente Redemption", "1") {
        TOKEN = token;
        REGISTRY = registry;
    }

    /* REDEEMING */

    /// @inheritdoc IPointsRedemption
    function redeem(
        PartnerId partnerId,
        bytes calldata orders,
        bytes calldata memberSignatures,
        bytes calldata partnerSignature
    ) external {
        _redeem(partnerId, orders, memberSignatures, partnerSignature);
    }

    /// @dev Who calls makes no difference. Members' wallets are asked before anything changes, and only by
    /// `staticcall`; the partner's key comes with the booking, so its signature is checked last, and a bad one undoes
    /// all.
    function _redeem(
        PartnerId partnerId,
        bytes calldata orders,
        bytes calldata memberSignatures,
        bytes calldata partnerSignature
    ) private {
        if (orders.length == 0) revert ListEmpty();
        if (orders.length % OrderList.ORDER_BYTES != 0) revert OrdersMalformed(orders.length);
        bytes32[] memory hashes = new bytes32[](orders.length / OrderList.ORDER_BYTES);
        (bytes memory good, bytes memory refusals) = _judgeAll(partnerId, orders, memberSignatures, hashes);
        bytes32 list = hashes.hashFirst(hashes.length);
        // The partner signs all orders, the bad ones too; the chain links the spent ones only.
        bytes32 digest = _listDigest(partnerId, list);

        uint256 total = 0;
        if (good.length != 0) (total, refusals) = _spend(good, refusals, hashes.length);
        _log(partnerId, orders, refusals);
        if (total != 0) _chain(partnerId, refusals.length == 0 ? list : hashes.hashUnrefused(refusals));

        _checkPartner(partnerId, REGISTRY.recordRedeeming(partnerId, total), digest, partnerSignature);
    }

    /// @param hashes To be filled with the hash of every order.
    /// @return good The orders that may be spent, as the ledger wants them.
    /// @return refusals A byte per order, its `Refusal` as far as the ledger need not be asked; empty where there is
    /// none.
    function _judgeAll(
        PartnerId partnerId,
        bytes calldata orders,
        bytes calldata signatures,
        bytes32[] memory hashes
    ) private view returns (bytes memory good, bytes memory refusals) {
        good = OrderList.emptyFor(hashes.length);
        OrderList.Words memory order;
        (order.typehash, order.partnerId) = (ORDER_TYPEHASH, PartnerId.unwrap(partnerId));
        bytes32 separator = _domainSeparatorV4();
        uint256 next = 0;
        // Unchecked: offsets are at most the calldata's length.
        unchecked {
            for (uint256 i = 0; i < hashes.length; ++i) {
                bytes calldata signature;
                (signature, next) = signatures.signatureAt(next);
                if (next > signatures.length) revert SignaturesMalformed(signatures.length);
                uint256 offset = i * OrderList.ORDER_BYTES;
                orders.read(offset, order);
                bytes32 hash = order.structHash();
                hashes[i] = hash;
                Refusal refusal = _judge(order, MessageHashUtils.toTypedDataHash(separator, hash), signature);
                if (refusal == Refusal.None) {
                    good.append(orders, offset);
                } else {
                    if (refusals.length == 0) refusals = new bytes(hashes.length);
                    refusals[i] = bytes1(uint8(refusal));
                }
            }
        }
        if (next != signatures.length) revert SignaturesMalformed(signatures.length);
    }

    function _judge(
        OrderList.Words memory order,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (Refusal) {
        if (block.timestamp > order.deadline) return Refusal.Expired;
        if (order.points == 0) return Refusal.PointsZero;
        if (order.member == address(0)) return Refusal.SignatureInvalid;
        return MemberKey.signed(order.member, digest, signature) ? Refusal.None : Refusal.SignatureInvalid;
    }

    /// @param count Of all orders.
    /// @return total The points that were spent.
    /// @return all The refusals, the ledger's among them; empty where there is none.
    function _spend(
        bytes memory good,
        bytes memory refusals,
        uint256 count
    ) private returns (uint256 total, bytes memory all) {
        bytes memory outcomes;
        (total, outcomes) = TOKEN.spend(good);
        if (outcomes.length == 0 || refusals.length == 0) return (total, outcomes.length == 0 ? refusals : outcomes);
        uint256 asked = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (refusals[i] != 0) continue;
            refusals[i] = outcomes[asked];
            ++asked;
        }
        return (total, refusals);
    }

    function _log(PartnerId partnerId, bytes calldata orders, bytes memory refusals) private {
        uint256 i = 0;
        // Unchecked: the offset is at most the calldata's length.
        unchecked {
            for (uint256 offset = 0; offset < orders.length; offset += OrderList.ORDER_BYTES) {
                (address member, uint256 points, uint256 nonce) = orders.spendingAt(offset);
                Refusal refusal = refusals.length == 0 ? Refusal.None : Refusal(uint8(refusals[i]));
                if (refusal == Refusal.None) {
                    emit PointsRedeemed(partnerId, member, points, orders.rewardAt(offset), nonce);
                } else {
                    emit RedemptionRefused(partnerId, member, nonce, refusal);
                }
                ++i;
            }
        }
    }

    /// @dev Links a list onto the partner's chain of today.
    /// @param list keccak256 of the hashes of the spent orders.
    function _chain(PartnerId partnerId, bytes32 list) private {
        uint256 day = block.timestamp / 1 days;
        uint256 place = _placeOf(partnerId, day);
        _chains[place] = _link(_chains[place], day, list);
    }

    /* RESTORING */

    /// @inheritdoc IPointsRedemption
    function restore(
        PartnerId partnerId,
        Order calldata order,
        uint256 points,
        SpentProof calldata proof,
        bytes calldata partnerSignature
    ) external {
        bytes32 hash = _orderHash(partnerId, order);
        _checkSpent(partnerId, hash, proof);
        uint256 before = _restored[hash];
        // The order was spent, so its points fit into 48 bits, and so does a part of them.
        uint256 left = order.points - before;
        if (points == 0 || points > left) revert RestoreExceedsOrder(hash, left, points);
        _restored[hash] = before + points;
        emit PointsRestored(partnerId, order.member, points, hash);

        TOKEN.restore(abi.encodePacked(order.member, uint48(points)));
        address key = REGISTRY.recordRestoring(partnerId, points);
        _checkPartner(partnerId, key, _restorationDigest(partnerId, hash, points, before), partnerSignature);
    }

    /// @dev A place of the ring holds one day's lists last, until the day 32 later.
    function _checkSpent(PartnerId partnerId, bytes32 hash, SpentProof calldata proof) private view {
        uint256 today = block.timestamp / 1 days;
        if (proof.day > today || today - proof.day >= RING_DAYS) revert RestoreOutOfTime(proof.day, today);
        bytes32[] memory spent = proof.spentOrders;
        if (proof.position >= spent.length || spent[proof.position] != hash) revert OrderNotSpent(hash);
        bytes32 chain = _link(proof.chainBefore, proof.day, spent.hashFirst(spent.length));
        for (uint256 i = 0; i < proof.laterLists.length; ++i) {
            chain = _link(chain, proof.day, proof.laterLists[i]);
        }
        if (chain != _chains[_placeOf(partnerId, proof.day)]) revert OrderNotSpent(hash);
    }

    function _placeOf(PartnerId partnerId, uint256 day) private pure returns (uint256) {
        return (uint256(PartnerId.unwrap(partnerId)) << 8) | (day % RING_DAYS);
    }

    /// @dev The day is part of a link, so that a list of another day does not pass for one of this.
    function _link(bytes32 chain, uint256 day, bytes32 list) private pure returns (bytes32) {
        return keccak256(abi.encode(chain, day, list));
    }

    /* TYPED DATA */

    /// @param bareKey The partner's redemption address; zero if its key is none.
    function _checkPartner(PartnerId id, address bareKey, bytes32 digest, bytes calldata signature) private view {
        bool signed =
            bareKey != address(0)
                ? SignerKey.addressSigned(bareKey, digest, signature)
                : SignatureChecker.isValidSignatureNow(REGISTRY.redemptionKey(id), digest, signature);
        if (!signed) revert PartnerSignatureInvalid(id);
    }

    function _orderHash(PartnerId id, Order calldata order) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(ORDER_TYPEHASH, id, order.member, order.points, order.reward, order.nonce, order.deadline)
            );
    }

    /// @param hashOfHashes EIP-712's hash of an array of structs.
    function _listDigest(PartnerId id, bytes32 hashOfHashes) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(LIST_TYPEHASH, id, hashOfHashes)));
    }

    function _restorationDigest(
        PartnerId id,
        bytes32 order,
        uint256 points,
        uint256 restoredBefore
    ) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RESTORATION_TYPEHASH, id, order, points, restoredBefore)));
    }

    /* VIEWS */

    /// @inheritdoc IPointsRedemption
    function chainOf(PartnerId partnerId, uint256 day) external view returns (bytes32) {
        return _chains[_placeOf(partnerId, day)];
    }

    /// @inheritdoc IPointsRedemption
    function restoredOf(bytes32 hash) external view returns (uint256) {
        return _restored[hash];
    }

    /// @inheritdoc IPointsRedemption
    function orderHash(PartnerId partnerId, Order calldata order) external pure returns (bytes32) {
        return _orderHash(partnerId, order);
    }

    /// @inheritdoc IPointsRedemption
    function orderDigest(PartnerId partnerId, Order calldata order) external view returns (bytes32) {
        return _hashTypedDataV4(_orderHash(partnerId, order));
    }

    /// @inheritdoc IPointsRedemption
    function listDigest(PartnerId partnerId, bytes32[] calldata orderHashes) external view returns (bytes32) {
        bytes32[] memory hashes = orderHashes;
        return _listDigest(partnerId, hashes.hashFirst(hashes.length));
    }

    /// @inheritdoc IPointsRedemption
    function restorationDigest(
        PartnerId partnerId,
        bytes32 order,
        uint256 points,
        uint256 restoredBefore
    ) external view returns (bytes32) {
        return _restorationDigest(partnerId, order, points, restoredBefore);
    }

    /// @inheritdoc IPointsRedemption
    function passkeyAddress(bytes32 rpIdHash, bytes32 x, bytes32 y) external pure returns (address) {
        return MemberKey.passkeyAddress(rpIdHash, x, y);
    }
}
