// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The word that changes with every list of a partner
/// @notice `[chain 192][day 20][redeemed 44]`: the hash chain of the day's lists, the day of the last list (days since
/// 1970-01-01, UTC), and the points redeemed in that day's calendar month until now.
/// @dev A chain of 192 bits leaves 2^96 steps to whoever looks for two histories with one chain. 2^44 points a month
/// are 256 times what an epoch can issue, 2^20 days end in the year 4840.
library RedemptionWord {
    uint256 internal constant REDEEMED_MAX = (1 << REDEEMED_BITS) - 1;
    uint256 private constant REDEEMED_BITS = 44;
    uint256 private constant DAY_BITS = 20;
    uint256 private constant CHAIN_SHIFT = REDEEMED_BITS + DAY_BITS;

    error RedeemedTooHigh(uint256 value, uint256 max);

    /// @notice The word with `redeemed` points. The day fits.
    function pack(bytes24 chain, uint256 day, uint256 redeemed) internal pure returns (uint256) {
        if (redeemed > REDEEMED_MAX) revert RedeemedTooHigh(redeemed, REDEEMED_MAX);
        return (uint256(uint192(chain)) << CHAIN_SHIFT) | (day << REDEEMED_BITS) | redeemed;
    }

    function chainOf(uint256 word) internal pure returns (bytes24) {
        return bytes24(uint192(word >> CHAIN_SHIFT));
    }

    function dayOf(uint256 word) internal pure returns (uint256) {
        return (word >> REDEEMED_BITS) & ((1 << DAY_BITS) - 1);
    }

    function redeemedOf(uint256 word) internal pure returns (uint64) {
        return uint64(word & REDEEMED_MAX);
    }

    /// @notice The word after one more list of the same day. `list` is keccak256 of the struct hashes of its spent
    /// orders.
    /// @dev As `pack(chainOf(word).link(list), dayOf(word), redeemedOf(word) + points)`, without taking it to pieces.
    function afterList(uint256 word, bytes32 list, uint256 points) internal pure returns (uint256 next) {
        uint256 redeemedMax = REDEEMED_MAX;
        uint256 redeemed;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            redeemed := add(and(word, redeemedMax), points)
            // The chain is the first 24 bytes of the word.
            mstore(0, word)
            mstore(24, list)
            next := or(shl(64, shr(64, keccak256(0, 56))), add(and(word, 0xffffffffffffffff), points))
        }
        if (redeemed > redeemedMax) revert RedeemedTooHigh(redeemed, redeemedMax);
    }

    /// @notice The chain after one more list: `list` is keccak256 of the struct hashes of its spent orders.
    function link(bytes24 chain, bytes32 list) internal pure returns (bytes24) {
        return bytes24(keccak256(abi.encodePacked(chain, list)));
    }
}
