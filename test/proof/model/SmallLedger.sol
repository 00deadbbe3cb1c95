// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The ledger, small enough for a machine to prove
/// @notice Two accounts, the six lots of each and of the supply as plain numbers, and what can be done to them. solc's model
/// checker proves every `assert` below for all calls in any order; `SmallLedger.t.sol` shows that `PointsToken` does the
/// same as this model.
contract SmallLedger {
    uint256 private constant LOT_LIMIT = 2 ** 36 - 1;
    uint256 private constant NONCE_LIMIT = 2 ** 20 - 1;

    // lot0 of the account that is watched, of everybody else, and of the supply; then lot1, and so on.
    uint256 public a0;
    uint256 public a1;
    uint256 public a2;
    uint256 public a3;
    uint256 public a4;
    uint256 public a5;
    uint256 private b0;
    uint256 private b1;
    uint256 private b2;
    uint256 private b3;
    uint256 private b4;
    uint256 private b5;
    uint256 public s0;
    uint256 public s1;
    uint256 public s2;
    uint256 public s3;
    uint256 public s4;
    uint256 public s5;
    uint256 public nonce;
    uint256 public nextEntry = 1;

    /// @dev What always holds: lane by lane the supply is the sum of the accounts, and fits its lane; so every lot of an
    /// account fits too. It holds at the beginning, and whoever begins with it ends with it: that is the induction.
    function _holds() private view returns (bool) {
        bool sums = s0 == a0 + b0 && s1 == a1 + b1 && s2 == a2 + b2 && s3 == a3 + b3 && s4 == a4 + b4 && s5 == a5 + b5;
        bool young = s0 <= LOT_LIMIT && s1 <= LOT_LIMIT && s2 <= LOT_LIMIT;
        return sums && young && s3 <= LOT_LIMIT && s4 <= LOT_LIMIT && s5 <= LOT_LIMIT;
    }

    modifier inductive() {
        require(_holds());
        _;
        assert(_holds());
    }

    constructor() {
        assert(_holds());
    }

    function balance() public view returns (uint256) {
        return a0 + a1 + a2 + a3 + a4 + a5;
    }

    /// @notice A batch credits the watched account and somebody else.
    function credit(uint256 points, uint256 others, uint256 entries) external inductive {
        require(points < 2 ** 48 && others < 2 ** 48 && entries > 0 && entries < 2 ** 32);
        require(s0 + points + others <= LOT_LIMIT);
        uint256 before = balance();
        uint256 entryBefore = nextEntry;
        a0 += points;
        b0 += others;
        s0 += points + others;
        nextEntry += entries;
        assert(balance() == before + points);
        assert(nextEntry > entryBefore);
    }

    /// @notice A return takes the newest points first, at most what is there.
    function debit(uint256 points) external inductive returns (uint256 taken) {
        require(points < 2 ** 48);
        uint256 before = balance();
        uint256 left = points;
        uint256 t = a0 < left ? a0 : left;
        (a0, s0, left) = (a0 - t, s0 - t, left - t);
        t = a1 < left ? a1 : left;
        (a1, s1, left) = (a1 - t, s1 - t, left - t);
        t = a2 < left ? a2 : left;
        (a2, s2, left) = (a2 - t, s2 - t, left - t);
        t = a3 < left ? a3 : left;
        (a3, s3, left) = (a3 - t, s3 - t, left - t);
        t = a4 < left ? a4 : left;
        (a4, s4, left) = (a4 - t, s4 - t, left - t);
        t = a5 < left ? a5 : left;
        (a5, s5, left) = (a5 - t, s5 - t, left - t);
        taken = points - left;
        assert(balance() == before - taken);
        assert(left == 0 || balance() == 0);
    }

    /// @notice A redemption takes the oldest points first, all or nothing.
    function spend(uint256 points, uint256 withNonce) external inductive {
        require(points < 2 ** 48 && withNonce > nonce && withNonce <= NONCE_LIMIT && balance() >= points);
        uint256 before = balance();
        uint256 nonceBefore = nonce;
        uint256 left = points;
        uint256 t = a5 < left ? a5 : left;
        (a5, s5, left) = (a5 - t, s5 - t, left - t);
        t = a4 < left ? a4 : left;
        (a4, s4, left) = (a4 - t, s4 - t, left - t);
        t = a3 < left ? a3 : left;
        (a3, s3, left) = (a3 - t, s3 - t, left - t);
        t = a2 < left ? a2 : left;
        (a2, s2, left) = (a2 - t, s2 - t, left - t);
        t = a1 < left ? a1 : left;
        (a1, s1, left) = (a1 - t, s1 - t, left - t);
        t = a0 < left ? a0 : left;
        (a0, s0, left) = (a0 - t, s0 - t, left - t);
        nonce = withNonce;
        assert(left == 0);
        assert(balance() == before - points);
        assert(nonce > nonceBefore && nonce <= NONCE_LIMIT);
    }

    /// @notice An epoch begins: lots age, and those older than five epochs expire.
    function age() external inductive {
        uint256 before = balance();
        uint256 expired = a5;
        (a5, a4, a3, a2, a1, a0) = (a4, a3, a2, a1, a0, 0);
        (b5, b4, b3, b2, b1, b0) = (b4, b3, b2, b1, b0, 0);
        (s5, s4, s3, s2, s1, s0) = (s4, s3, s2, s1, s0, 0);
        assert(balance() == before - expired);
        assert(s0 == 0);
    }
}
