// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Anchors of the archive's log
/// @notice The receipts of all batches are published, and one signed log (C2SP tlog-tiles, RFC 6962 with SHA-256) has
/// an entry for each batch, in the order of the chain. Once a month its root is written down here, so that not even
/// the log's key can show anybody another past afterwards.
interface ILogAnchors {
    /// @notice The head of the log for a month; zeros where there is none.
    struct Anchor {
        /// Entries of the log that the root is over.
        uint64 size;
        /// Unix second in which it was written.
        uint64 anchoredAt;
        /// RFC 6962 root of the first `size` entries.
        bytes32 root;
    }

    /// @notice The log had this root over its first `size` entries, which include every batch of `month` and before.
    event LogAnchored(uint256 indexed month, uint64 size, bytes32 root);

    error MonthOutOfOrder(uint256 last, uint256 month);
    error MonthNotOver(uint256 month);
    error RootZero();
    error SizeNotRising(uint64 last, uint64 size);

    /// @notice Writes the root of the log for a month that is over. An anchor is never changed.
    /// @dev Months and sizes rise strictly: a month in which the log did not grow has no anchor, and needs none.
    /// Refuses, in this order, `MonthOutOfOrder` (a month that has an anchor, or one before it), `MonthNotOver`,
    /// `SizeNotRising` and `RootZero`. Whether the root is that of the log, nobody can say here: an audit can.
    /// @param month Calendar month (UTC), counted from January 1970, which has none.
    function anchor(uint256 month, uint64 size, bytes32 root) external;

    /// @notice The anchor of a month.
    function anchorOf(uint256 month) external view returns (Anchor memory);

    /// @notice The newest anchor and its month; zeros before the first.
    function latest() external view returns (uint256 month, Anchor memory newest);
}
