// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The ledger, small enough for a machine to prove
/// @notice A watched account, everybody else as one, the supply, one partner, and each step that can change them. The
/// steps are proved in `steps/`; `SmallLedger.t.sol` walks the same steps beside the real contracts. Freezes,
/// pauses, signatures and moves of whole accounts are not in it.
/// @dev Lot by lot, without a loop or a pointer: the model checker knows nothing of what is behind a pointer.
abstract contract SmallBooks {
    uint256 internal constant LOT_LIMIT = 2 ** 36 - 1;
    uint256 internal constant NONCE_LIMIT = 2 ** 20 - 1;
    uint256 internal constant POINTS_LIMIT = 2 ** 48 - 1;
    uint256 internal constant ENTRY_LIMIT = 2 ** 56 - 1;
    uint256 internal constant ALLOWANCE_LIMIT = 2 ** 64 - 1;

    // Six lots of the account that is watched, of everybody else (b), and of the supply; 0 is the current epoch's.
    uint256 public a0;
    uint256 public a1;
    uint256 public a2;
    uint256 public a3;
    uint256 public a4;
    uint256 public a5;
    uint256 public b0;
    uint256 public b1;
    uint256 public b2;
    uint256 public b3;
    uint256 public b4;
    uint256 public b5;
    uint256 public s0;
    uint256 public s1;
    uint256 public s2;
    uint256 public s3;
    uint256 public s4;
    uint256 public s5;
    uint256 public nonce;
    uint256 public nextEntry = 1;
    uint256 public allowance;
    uint256 public raised;
    uint256 public lowered;
    uint256 public issued;
    uint256 public restored;
    uint256 public gone;

    /* STEPS */

    /// @dev A batch credits the watched account and somebody else, under the number that is next.
    function _credit(uint256 points, uint256 others, uint256 firstEntry, uint256 entries) internal {
        require(entries > 0 && firstEntry == nextEntry && firstEntry + entries <= ENTRY_LIMIT);
        require(points > 0 && others > 0 && points + others <= allowance);
        _add(points, others);
        nextEntry += entries;
        allowance -= points + others;
        issued += points + others;
    }

    /// @dev A cancelled redemption comes back, into the current lot.
    function _restore(uint256 points) internal {
        require(points > 0);
        _add(points, 0);
        restored += points;
    }

    function _add(uint256 points, uint256 others) private {
        require(points <= POINTS_LIMIT && others <= POINTS_LIMIT);
        require(s0 + points + others <= LOT_LIMIT);
        a0 += points;
        b0 += others;
        s0 += points + others;
    }

    /// @dev A return takes the newest points first, at most what is there.
    /// @return taken What was there.
    function _debit(uint256 points) internal returns (uint256 taken) {
        uint256 left = points;
        (a0, s0, left) = _take(a0, s0, left);
        (a1, s1, left) = _take(a1, s1, left);
        (a2, s2, left) = _take(a2, s2, left);
        (a3, s3, left) = _take(a3, s3, left);
        (a4, s4, left) = _take(a4, s4, left);
        (a5, s5, left) = _take(a5, s5, left);
        taken = points - left;
        gone += taken;
    }

    /// @dev A redemption takes the oldest points first, all or nothing.
    function _spend(uint256 points, uint256 withNonce) internal {
        require(withNonce > nonce && withNonce <= NONCE_LIMIT);
        require(points <= _accountSum());
        uint256 left = points;
        (a5, s5, left) = _take(a5, s5, left);
        (a4, s4, left) = _take(a4, s4, left);
        (a3, s3, left) = _take(a3, s3, left);
        (a2, s2, left) = _take(a2, s2, left);
        (a1, s1, left) = _take(a1, s1, left);
        (a0, s0, left) = _take(a0, s0, left);
        nonce = withNonce;
        gone += points;
    }

    /// @dev The ledger subtracts unchecked, and may: what is taken is at most the lot, which is at most the supply's by
    /// the invariant.
    /// @return What the lot and the supply's lot keep, and what is left to take from the next.
    function _take(uint256 lot, uint256 supply, uint256 left) private pure returns (uint256, uint256, uint256) {
        uint256 taken = lot < left ? lot : left;
        return (lot - taken, supply - taken, left - taken);
    }

    /// @dev An epoch begins: lots age, and those older than five epochs expire.
    function _age() internal {
        gone += s5;
        (a0, a1, a2, a3, a4, a5) = (0, a0, a1, a2, a3, a4);
        (b0, b1, b2, b3, b4, b5) = (0, b0, b1, b2, b3, b4);
        (s0, s1, s2, s3, s4, s5) = (0, s0, s1, s2, s3, s4);
    }

    function _raise(uint256 points) internal {
        require(allowance + points <= ALLOWANCE_LIMIT);
        allowance += points;
        raised += points;
    }

    /// @dev By what is there, at most.
    function _lower(uint256 points) internal {
        uint256 left = points < allowance ? allowance - points : 0;
        lowered += allowance - left;
        allowance = left;
    }

    /* WHAT HOLDS */

    /// @dev What is proved to hold at the beginning and after every step.
    function _holds() internal view returns (bool) {
        return _sumsHold() && _lanesHold() && _pointsHold() && _capHolds() && _countsHold();
    }

    /// @dev Lane by lane the supply is the sum of the accounts.
    function _sumsHold() private view returns (bool) {
        return s0 == a0 + b0 && s1 == a1 + b1 && s2 == a2 + b2 && s3 == a3 + b3 && s4 == a4 + b4 && s5 == a5 + b5;
    }

    /// @dev Every lot of the supply fits its lane, and so, with the above, does every lot of an account.
    function _lanesHold() private view returns (bool) {
        return
            s0 <= LOT_LIMIT &&
            s1 <= LOT_LIMIT &&
            s2 <= LOT_LIMIT &&
            s3 <= LOT_LIMIT &&
            s4 <= LOT_LIMIT &&
            s5 <= LOT_LIMIT;
    }

    /// @dev Points came by issuing or restoring, and are there or went by a return, a redemption or expiry.
    function _pointsHold() private view returns (bool) {
        return issued + restored == gone + _supplySum();
    }

    /// @dev What was ever issued is within what was ever allowed: the cap.
    function _capHolds() private view returns (bool) {
        return allowance + issued + lowered == raised && allowance <= ALLOWANCE_LIMIT;
    }

    function _countsHold() private view returns (bool) {
        return nonce <= NONCE_LIMIT && nextEntry > 0 && nextEntry <= ENTRY_LIMIT;
    }

    function _accountSum() internal view returns (uint256) {
        return a0 + a1 + a2 + a3 + a4 + a5;
    }

    function _othersSum() internal view returns (uint256) {
        return b0 + b1 + b2 + b3 + b4 + b5;
    }

    function _supplySum() internal view returns (uint256) {
        return s0 + s1 + s2 + s3 + s4 + s5;
    }
}
