// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract RestoreProof is Induction {
    /// @notice Adds exactly the points, to that account.
    function prove(Start memory start, uint256 points) external anywhere(start) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        _restore(points);
        assert(_accountSum() == before + points);
        assert(_othersSum() == othersBefore);
    }
}
