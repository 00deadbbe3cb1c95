// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {ILogAnchors} from "./interfaces/ILogAnchors.sol";
import {CalendarMonth} from "./libraries/CalendarMonth.sol";

/// @title Anchors of the archive's log
/// @notice See `ILogAnchors`.
contract LogAnchors is ILogAnchors, AccessManaged {
    /* STORAGE */

    /// The month of the newest anchor; 0 before the first.
    uint256 private _lastMonth;
    mapping(uint256 month => Anchor) private _anchors;

    constructor(address authority) AccessManaged(authority) {}

    /* ANCHORS */

    /// @inheritdoc ILogAnchors
    function anchor(uint256 month, uint64 size, bytes32 root) external restricted {
        uint256 lastMonth = _lastMonth;
        if (month <= lastMonth) revert MonthOutOfOrder(lastMonth, month);
        if (month >= CalendarMonth.monthAt(block.timestamp)) revert MonthNotOver(month);
        uint64 lastSize = _anchors[lastMonth].size;
        if (size <= lastSize) revert SizeNotRising(lastSize, size);
        if (root == bytes32(0)) revert RootZero();
        _lastMonth = month;
        // A timestamp is far below 2^64.
        _anchors[month] = Anchor({size: size, anchoredAt: uint64(block.timestamp), root: root});
        emit LogAnchored(month, size, root);
    }

    /* VIEWS */

    /// @inheritdoc ILogAnchors
    function anchorOf(uint256 month) external view returns (Anchor memory) {
        return _anchors[month];
    }

    /// @inheritdoc ILogAnchors
    function latest() external view returns (uint256 month, Anchor memory newest) {
        month = _lastMonth;
        newest = _anchors[month];
    }
}
