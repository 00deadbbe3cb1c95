// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract DebitProof is Induction {
    /// @notice Takes what it says, something is missing only where nothing is left, nobody else pays, newest lots go
    /// first: where a lot gave anything, every newer one is empty.
    function prove(Start memory start, uint256 points) external anywhere(start) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        uint256 taken = _debit(points);
        assert(_accountSum() + taken == before);
        assert(taken == points || (taken < points && _accountSum() == 0));
        assert(_othersSum() == othersBefore);
        assert(
            (a1 == start.account.lot1 || a0 == 0) &&
                (a2 == start.account.lot2 || a1 == 0) &&
                (a3 == start.account.lot3 || a2 == 0) &&
                (a4 == start.account.lot4 || a3 == 0) &&
                (a5 == start.account.lot5 || a4 == 0)
        );
    }
}
