// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counts, Induction, Lots} from "./Induction.sol";

contract AllowanceProof is Induction {
    /// @notice Raising adds exactly the points.
    function proveRaise(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts,
        uint256 points
    ) external anywhere(account, others, supply, counts) {
        _raise(points);
        assert(allowance == counts.allowance + points);
    }

    /// @notice Lowering takes exactly the points, or leaves nothing.
    function proveLower(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts,
        uint256 points
    ) external anywhere(account, others, supply, counts) {
        _lower(points);
        assert(allowance + points == counts.allowance || allowance == 0);
        assert(allowance <= counts.allowance);
    }
}
