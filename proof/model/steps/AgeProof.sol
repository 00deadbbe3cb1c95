// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Induction, Start} from "./Induction.sol";

contract AgeProof is Induction {
    /// @notice Every lot becomes the next older one, and exactly the oldest expires: a balance never rises by it.
    function prove(Start memory start) external anywhere(start) {
        uint256 before = _accountSum();
        uint256 supplyBefore = _supplySum();
        _age();
        assert(_accountSum() + start.account.lot5 == before);
        assert(_supplySum() <= supplyBefore);
        assert(a0 == 0 && a1 == start.account.lot0 && a2 == start.account.lot1);
        assert(a3 == start.account.lot2 && a4 == start.account.lot3 && a5 == start.account.lot4);
    }
}
