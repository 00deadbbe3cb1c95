// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsRedemption} from "../PointsRedemption.sol";
import {IPartnerRegistry} from "../interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../interfaces/IPointsToken.sol";
import {MemberKey} from "../libraries/MemberKey.sol";
import {RedemptionWord} from "../libraries/RedemptionWord.sol";
import {PartnerId} from "../types/PartnerId.sol";

/// @title Redemption without assembly in what redeeming does
/// @notice What `PointsRedemption.redeem` must do, said plainly: slices, `abi.encode`, the ledger asked for each order
/// alone, everything logged at the end. The differential fuzz test holds the two together.
contract PlainPointsRedemption is PointsRedemption {
    using RedemptionWord for bytes24;
    using RedemptionWord for uint256;

    struct Read {
        Order order;
        bytes32 hash;
        Refusal refusal;
    }

    constructor(
        IPointsToken token,
        IPartnerRegistry registry,
        IPointsRedemption predecessor
    ) PointsRedemption(token, registry, predecessor) {}

    function _redeem(PartnerId id, bytes calldata orders, bytes calldata signatures) internal override {
        if (orders.length == 0) revert ListEmpty();
        if (orders.length % 69 != 0) revert OrdersMalformed(orders.length);
        (Read[] memory list, bytes calldata rest) = _readAll(id, orders, signatures);
        (bytes calldata signature, uint256 used) = _signatureOf(rest, signatures.length);
        if (used != rest.length) revert SignaturesMalformed(signatures.length);
        bytes memory hashes = "";
        for (uint256 i = 0; i < list.length; ++i) hashes = bytes.concat(hashes, list[i].hash);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(LIST_TYPEHASH, id, keccak256(hashes))));
        _checkPartnerDigest(id, address(uint160(_wordAt(_slotOf(id, KEY_PLACE)).value)), digest, signature);
        _spendAll(id, list);
    }

    function _readAll(
        PartnerId id,
        bytes calldata orders,
        bytes calldata signatures
    ) private view returns (Read[] memory list, bytes calldata rest) {
        list = new Read[](orders.length / 69);
        rest = signatures;
        for (uint256 i = 0; i < list.length; ++i) {
            bytes calldata packed = orders[i * 69:i * 69 + 69];
            Order memory order = list[i].order;
            order.member = address(bytes20(packed[:20]));
            order.points = uint48(bytes6(packed[20:26]));
            order.nonce = uint24(bytes3(packed[26:29]));
            order.deadline = uint64(bytes8(packed[29:37]));
            order.reward = bytes32(packed[37:]);
            list[i].hash = keccak256(
                abi.encode(ORDER_TYPEHASH, id, order.member, order.points, order.reward, order.nonce, order.deadline)
            );
            (bytes calldata signature, uint256 used) = _signatureOf(rest, signatures.length);
            list[i].refusal = _judge(order, _hashTypedDataV4(list[i].hash), signature);
            rest = rest[used:];
        }
    }

    function _signatureOf(bytes calldata rest, uint256 whole) private pure returns (bytes calldata, uint256 used) {
        if (rest.length < 2) revert SignaturesMalformed(whole);
        used = 2 + uint256(uint16(bytes2(rest[:2])));
        if (rest.length < used) revert SignaturesMalformed(whole);
        return (rest[2:used], used);
    }

    function _judge(Order memory order, bytes32 digest, bytes calldata signature) private view returns (Refusal) {
        if (block.timestamp > order.deadline) return Refusal.Expired;
        if (order.points == 0) return Refusal.PointsZero;
        if (order.member == address(0)) return Refusal.SignatureInvalid;
        return MemberKey.signed(order.member, digest, signature) ? Refusal.None : Refusal.SignatureInvalid;
    }

    function _spendAll(PartnerId id, Read[] memory list) private {
        uint256 total = 0;
        bytes memory spent = "";
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].refusal != Refusal.None) continue;
            Order memory order = list[i].order;
            bytes memory packed = abi.encodePacked(order.member, uint48(order.points), uint24(order.nonce));
            (uint256 points, bytes memory outcomes) = TOKEN.spend(packed);
            if (outcomes.length != 0) list[i].refusal = Refusal(uint8(outcomes[0]));
            if (list[i].refusal == Refusal.None) spent = bytes.concat(spent, list[i].hash);
            total += points;
        }
        for (uint256 i = 0; i < list.length; ++i) {
            Order memory order = list[i].order;
            if (list[i].refusal != Refusal.None) {
                emit RedemptionRefused(id, order.member, order.nonce, list[i].refusal);
            } else {
                emit PointsRedeemed(id, order.member, order.points, order.reward, order.nonce);
            }
        }
        if (total != 0) _countPlainly(id, keccak256(spent), total);
    }

    function _countPlainly(PartnerId id, bytes32 spent, uint256 points) private {
        uint256 word = _wordAt(_slotOf(id, RUNNING_PLACE)).value;
        uint256 today = block.timestamp / 1 days;
        if (word.dayOf() != today) word = _turnDay(id, word, today);
        _wordAt(_slotOf(id, RUNNING_PLACE)).value = RedemptionWord.pack(
            word.chainOf().link(spent),
            today,
            word.redeemedOf() + points
        );
    }
}
