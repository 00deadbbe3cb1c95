// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The word that an account is
/// @notice `[epoch 16][flags 4][nonce 20][lot5 36][lot4 36][lot3 36][lot2 36][lot1 36][lot0 36]`: lot0 belongs to the
/// word's epoch, lot1 to the epoch before it, and so on. The supply is a word of the same shape.
/// @dev No arithmetic here can leave its lane as long as two things hold, and the ledger keeps both: a lot of an
/// account is at most the same lot of the supply, and a lot of the supply is at most `LOT_MAX`.
library AccountWord {
    uint256 internal constant LOT_BITS = 36;
    uint256 internal constant LOT_COUNT = 6;
    uint256 internal constant LOT_MAX = (1 << LOT_BITS) - 1;
    uint256 internal constant LOTS_BITS = LOT_BITS * LOT_COUNT;
    uint256 internal constant LOTS_MASK = (1 << LOTS_BITS) - 1;

    uint256 internal constant NONCE_SHIFT = 216;
    uint256 internal constant NONCE_MAX = (1 << 20) - 1;
    uint256 internal constant HEAD_MASK = ((1 << 24) - 1) << NONCE_SHIFT;

    uint256 internal constant FROZEN_BY_OPERATOR = 1 << 236;
    uint256 internal constant FROZEN_BY_MEMBER = 1 << 237;
    uint256 internal constant FROZEN = FROZEN_BY_OPERATOR | FROZEN_BY_MEMBER;
    /// A closed word has epoch 0 and, in place of its lots, the address that its points moved to. Its topmost lot is
    /// not empty, so that rolling it to any epoch drops something: no code can take it for a word to add to.
    uint256 internal constant CLOSED = 1 << 238;
    uint256 private constant NEVER_ROLLS = 1 << 215;
    /// A closed word whose address waits for the account's points: nothing has moved yet.
    uint256 private constant RESERVED = 1 << 239;

    uint256 internal constant EPOCH_SHIFT = 240;
    uint256 internal constant EPOCH_MAX = (1 << 16) - 1;
    uint256 internal constant EPOCH_MASK = EPOCH_MAX << EPOCH_SHIFT;

    /// Every second lot: the lots can be added up in pairs without one running into the next.
    uint256 private constant EVEN_LOTS = LOT_MAX | (LOT_MAX << 72) | (LOT_MAX << 144);
    /// All but the current epoch's lot and the one before it.
    uint256 internal constant OLDER_LOTS = LOTS_MASK - ((1 << 72) - 1);

    function epochOf(uint256 word) internal pure returns (uint256) {
        return word >> EPOCH_SHIFT;
    }

    function nonceOf(uint256 word) internal pure returns (uint256) {
        return (word >> NONCE_SHIFT) & NONCE_MAX;
    }

    function withNonce(uint256 word, uint256 nonce) internal pure returns (uint256) {
        return (word & ~(NONCE_MAX << NONCE_SHIFT)) | (nonce << NONCE_SHIFT);
    }

    function isClosed(uint256 word) internal pure returns (bool) {
        return word & CLOSED != 0;
    }

    function isFrozen(uint256 word) internal pure returns (bool) {
        return word & FROZEN != 0;
    }

    function successorOf(uint256 word) internal pure returns (address) {
        return isClosed(word) ? address(uint160(word)) : address(0);
    }

    /// @notice The word of an account whose points moved to `successor`.
    function closedFor(address successor) internal pure returns (uint256) {
        return CLOSED | NEVER_ROLLS | uint256(uint160(successor));
    }

    /// @notice The word of an address that waits for the points of `account`: what is credited to it goes there.
    function reservedFor(address account) internal pure returns (uint256) {
        return RESERVED | closedFor(account);
    }

    /// @notice The lot that is `age` epochs older than the word's epoch; 0 for lots that a word has no room for.
    function lotAt(uint256 word, uint256 age) internal pure returns (uint256) {
        return age < LOT_COUNT ? (word >> (LOT_BITS * age)) & LOT_MAX : 0;
    }

    /// @notice The sum of all lots.
    function sum(uint256 word) internal pure returns (uint256) {
        // Unchecked: six lots of 36 bits add up to less than 2^39, and a pair of them stays within its 72 bits.
        unchecked {
            uint256 pairs = (word & EVEN_LOTS) + ((word >> LOT_BITS) & EVEN_LOTS);
            return (pairs & ((1 << 72) - 1)) + ((pairs >> 72) & ((1 << 72) - 1)) + ((pairs >> 144) & ((1 << 72) - 1));
        }
    }

    /// @notice The word as it stands at `epoch`: lots age, those older than five epochs are dropped, flags and nonce
    /// stay.
    /// @dev `epoch` is not before the word's own, and the word is not closed.
    function rollTo(uint256 word, uint256 epoch) internal pure returns (uint256) {
        // Unchecked: epochs never run backwards, and 36 * 65,535 is small; a shift of 216 or more leaves no lot.
        unchecked {
            uint256 shift = LOT_BITS * (epoch - epochOf(word));
            return (epoch << EPOCH_SHIFT) | (word & HEAD_MASK) | ((word << shift) & LOTS_MASK);
        }
    }

    /// @notice The lots that `rollTo` would drop, as bits that are zero exactly when there is nothing to drop.
    function droppedBy(uint256 word, uint256 epoch) internal pure returns (uint256) {
        // Unchecked: as in `rollTo`; from six epochs on every lot goes.
        unchecked {
            uint256 shift = LOT_BITS * (epoch - epochOf(word));
            return shift >= LOTS_BITS ? word & LOTS_MASK : (word & LOTS_MASK) >> (LOTS_BITS - shift);
        }
    }

    /// @notice The lots that pay `points`, oldest first, as a word to subtract.
    /// @dev `points` is at most the sum of the lots: the loop ends at lot0 because the sum suffices.
    function oldestLots(uint256 word, uint256 points) internal pure returns (uint256 taken) {
        // Most members redeem what they earned lately; passing over empty lots one by one would cost them 60 gas each.
        uint256 shift = word & OLDER_LOTS == 0 ? LOT_BITS : LOTS_BITS - LOT_BITS;
        // Unchecked: a lot is subtracted only from a greater remainder.
        unchecked {
            uint256 lot = (word >> shift) & LOT_MAX;
            while (points > lot) {
                taken |= lot << shift;
                points -= lot;
                shift -= LOT_BITS;
                lot = (word >> shift) & LOT_MAX;
            }
            return taken | (points << shift);
        }
    }

    /// @notice The lots that pay `points`, newest first, as a word to subtract; `missing` is what they cannot pay.
    function newestLots(uint256 word, uint256 points) internal pure returns (uint256 taken, uint256 missing) {
        // Unchecked: a lot is subtracted only from a greater remainder.
        unchecked {
            for (uint256 shift = 0; shift < LOTS_BITS; shift += LOT_BITS) {
                uint256 lot = (word >> shift) & LOT_MAX;
                if (points <= lot) return (taken | (points << shift), 0);
                taken |= lot << shift;
                points -= lot;
            }
            return (taken, points);
        }
    }
}
