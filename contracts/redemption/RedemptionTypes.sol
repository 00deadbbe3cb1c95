// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IPointsRedemption} from "../interfaces/IPointsRedemption.sol";
import {MemberKey} from "../libraries/MemberKey.sol";
import {OrderList} from "../libraries/OrderList.sol";
import {PartnerId} from "../types/PartnerId.sol";

/// @title What members and partners sign for redemption
/// @notice The part of `PointsRedemption` that says it: EIP-712 types, hashes and digests.
abstract contract RedemptionTypes is IPointsRedemption, EIP712 {
    using OrderList for bytes32[];

    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 internal constant LIST_TYPEHASH = keccak256(
        "RedemptionList(uint32 partnerId,Redemption[] orders)"
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 private constant RESTORATION_TYPEHASH = keccak256(
        "Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)"
    );

    // EIP712 keeps these too, and compares the contract's address besides: 40 gas each time.
    uint256 internal immutable CHAIN_ID;
    bytes32 internal immutable SEPARATOR;

    constructor() EIP712("Entente Redemption", "1") {
        CHAIN_ID = block.chainid;
        SEPARATOR = _domainSeparatorV4();
    }

    function _orderHash(PartnerId id, Order calldata order) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(ORDER_TYPEHASH, id, order.member, order.points, order.reward, order.nonce, order.deadline)
            );
    }

    function _restorationHash(
        PartnerId id,
        bytes32 order,
        uint256 points,
        uint256 restoredBefore
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RESTORATION_TYPEHASH, id, order, points, restoredBefore));
    }

    /// @dev Another after a fork that took a new chain id.
    function _separator() internal view returns (bytes32) {
        return block.chainid == CHAIN_ID ? SEPARATOR : _domainSeparatorV4();
    }

    /* VIEWS */

    // Names of views, here and in `RedemptionBooks`, were chosen for selectors above `redeem`'s: each that sorts below
    // it costs every list 22 gas.

    /// @inheritdoc IPointsRedemption
    function hashOfOrder(PartnerId partnerId, Order calldata order) external pure returns (bytes32) {
        return _orderHash(partnerId, order);
    }

    /// @inheritdoc IPointsRedemption
    function digestOfOrder(PartnerId partnerId, Order calldata order) external view returns (bytes32) {
        return _hashTypedDataV4(_orderHash(partnerId, order));
    }

    /// @inheritdoc IPointsRedemption
    function digestOfList(PartnerId partnerId, bytes32[] calldata orderHashes) external view returns (bytes32) {
        bytes32[] memory hashes = orderHashes;
        bytes32 list = hashes.hashFirst(hashes.length);
        return _hashTypedDataV4(OrderList.listHash(LIST_TYPEHASH, partnerId, list));
    }

    /// @inheritdoc IPointsRedemption
    function digestOfRestoration(
        PartnerId partnerId,
        bytes32 order,
        uint256 points,
        uint256 restoredBefore
    ) external view returns (bytes32) {
        return _hashTypedDataV4(_restorationHash(partnerId, order, points, restoredBefore));
    }

    /// @inheritdoc IPointsRedemption
    function passkeyAccount(bytes32 rpIdHash, bytes32 x, bytes32 y) external pure returns (address) {
        return MemberKey.passkeyAddress(rpIdHash, x, y);
    }
}
