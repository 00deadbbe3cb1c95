// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title OpenZeppelin's ERC-20 with a role that mints, one by one or in a loop: what a brand would deploy by itself
contract MinterPoints is ERC20, AccessControl {
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    constructor() ERC20("Points", "PTS") {
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
        _grantRole(MINTER_ROLE, msg.sender);
    }

    function mint(address to, uint256 points) external onlyRole(MINTER_ROLE) {
        _mint(to, points);
    }

    function mintMany(address[] calldata to, uint256[] calldata points) external onlyRole(MINTER_ROLE) {
        for (uint256 i = 0; i < to.length; ++i) _mint(to[i], points[i]);
    }
}
