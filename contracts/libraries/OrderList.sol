// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartnerId} from "../types/PartnerId.sol";

/// @notice Where in memory an order lies, in the words that EIP-712 hashes: type hash, partner, member, points, reward,
/// nonce, deadline. No struct, because Solidity would fill one with zeros first.
type OrderWords is uint256;

/// @title Orders and their signatures, packed back to back
/// @notice An order is 69 bytes: address, uint48 points, uint24 nonce, uint64 deadline, bytes32 reward. Its first 29
/// are the ledger's own order. A signature is preceded by its length, two bytes.
/// @dev Unchecked and assembly: calldata is read without bounds checks, because the caller has checked all orders at
/// once and offsets are at most its length; and memory is appended to in place, because `bytes.concat` in a loop copies
/// all that came before. docs/decisions/0012-redemption.md says what that saves.
library OrderList {
    uint256 internal constant ORDER_BYTES = 69;

    /// @notice Room for an order, its first two words filled in.
    function begin(bytes32 typehash, PartnerId partnerId) internal pure returns (OrderWords words) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            words := mload(64)
            mstore(64, add(words, 224))
            mstore(words, typehash)
            mstore(add(words, 32), partnerId)
        }
    }

    /// @notice Whether a list of one order is not a usual one.
    /// @return odd Zero if the order has points and time left, and there are two signatures of 65 bytes.
    function oddity(bytes calldata orders, bytes calldata signatures) internal view returns (uint256 odd) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let first := signatures.offset
            odd := or(xor(signatures.length, 134), xor(shr(240, calldataload(first)), 65))
            odd := or(odd, xor(shr(240, calldataload(add(first, 67))), 65))
            odd := or(odd, gt(timestamp(), shr(192, calldataload(add(orders.offset, 29)))))
            odd := or(odd, iszero(shl(208, shr(48, calldataload(orders.offset)))))
        }
    }

    /// @notice Fills in the order that begins at byte `offset`.
    /// @return hash Its EIP-712 struct hash.
    function read(OrderWords words, bytes calldata orders, uint256 offset) internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(orders.offset, offset)
            let head := calldataload(at)
            mstore(add(words, 64), shr(96, head))
            mstore(add(words, 96), and(shr(48, head), 0xffffffffffff))
            mstore(add(words, 128), calldataload(add(at, 37)))
            mstore(add(words, 160), and(shr(24, head), 0xffffff))
            mstore(add(words, 192), shr(192, calldataload(add(at, 29))))
            hash := keccak256(words, 224)
        }
    }

    function memberOf(OrderWords words) internal pure returns (address member) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            member := mload(add(words, 64))
        }
    }

    function pointsOf(OrderWords words) internal pure returns (uint256 points) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            points := mload(add(words, 96))
        }
    }

    function nonceOf(OrderWords words) internal pure returns (uint256 nonce) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            nonce := mload(add(words, 160))
        }
    }

    function deadlineOf(OrderWords words) internal pure returns (uint256 deadline) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            deadline := mload(add(words, 192))
        }
    }

    /// @notice Logs `PointsRedeemed(partnerId indexed, member indexed, points, reward, nonce)`: its data lie in memory
    /// as they are.
    function logAs(OrderWords words, bytes32 topic) internal {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            log3(add(words, 96), 96, topic, mload(add(words, 32)), mload(add(words, 64)))
        }
    }

    /// @notice The signature that begins at byte `offset` with its length, and where the next one begins.
    /// @dev It may end behind the bytes: the caller compares where the last one ends.
    function signatureAt(
        bytes calldata signatures,
        uint256 offset
    ) internal pure returns (bytes calldata signature, uint256 next) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(signatures.offset, offset)
            signature.offset := add(at, 2)
            signature.length := shr(240, calldataload(at))
            next := add(add(offset, 2), signature.length)
        }
    }

    /// @notice The ledger's part of the order that begins at byte `offset`: its first 29 bytes.
    function ledgerOrderAt(bytes calldata orders, uint256 offset) internal pure returns (bytes32 order) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            order := calldataload(add(orders.offset, offset))
        }
    }

    /// @notice Room for `count` orders of the ledger, with none in it.
    function roomForOrders(uint256 count) internal pure returns (bytes memory packed) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            packed := mload(64)
            // The last order is written as a whole word.
            mstore(64, add(packed, add(64, mul(count, 29))))
            mstore(packed, 0)
        }
    }

    /// @notice Appends an order of the ledger, for which there is room. What is behind its 29 bytes is written over.
    function append(bytes memory packed, bytes32 order) internal pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let length := mload(packed)
            mstore(add(add(packed, 32), length), order)
            mstore(packed, add(length, 29))
        }
    }

    /// @notice Room for `count` hashes, all to be filled in.
    function roomForHashes(uint256 count) internal pure returns (bytes32[] memory hashes) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            hashes := mload(64)
            mstore(64, add(hashes, shl(5, add(count, 1))))
            mstore(hashes, count)
        }
    }

    /// @notice Fills in hash number `i`, which is one of them.
    function put(bytes32[] memory hashes, uint256 i, bytes32 hash) internal pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(add(hashes, shl(5, add(i, 1))), hash)
        }
    }

    /// @notice keccak256 of the first `count` hashes, which are at most all.
    function hashFirst(bytes32[] memory hashes, uint256 count) internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            hash := keccak256(add(hashes, 32), shl(5, count))
        }
    }

    /// @notice keccak256 of the hashes whose byte in `refusals` is zero. They are moved to the front for that.
    function hashUnrefused(bytes32[] memory hashes, bytes memory refusals) internal pure returns (bytes32) {
        uint256 kept = 0;
        for (uint256 i = 0; i < hashes.length; ++i) {
            if (refusals[i] != 0) continue;
            hashes[kept] = hashes[i];
            ++kept;
        }
        return hashFirst(hashes, kept);
    }

    /// @notice The EIP-712 struct hash of a list.
    /// @param hashOfHashes EIP-712's hash of an array of structs.
    function listHash(
        bytes32 typehash,
        PartnerId partnerId,
        bytes32 hashOfHashes
    ) internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let free := mload(64)
            mstore(0, typehash)
            mstore(32, partnerId)
            mstore(64, hashOfHashes)
            hash := keccak256(0, 96)
            mstore(64, free)
        }
    }

    /// @notice keccak256 of one hash.
    function hashOne(bytes32 hash) internal pure returns (bytes32 hashed) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, hash)
            hashed := keccak256(0, 32)
        }
    }
}
