// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "./interfaces/IPointsRedemption.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {CalendarMonth} from "./libraries/CalendarMonth.sol";
import {MemberKey} from "./libraries/MemberKey.sol";
import {OrderList} from "./libraries/OrderList.sol";
import {RedemptionWord} from "./libraries/RedemptionWord.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title Redemption: members spend points at partners
/// @notice See `IPointsRedemption`. Nobody has a privilege here.
contract PointsRedemption is IPointsRedemption, EIP712 {
    using OrderList for bytes;
    using OrderList for bytes32[];
    using OrderList for OrderList.Words;
    using RedemptionWord for bytes24;
    using RedemptionWord for uint256;

    /* STORAGE */

    IPointsToken public immutable TOKEN;
    IPartnerRegistry public immutable REGISTRY;

    IPointsRedemption public immutable PREDECESSOR;

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

    /// What a module counted in a month: redeemed once the month is over, restored at once.
    struct MonthCount {
        uint64 redeemed;
        uint64 restored;
    }

    // A partner's words lie in slots of their own, `PARTNERS | id << 8 | place`, because a mapping's hash would cost
    // each list 140 gas: a place for each day of the ring, one for the running day and one for the key. The bit keeps
    // them away from the variables here.
    uint256 private constant PARTNERS = 1 << 40;
    uint256 private constant RING_DAYS = 32;
    uint256 private constant RUNNING_PLACE = 32;
    uint256 private constant KEY_PLACE = 33;

    mapping(bytes32 orderHash => uint256) private _restored;
    mapping(PartnerId => mapping(uint256 month => MonthCount)) private _months;

    /// @param predecessor The module that this one comes after, so that its months are not lost; zero for the first.
    constructor(
        IPointsToken token,
        IPartnerRegistry registry,
        IPointsRedemption predecessor
    ) EIP712("Entente Redemption", "1") {
        TOKEN = token;
        REGISTRY = registry;
        PREDECESSOR = predecessor;
    }

    /* REDEEMING */

    /// @inheritdoc IPointsRedemption
    function redeem(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) external {
        _redeem(partnerId, orders, signatures);
    }

    /// @dev Who calls makes no difference. Wallets are asked before anything changes, and only by `staticcall`.
    function _redeem(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) private {
        if (orders.length == 0) revert ListEmpty();
        if (orders.length % OrderList.ORDER_BYTES != 0) revert OrdersMalformed(orders.length);
        bytes32[] memory hashes = new bytes32[](orders.length / OrderList.ORDER_BYTES);
        (bytes memory good, bytes memory refusals, uint256 next) = _judgeAll(partnerId, orders, signatures, hashes);
        bytes32 list = hashes.hashFirst(hashes.length);
        (bytes calldata partnerSignature, uint256 end) = signatures.signatureAt(next);
        if (end != signatures.length) revert SignaturesMalformed(signatures.length);
        // The partner signs all orders, the bad ones too; the chain links the spent ones only.
        _checkPartner(partnerId, _listDigest(partnerId, list), partnerSignature);

        uint256 total = 0;
        if (good.length != 0) (total, refusals) = _spend(good, refusals, hashes.length);
        _log(partnerId, orders, refusals);
        if (total != 0) _count(partnerId, total, refusals.length == 0 ? list : hashes.hashUnrefused(refusals));
    }

    /// @param hashes To be filled with the hash of every order.
    /// @return good The orders that may be spent, as the ledger wants them.
    /// @return refusals A byte per order, its `Refusal` as far as the ledger need not be asked; empty where there is
    /// none.
    /// @return next Where the signature behind the last order's begins.
    function _judgeAll(
        PartnerId partnerId,
        bytes calldata orders,
        bytes calldata signatures,
        bytes32[] memory hashes
    ) private view returns (bytes memory good, bytes memory refusals, uint256 next) {
        good = OrderList.emptyFor(hashes.length);
        OrderList.Words memory order;
        (order.typehash, order.partnerId) = (ORDER_TYPEHASH, PartnerId.unwrap(partnerId));
        bytes32 separator = _domainSeparatorV4();
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

    /// @dev Counts the points and links the list onto the chain of today.
    /// @param list keccak256 of the hashes of the spent orders.
    function _count(PartnerId partnerId, uint256 points, bytes32 list) private {
        StorageSlot.Uint256Slot storage running = _slotOf(partnerId, RUNNING_PLACE);
        uint256 word = running.value;
        uint256 today = block.timestamp / 1 days;
        if (word.dayOf() != today && word != 0) word = _turnDay(partnerId, word, today);
        running.value = RedemptionWord.pack(word.chainOf().link(list), today, word.redeemedOf() + points);
    }

    /// @dev Stores the day that is over, and the month with it if that is over too.
    /// @return What the new day begins with: no chain, and the points of the month if it is still the same.
    function _turnDay(PartnerId partnerId, uint256 word, uint256 today) private returns (uint256) {
        uint256 day = word.dayOf();
        _slotOf(partnerId, day % RING_DAYS).value = RedemptionWord.pack(word.chainOf(), day, 0);
        uint256 month = _monthOf(day);
        if (_monthOf(today) == month) return word.redeemedOf();
        _months[partnerId][month].redeemed = word.redeemedOf();
        return 0;
    }

    function _monthOf(uint256 day) private pure returns (uint256) {
        return CalendarMonth.monthAt(day * 1 days);
    }

    function _slotOf(PartnerId partnerId, uint256 place) private pure returns (StorageSlot.Uint256Slot storage) {
        return StorageSlot.getUint256Slot(bytes32(PARTNERS | (uint256(PartnerId.unwrap(partnerId)) << 8) | place));
    }

    /* KEYS */

    /// @inheritdoc IPointsRedemption
    function refreshKey(PartnerId partnerId) external {
        address module = TOKEN.moduleOf(IPointsToken.Module.Redemption);
        if (module != address(this)) revert IPointsToken.NotTheModule(IPointsToken.Module.Redemption, address(this));
        _slotOf(partnerId, KEY_PLACE).value = uint160(REGISTRY.bareRedemptionKey(partnerId));
    }

    function _checkPartner(PartnerId id, bytes32 digest, bytes calldata signature) private view {
        address copy = address(uint160(_slotOf(id, KEY_PLACE).value));
        bool signed =
            copy != address(0)
                ? SignerKey.addressSigned(copy, digest, signature)
                : SignatureChecker.isValidSignatureNow(REGISTRY.checkRedeemer(id), digest, signature);
        if (!signed) revert PartnerSignatureInvalid(id);
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
        _checkPartner(partnerId, _restorationDigest(partnerId, hash, points, before), partnerSignature);
        _restored[hash] = before + points;
        _months[partnerId][_monthOf(block.timestamp / 1 days)].restored += uint64(points);
        emit PointsRestored(partnerId, order.member, points, hash);

        TOKEN.restore(abi.encodePacked(order.member, uint48(points)));
    }

    /// @dev A place of the ring holds one day's lists last, until the day 32 later.
    function _checkSpent(PartnerId partnerId, bytes32 hash, SpentProof calldata proof) private view {
        uint256 today = block.timestamp / 1 days;
        if (proof.day > today || today - proof.day >= RING_DAYS) revert RestoreOutOfTime(proof.day, today);
        bytes32[] memory spent = proof.spentOrders;
        if (proof.position >= spent.length || spent[proof.position] != hash) revert OrderNotSpent(hash);
        bytes24 chain = proof.chainBefore.link(spent.hashFirst(spent.length));
        for (uint256 i = 0; i < proof.laterLists.length; ++i) chain = chain.link(proof.laterLists[i]);
        if (chain != chainOf(partnerId, proof.day)) revert OrderNotSpent(hash);
    }

    /* TYPED DATA */

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
    function chainOf(PartnerId partnerId, uint256 day) public view returns (bytes24) {
        uint256 word = _slotOf(partnerId, RUNNING_PLACE).value;
        if (word.dayOf() != day) word = _slotOf(partnerId, day % RING_DAYS).value;
        return word.dayOf() == day ? word.chainOf() : bytes24(0);
    }

    /// @inheritdoc IPointsRedemption
    function monthTotals(PartnerId partnerId, uint256 month) external view returns (uint64 redeemed, uint64 restored) {
        (redeemed, restored) = (_months[partnerId][month].redeemed, _months[partnerId][month].restored);
        uint256 word = _slotOf(partnerId, RUNNING_PLACE).value;
        if (word != 0 && _monthOf(word.dayOf()) == month) redeemed = word.redeemedOf();
        if (address(PREDECESSOR) == address(0)) return (redeemed, restored);
        (uint64 redeemedBefore, uint64 restoredBefore) = PREDECESSOR.monthTotals(partnerId, month);
        return (redeemed + redeemedBefore, restored + restoredBefore);
    }

    /// @inheritdoc IPointsRedemption
    function hasRedeemed(PartnerId partnerId) external view returns (bool) {
        if (_slotOf(partnerId, RUNNING_PLACE).value != 0) return true;
        return address(PREDECESSOR) != address(0) && PREDECESSOR.hasRedeemed(partnerId);
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
