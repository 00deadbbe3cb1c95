// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counts, Induction, Lots} from "./Induction.sol";

contract SpendProof is Induction {
    /// @notice Takes exactly the points, from nobody else, under a nonce that was never used; oldest lots go first: where
    /// a lot gave anything, every older one is empty.
    function prove(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts,
        uint256 points,
        uint256 withNonce
    ) external anywhere(account, others, supply, counts) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        _spend(points, withNonce);
        assert(_accountSum() + points == before);
        assert(_othersSum() == othersBefore);
        assert(nonce == withNonce && nonce > counts.nonce);
        assert(
            (a4 == account.lot4 || a5 == 0) &&
                (a3 == account.lot3 || a4 == 0) &&
                (a2 == account.lot2 || a3 == 0) &&
                (a1 == account.lot1 || a2 == 0) &&
                (a0 == account.lot0 || a1 == 0)
        );
    }
}
