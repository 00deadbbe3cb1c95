// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// @title OpenZeppelin's ERC-1155, the id being the epoch: points that expire by being another token
contract OpenZeppelinPoints1155 is ERC1155, Ownable {
    constructor() ERC1155("") Ownable(msg.sender) {}

    function mintMany(uint256 epoch, address[] calldata to, uint256[] calldata points) external onlyOwner {
        for (uint256 i = 0; i < to.length; ++i) _mint(to[i], epoch, points[i], "");
    }
}
