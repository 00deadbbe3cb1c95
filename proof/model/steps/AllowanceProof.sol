// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract AllowanceProof is Induction {
    /// @notice Raising adds exactly the points.
    function proveRaise(Start memory start, uint256 points) external anywhere(start) {
        _raise(points);
        assert(allowance == start.counts.allowance + points);
    }

    /// @notice Lowering takes exactly the points, or leaves nothing.
    function proveLower(Start memory start, uint256 points) external anywhere(start) {
        _lower(points);
        assert(allowance + points == start.counts.allowance || allowance == 0);
        assert(allowance <= start.counts.allowance);
    }
}
