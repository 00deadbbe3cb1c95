// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract CreditProof is Induction {
    /// @notice Adds exactly the points, uses exactly so much of the allowance, and numbers go on without a gap.
    function prove(
        Start memory start,
        uint256 points,
        uint256 otherPoints,
        uint256 firstEntry,
        uint256 entries
    ) external anywhere(start) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        _credit(points, otherPoints, firstEntry, entries);
        assert(_accountSum() == before + points);
        assert(_othersSum() == othersBefore + otherPoints);
        assert(allowance + points + otherPoints == start.counts.allowance);
        assert(firstEntry == start.counts.nextEntry && nextEntry == firstEntry + entries && entries > 0);
    }
}
