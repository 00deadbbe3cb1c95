// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counts, Induction, Lots} from "./Induction.sol";

contract AgeProof is Induction {
    /// @notice Every lot becomes the next older one, and exactly the oldest expires: a balance never rises by it.
    function prove(
        Lots memory account,
        Lots memory others,
        Lots memory supply,
        Counts memory counts
    ) external anywhere(account, others, supply, counts) {
        uint256 before = _accountSum();
        uint256 supplyBefore = _supplySum();
        _age();
        assert(_accountSum() + account.lot5 == before);
        assert(_supplySum() <= supplyBefore);
        assert(a0 == 0 && a1 == account.lot0 && a2 == account.lot1);
        assert(a3 == account.lot2 && a4 == account.lot3 && a5 == account.lot4);
    }
}
