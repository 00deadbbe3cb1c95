// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsToken} from "../PointsToken.sol";

/// @title The ledger without assembly in its loops
/// @notice What `PointsToken` must do, said plainly: a record at a time, each through the one internal `_credit` or
/// `_redeem`. The differential fuzz tests hold the two together.
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

    /// @dev No short path: every order goes through the plain code.
    function _takeUsualOrder(bytes32) internal pure override {
        return;
    }

    function _spendUsualOrder(uint256, uint256) internal pure override returns (uint256) {
        return 0;
    }
}
