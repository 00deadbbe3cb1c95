// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {RedemptionBooks} from "./redemption/RedemptionBooks.sol";
import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "./interfaces/IPointsRedemption.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {MemberKey} from "./libraries/MemberKey.sol";
import {OrderList, OrderWords} from "./libraries/OrderList.sol";
import {RedemptionWord} from "./libraries/RedemptionWord.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title Redemption: members spend points at partners
/// @notice See `IPointsRedemption`. Nobody has a privilege here.
contract PointsRedemption is RedemptionBooks {
    using OrderList for bytes;
    using OrderList for bytes32[];
    using OrderList for OrderWords;
    using RedemptionWord for bytes24;
    using RedemptionWord for uint256;

    /* STORAGE */

    /// `Refusal.None`: as a number, because the compiler checks every enum that is compared.
    uint256 private constant NOT_REFUSED = 0;

    mapping(bytes32 orderHash => uint256) private _restored;

    constructor(
        IPointsToken ledger,
        IPartnerRegistry registry,
        IPointsRedemption before
    ) RedemptionBooks(ledger, registry, before) {}

    /* REDEEMING */

    /// @inheritdoc IPointsRedemption
    function redeem(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) external {
        _redeem(partnerId, orders, signatures);
    }

    /// @dev Who calls makes no difference. Wallets are asked before anything changes, and only by `staticcall`.
    /// `PlainPointsRedemption` says the same in plain Solidity.
    function _redeem(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) internal virtual {
        if (orders.length == OrderList.ORDER_BYTES) {
            if (_isUsual(orders, signatures)) _redeemUsualOrder(partnerId, orders, signatures);
            _redeemOne(partnerId, orders, signatures);
        } else {
            if (orders.length == 0) revert ListEmpty();
            if (orders.length % OrderList.ORDER_BYTES != 0) revert OrdersMalformed(orders.length);
            _redeemList(partnerId, orders, signatures);
        }
    }

    /// @dev The short path for the usual call of a till: one order, signed by two plain keys, not the day's first. If
    /// it can be spent, the call ends here. Otherwise nothing has changed and `_redeemOne` starts again. The caller has
    /// checked `_isUsual`.
    /// Assembly: docs/decisions/0012-redemption.md says why.
    function _redeemUsualOrder(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) private {
        (bytes32 list, uint256 odd) = _recoverPlainKeys(partnerId, orders, signatures);
        address ledger = address(TOKEN);
        bytes4 selector = IPointsToken.takeOne.selector;
        bytes32 topic = PointsRedeemed.selector;
        uint256 runningPlace = PARTNERS | RUNNING_PLACE;
        uint256 redeemedMax = RedemptionWord.REDEEMED_MAX;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            if iszero(odd) {
                let running := or(runningPlace, shl(8, partnerId))
                let word := sload(running)
                let points := mload(224)
                // Another day, or too many points for the month.
                odd := xor(and(shr(44, word), 0xfffff), div(timestamp(), 86400))
                if iszero(or(odd, gt(add(and(word, redeemedMax), points), redeemedMax))) {
                    mstore(0, selector)
                    mstore(4, calldataload(orders.offset))
                    let called := call(gas(), ledger, 0, 0, 36, 0, 32)
                    // Called, and answered with `Spent`, which is zero, in place of the selector.
                    if and(called, iszero(mload(0))) {
                        log3(224, 96, topic, partnerId, mload(192))
                        // As `RedemptionWord.afterList`.
                        mstore(0, word)
                        mstore(24, list)
                        let chain := shl(64, shr(64, keccak256(0, 56)))
                        sstore(running, or(chain, add(and(word, 0xffffffffffffffff), points)))
                        stop()
                    }
                }
            }
            mstore(64, 128)
            mstore(96, 0)
        }
    }

    /// @dev Whether the list is a usual one on the chain of the deployment, and memory is laid out as
    /// `_recoverPlainKeys` wants it.
    /// @return usual False sends the list the longer way, which answers the same.
    function _isUsual(bytes calldata orders, bytes calldata signatures) private view returns (bool usual) {
        uint256 odd = orders.oddity(signatures) | (block.chainid ^ CHAIN_ID);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            usual := iszero(or(odd, xor(mload(64), 128)))
        }
    }

    /// @dev The order is laid out in memory from 128 on, where nothing else is: type hash, partner, member (192),
    /// points (224), reward, nonce, deadline; behind it what EIP-712 hashes. The four words before that are left in
    /// disorder. It recovers as `SignerKey.recoverTyped` does, twice; where the precompile answers nothing, the digest
    /// stays where its answer is looked for, and a digest is nobody's address.
    /// @return list keccak256 of the order's struct hash.
    /// @return odd Zero if both signed the list with plain keys.
    function _recoverPlainKeys(
        PartnerId partnerId,
        bytes calldata orders,
        bytes calldata signatures
    ) private view returns (bytes32 list, uint256 odd) {
        (bytes32 separator, bytes32 typehash, bytes32 listTypehash) = (SEPARATOR, ORDER_TYPEHASH, LIST_TYPEHASH);
        (uint256 keyPlace, uint256 lowMax) = (PARTNERS | KEY_PLACE, SignerKey.LOW_S_MAX);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let head := calldataload(orders.offset)
            mstore(128, typehash)
            mstore(160, partnerId)
            mstore(192, shr(96, head))
            mstore(224, and(shr(48, head), 0xffffffffffff))
            mstore(256, calldataload(add(orders.offset, 37)))
            mstore(288, and(shr(24, head), 0xffffff))
            mstore(320, shr(192, calldataload(add(orders.offset, 29))))
            let hash := keccak256(128, 224)
            mstore(352, 0x1901)
            mstore(384, separator)
            mstore(416, hash)
            mstore(0, keccak256(382, 66))
            mstore(32, byte(0, calldataload(add(signatures.offset, 66))))
            calldatacopy(64, add(signatures.offset, 2), 64)
            odd := gt(mload(96), lowMax)
            pop(staticcall(gas(), 1, 0, 128, 0, 32))
            odd := or(odd, xor(mload(0), mload(192)))
            mstore(0, hash)
            list := keccak256(0, 32)
            mstore(0, listTypehash)
            mstore(32, partnerId)
            mstore(64, list)
            mstore(416, keccak256(0, 96))
            mstore(0, keccak256(382, 66))
            mstore(32, byte(0, calldataload(add(signatures.offset, 133))))
            calldatacopy(64, add(signatures.offset, 69), 64)
            odd := or(odd, gt(mload(96), lowMax))
            pop(staticcall(gas(), 1, 0, 128, 0, 32))
            odd := or(odd, xor(mload(0), sload(or(keyPlace, shl(8, partnerId)))))
        }
    }

    /// @dev A list of one order: as `_redeemList`, without its arrays.
    function _redeemOne(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) private {
        bytes32 separator = _separator();
        OrderWords order = OrderList.begin(ORDER_TYPEHASH, partnerId);
        bytes32 hash = order.read(orders, 0);
        bytes32 list = OrderList.hashOne(hash);
        (bytes calldata signature, uint256 next) = signatures.signatureAt(0);
        uint256 refusal = _judge(order, separator, hash, signature);
        (signature, next) = signatures.signatureAt(next);
        if (next != signatures.length) revert SignaturesMalformed(signatures.length);
        _checkPartner(partnerId, separator, OrderList.listHash(LIST_TYPEHASH, partnerId, list), signature);

        if (refusal == NOT_REFUSED) refusal = _takeOne(orders.ledgerOrderAt(0));
        if (refusal == NOT_REFUSED) {
            order.logAs(PointsRedeemed.selector);
            _count(partnerId, list, order.pointsOf());
        } else {
            emit RedemptionRefused(partnerId, order.memberOf(), order.nonceOf(), Refusal(refusal));
        }
    }

    /// @dev `TOKEN.takeOne`, in the two words of memory that are free for such things.
    function _takeOne(bytes32 ledgerOrder) private returns (uint256 outcome) {
        address ledger = address(TOKEN);
        bytes4 selector = IPointsToken.takeOne.selector;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, ledgerOrder)
            if iszero(call(gas(), ledger, 0, 0, 36, 0, 32)) {
                let free := mload(64)
                returndatacopy(free, 0, returndatasize())
                revert(free, returndatasize())
            }
            if xor(returndatasize(), 32) {
                revert(0, 0)
            }
            outcome := mload(0)
        }
    }

    function _redeemList(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) private {
        bytes32 separator = _separator();
        OrderWords order = OrderList.begin(ORDER_TYPEHASH, partnerId);
        bytes32[] memory hashes = OrderList.roomForHashes(orders.length / OrderList.ORDER_BYTES);
        (bytes memory good, bytes memory refusals, uint256 next) = _judgeAll(
            order,
            separator,
            orders,
            signatures,
            hashes
        );
        bytes32 list = hashes.hashFirst(hashes.length);
        bytes calldata signature;
        (signature, next) = signatures.signatureAt(next);
        if (next != signatures.length) revert SignaturesMalformed(signatures.length);
        // The partner signs all orders, the bad ones too; the chain links the spent ones only.
        _checkPartner(partnerId, separator, OrderList.listHash(LIST_TYPEHASH, partnerId, list), signature);

        uint256 total = 0;
        if (good.length != 0) (total, refusals) = _spend(good, refusals, hashes.length);
        _log(partnerId, order, orders, refusals);
        if (total != 0) _count(partnerId, refusals.length == 0 ? list : hashes.hashUnrefused(refusals), total);
    }

    /// @param order Room for one order.
    /// @param hashes To be filled with the hash of every order.
    /// @return good The orders that may be spent, as the ledger wants them.
    /// @return refusals A byte per order, its `Refusal` as far as the ledger need not be asked; empty where there is
    /// none.
    /// @return next Where the signature behind the last order's begins.
    function _judgeAll(
        OrderWords order,
        bytes32 separator,
        bytes calldata orders,
        bytes calldata signatures,
        bytes32[] memory hashes
    ) private view returns (bytes memory good, bytes memory refusals, uint256 next) {
        good = OrderList.roomForOrders(hashes.length);
        uint256 offset = 0;
        // Unchecked: offsets are at most the calldata's length.
        unchecked {
            for (uint256 i = 0; i < hashes.length; ++i) {
                bytes calldata signature;
                (signature, next) = signatures.signatureAt(next);
                if (next > signatures.length) revert SignaturesMalformed(signatures.length);
                bytes32 hash = order.read(orders, offset);
                hashes.put(i, hash);
                uint256 refusal = _judge(order, separator, hash, signature);
                if (refusal == NOT_REFUSED) {
                    good.append(orders.ledgerOrderAt(offset));
                } else {
                    if (refusals.length == 0) refusals = new bytes(hashes.length);
                    refusals[i] = bytes1(uint8(refusal));
                }
                offset += OrderList.ORDER_BYTES;
            }
        }
    }

    /// @return The order's `Refusal`, as a number.
    function _judge(
        OrderWords order,
        bytes32 separator,
        bytes32 hash,
        bytes calldata signature
    ) private view returns (uint256) {
        if (block.timestamp > order.deadlineOf()) return uint256(Refusal.Expired);
        if (order.pointsOf() == 0) return uint256(Refusal.PointsZero);
        address member = order.memberOf();
        if (member == address(0)) return uint256(Refusal.SignatureInvalid);
        if (signature.length == SignerKey.PLAIN_BYTES) {
            if (SignerKey.recoverTyped(separator, hash, signature) == member) return NOT_REFUSED;
        }
        bytes32 digest = MessageHashUtils.toTypedDataHash(separator, hash);
        bool signed =
            signature.length == SignerKey.COMPACT_BYTES
                ? MemberKey.signed(member, digest, signature)
                : MemberKey.signedWithoutKey(member, digest, signature);
        return signed ? NOT_REFUSED : uint256(Refusal.SignatureInvalid);
    }

    /// @param good The orders to spend.
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

    function _log(PartnerId partnerId, OrderWords order, bytes calldata orders, bytes memory refusals) private {
        uint256 i = 0;
        // Unchecked: the offset is at most the calldata's length.
        unchecked {
            for (uint256 offset = 0; offset < orders.length; offset += OrderList.ORDER_BYTES) {
                order.read(orders, offset);
                Refusal refusal = refusals.length == 0 ? Refusal.None : Refusal(uint8(refusals[i]));
                if (refusal == Refusal.None) order.logAs(PointsRedeemed.selector);
                else emit RedemptionRefused(partnerId, order.memberOf(), order.nonceOf(), refusal);
                ++i;
            }
        }
    }

    /// @param hash The EIP-712 struct hash of what the partner must have signed.
    function _checkPartner(PartnerId id, bytes32 separator, bytes32 hash, bytes calldata signature) private view {
        address copy = address(uint160(_wordAt(_slotOf(id, KEY_PLACE)).value));
        if (signature.length == SignerKey.PLAIN_BYTES && copy != address(0)) {
            if (SignerKey.recoverTyped(separator, hash, signature) == copy) return;
        }
        _checkPartnerDigest(id, copy, MessageHashUtils.toTypedDataHash(separator, hash), signature);
    }

    /// @dev Whatever the key is. Where there is no copy, the registry also says whether the partner is there at all.
    function _checkPartnerDigest(PartnerId id, address copy, bytes32 digest, bytes calldata signature) internal view {
        bool signed =
            copy != address(0)
                ? SignerKey.addressSigned(copy, digest, signature)
                : SignerKey.keySigned(REGISTRY.checkRedeemer(id), digest, signature);
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
        _checkPartner(partnerId, _separator(), _restorationHash(partnerId, hash, points, before), partnerSignature);
        _restored[hash] = before + points;
        _countRestored(partnerId, points);
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

    /* VIEWS */

    /// @inheritdoc IPointsRedemption
    function pointsRestored(bytes32 hash) external view returns (uint256) {
        return _restored[hash];
    }
}
