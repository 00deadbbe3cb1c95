// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract SpendProof is Induction {
    /// @notice Takes exactly the points, from nobody else, under a nonce that was never used; oldest lots go first: where
    /// a lot gave anything, every older one is empty.
    function prove(Start memory start, uint256 points, uint256 withNonce) external anywhere(start) {
        uint256 before = _accountSum();
        uint256 othersBefore = _othersSum();
        _spend(points, withNonce);
        assert(_accountSum() + points == before);
        assert(_othersSum() == othersBefore);
        assert(nonce == withNonce && nonce > start.counts.nonce);
        assert(
            (a4 == start.account.lot4 || a5 == 0) &&
                (a3 == start.account.lot3 || a4 == 0) &&
                (a2 == start.account.lot2 || a3 == 0) &&
                (a1 == start.account.lot1 || a2 == 0) &&
                (a0 == start.account.lot0 || a1 == 0)
        );
    }
}
