// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counts, Induction, Lots} from "./Induction.sol";

contract RestoreProof is Induction {
    /// @notice Adds exactly the points, to that account.
    function prove(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts,
        uint256 points
    ) external anywhere(account, others, supply, counts) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        _restore(points);
        assert(_accountSum() == before + points);
        assert(_othersSum() == othersBefore);
    }
}
