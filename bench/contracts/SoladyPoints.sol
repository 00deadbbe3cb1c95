// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "solady/src/auth/Ownable.sol";
import {ERC20} from "solady/src/tokens/ERC20.sol";

/// @title Solady's ERC-20 with an owner who mints in a loop
contract SoladyPoints is ERC20, Ownable {
    constructor() {
        _initializeOwner(msg.sender);
    }

    function name() public pure override returns (string memory) {
        return "Points";
    }

    function symbol() public pure override returns (string memory) {
        return "PTS";
    }

    function mintMany(address[] calldata to, uint256[] calldata points) external onlyOwner {
        for (uint256 i = 0; i < to.length; ++i) _mint(to[i], points[i]);
    }
}
