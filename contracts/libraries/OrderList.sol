// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Orders and their signatures, packed back to back
/// @notice An order is 69 bytes: address, uint48 points, uint24 nonce, uint64 deadline, bytes32 reward. Its first 29
/// are the ledger's own order. A signature is preceded by its length, two bytes.
/// @dev Unchecked and assembly: calldata is read without bounds checks, because the caller has checked all orders at
/// once and offsets are at most its length; and memory is appended to in place, because `bytes.concat` in a loop copies
/// all that came before. docs/decisions/0012-redemption.md says what that saves.
library OrderList {
    uint256 internal constant ORDER_BYTES = 69;
    uint256 private constant LEDGER_ORDER_BYTES = 29;
    uint256 private constant DEADLINE_AT = 29;
    uint256 private constant REWARD_AT = 37;
    uint256 private constant LENGTH_BYTES = 2;

    /// @notice An order as EIP-712 hashes it: in memory the words lie in this order, back to back.
    struct Words {
        bytes32 typehash;
        uint256 partnerId;
        address member;
        uint256 points;
        bytes32 reward;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice Fills in the order that begins at byte `offset`.
    function read(bytes calldata orders, uint256 offset, Words memory words) internal pure {
        (words.member, words.points, words.nonce) = spendingAt(orders, offset);
        unchecked {
            words.deadline = uint256(_load(orders, offset + DEADLINE_AT)) >> 192;
        }
        words.reward = rewardAt(orders, offset);
    }

    /// @notice The EIP-712 struct hash.
    /// @dev What `abi.encode` would put together anew for each order lies in memory already.
    function structHash(Words memory words) internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            hash := keccak256(words, 224)
        }
    }

    /// @notice What the order that begins at byte `offset` says to the ledger.
    function spendingAt(
        bytes calldata orders,
        uint256 offset
    ) internal pure returns (address member, uint256 points, uint256 nonce) {
        uint256 word = uint256(_load(orders, offset));
        return (address(uint160(word >> 96)), uint48(word >> 48), uint24(word >> 24));
    }

    function rewardAt(bytes calldata orders, uint256 offset) internal pure returns (bytes32) {
        unchecked {
            return _load(orders, offset + REWARD_AT);
        }
    }

    /// @notice The signature that begins at byte `offset` with its length, and where the next one begins.
    /// @dev It may end behind the bytes: the caller compares where the last one ends.
    function signatureAt(
        bytes calldata signatures,
        uint256 offset
    ) internal pure returns (bytes calldata signature, uint256 next) {
        unchecked {
            uint256 length = uint256(_load(signatures, offset)) >> 240;
            next = offset + LENGTH_BYTES + length;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                signature.offset := add(add(signatures.offset, offset), 2)
                signature.length := length
            }
        }
    }

    /// @notice Room for `count` orders of the ledger, with none in it.
    function emptyFor(uint256 count) internal pure returns (bytes memory packed) {
        // The last order is written as a whole word.
        packed = new bytes(count * LEDGER_ORDER_BYTES + 3);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(packed, 0)
        }
    }

    /// @notice Appends the ledger's part of the order that begins at byte `offset`.
    /// @dev There is room for it.
    function append(bytes memory packed, bytes calldata orders, uint256 offset) internal pure {
        bytes32 word = _load(orders, offset);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let length := mload(packed)
            mstore(add(add(packed, 32), length), word)
            mstore(packed, add(length, 29))
        }
    }

    /// @notice keccak256 of the first `count` hashes, which are at most all.
    function hashFirst(bytes32[] memory hashes, uint256 count) internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            hash := keccak256(add(hashes, 32), mul(count, 32))
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

    function _load(bytes calldata packed, uint256 offset) private pure returns (bytes32 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := calldataload(add(packed.offset, offset))
        }
    }
}
