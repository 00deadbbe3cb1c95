// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsToken} from "../PointsToken.sol";

/// @title The ledger without assembly in the credit loop
/// @notice What `PointsToken` must do, said plainly: a record at a time, each through the one internal `_credit`. The
/// differential fuzz test holds the two together.
contract PlainPointsToken is PointsToken {
    constructor(
        address authority,
        string memory name_,
        string memory symbol_,
        string memory uri,
        uint256 length,
        FoundingModules memory modules
    ) PointsToken(authority, name_, symbol_, uri, length, modules) {}

    function _creditRecords(bytes calldata records, uint256 epoch) internal override returns (uint256 total) {
        for (uint256 offset = 0; offset < records.length; offset += 26) {
            address account = address(bytes20(records[offset:offset + 20]));
            uint256 points = uint48(bytes6(records[offset + 20:offset + 26]));
            _credit(account, points, epoch);
            total += points;
        }
    }
}
