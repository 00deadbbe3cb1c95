// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The second at which the proof is
/// @dev Kept by hand for two reasons: the test chain forgets between two calls where a cheat code moved its clock to, and
/// the compiler may read the clock once for a whole transaction, although it moves in it.
abstract contract Clock {
    uint256 internal _clock;

    error Broken(string what);

    /// @dev An `assert` that says which it was: the optimizer lets all panics of a function share one place.
    function _must(string memory what, bool holds) internal pure {
        if (!holds) revert Broken(what);
    }
}
