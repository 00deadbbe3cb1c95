// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SmallBooks} from "./SmallBooks.sol";

/// @title The small ledger, for walks beside the real one
/// @notice Its steps are those of `SmallBooks`, which are proved in `steps/`.
contract SmallLedger is SmallBooks {
    function balance() external view returns (uint256) {
        return _accountSum();
    }

    function credit(uint256 points, uint256 others, uint256 firstEntry, uint256 entries) external {
        _credit(points, others, firstEntry, entries);
    }

    function restore(uint256 points) external {
        _restore(points);
    }

    function debit(uint256 points) external returns (uint256 taken) {
        return _debit(points);
    }

    function spend(uint256 points, uint256 withNonce) external {
        _spend(points, withNonce);
    }

    function age() external {
        _age();
    }

    function raise(uint256 points) external {
        _raise(points);
    }

    function lower(uint256 points) external {
        _lower(points);
    }
}
