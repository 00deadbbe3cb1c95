// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title OpenZeppelin's ERC-20 with an owner who mints, one by one or in a loop
contract OpenZeppelinPoints is ERC20, ERC20Burnable, ERC20Permit, Ownable {
    constructor() ERC20("Points", "PTS") ERC20Permit("Points") Ownable(msg.sender) {}

    function mint(address to, uint256 points) external onlyOwner {
        _mint(to, points);
    }

    function mintMany(address[] calldata to, uint256[] calldata points) external onlyOwner {
        for (uint256 i = 0; i < to.length; ++i) _mint(to[i], points[i]);
    }
}

/// @title Redeems OpenZeppelin points in one transaction: the member's permit, then `burnFrom`
contract PermitRedemption {
    struct Permit {
        address member;
        uint256 points;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    OpenZeppelinPoints private immutable TOKEN;

    constructor(OpenZeppelinPoints token) {
        TOKEN = token;
    }

    function redeem(Permit[] calldata permits) external {
        for (uint256 i = 0; i < permits.length; ++i) {
            Permit calldata p = permits[i];
            TOKEN.permit(p.member, address(this), p.points, p.deadline, p.v, p.r, p.s);
            TOKEN.burnFrom(p.member, p.points);
        }
    }
}
