// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counts, Induction, Lots} from "./Induction.sol";

contract DebitProof is Induction {
    /// @notice Takes what it says, something is missing only where nothing is left, nobody else pays, newest lots go
    /// first: where a lot gave anything, every newer one is empty.
    function prove(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts,
        uint256 points
    ) external anywhere(account, others, supply, counts) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        uint256 taken = _debit(points);
        assert(_accountSum() + taken == before);
        assert(taken == points || (taken < points && _accountSum() == 0));
        assert(_othersSum() == othersBefore);
        assert(
            (a1 == account.lot1 || a0 == 0) &&
                (a2 == account.lot2 || a1 == 0) &&
                (a3 == account.lot3 || a2 == 0) &&
                (a4 == account.lot4 || a3 == 0) &&
                (a5 == account.lot5 || a4 == 0)
        );
    }
}
