// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title An ERC-20 shaped token whose points expire, with a slot per account and epoch
/// @notice The obvious way to let points expire, and what most expiring tokens do: six epochs live at once.
contract EpochSlotPoints is Ownable {
    uint256 private constant EPOCHS_LIVE = 6;

    uint256 private immutable EPOCH_LENGTH;
    mapping(uint256 epoch => mapping(address account => uint256 points)) private _points;
    mapping(uint256 epoch => uint256 points) private _supply;

    event Transfer(address indexed from, address indexed to, uint256 value);

    error AccountZero();

    constructor(uint256 length) Ownable(msg.sender) {
        EPOCH_LENGTH = length;
    }

    function mintMany(address[] calldata to, uint256[] calldata points) external onlyOwner {
        uint256 epoch = block.timestamp / EPOCH_LENGTH;
        mapping(address => uint256) storage lot = _points[epoch];
        uint256 sum = 0;
        for (uint256 i = 0; i < to.length; ++i) {
            if (to[i] == address(0)) revert AccountZero();
            lot[to[i]] += points[i];
            sum += points[i];
            emit Transfer(address(0), to[i], points[i]);
        }
        _supply[epoch] += sum;
    }

    function balanceOf(address account) external view returns (uint256 points) {
        uint256 epoch = block.timestamp / EPOCH_LENGTH;
        for (uint256 age = 0; age < EPOCHS_LIVE; ++age) points += _points[epoch - age][account];
    }
}
