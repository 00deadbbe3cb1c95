// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The word that changes with every batch of a partner
/// @notice `[status 8][nextEntry 56][allowance 64][month 16][issued 56][reversed 56]`.
/// The running month rides along with what a batch must change anyway, and is stored apart when it is over.
/// @dev Packed by hand, because the compiler would store a struct field by field, 200 gas each. Every lane is checked
/// when it grows. 2^56 points are more than can exist.
library PartnerRows {
    error CounterTooHigh(uint256 value, uint256 bits);

    uint256 private constant STATUS_SHIFT = 248;
    uint256 private constant ENTRY_SHIFT = 192;
    uint256 private constant ALLOWANCE_SHIFT = 128;
    uint256 private constant ISSUING_MONTH_SHIFT = 112;
    uint256 private constant ISSUED_SHIFT = 56;

    function newIssuing(uint8 status, uint256 month) internal pure returns (uint256 row) {
        row = (uint256(status) << STATUS_SHIFT) | (1 << ENTRY_SHIFT);
        return row | (_fit(month, 16) << ISSUING_MONTH_SHIFT);
    }

    function statusOf(uint256 row) internal pure returns (uint8) {
        return uint8(row >> STATUS_SHIFT);
    }

    function nextEntryOf(uint256 row) internal pure returns (uint64) {
        return uint56(row >> ENTRY_SHIFT);
    }

    function allowanceOf(uint256 row) internal pure returns (uint256) {
        return uint64(row >> ALLOWANCE_SHIFT);
    }

    function issuingMonthOf(uint256 row) internal pure returns (uint256) {
        return uint16(row >> ISSUING_MONTH_SHIFT);
    }

    function issuedOf(uint256 row) internal pure returns (uint64) {
        return uint56(row >> ISSUED_SHIFT);
    }

    function reversedOf(uint256 row) internal pure returns (uint64) {
        return uint56(row);
    }

    function withStatus(uint256 row, uint8 status) internal pure returns (uint256) {
        return uint248(row) | (uint256(status) << STATUS_SHIFT);
    }

    function withAllowance(uint256 row, uint256 allowance) internal pure returns (uint256) {
        return (row & ~(uint256(type(uint64).max) << ALLOWANCE_SHIFT)) | (_fit(allowance, 64) << ALLOWANCE_SHIFT);
    }

    /// @notice The row at the beginning of `month`: nothing issued, nothing reversed.
    function withIssuingMonth(uint256 row, uint256 month) internal pure returns (uint256) {
        return ((row >> ALLOWANCE_SHIFT) << ALLOWANCE_SHIFT) | (_fit(month, 16) << ISSUING_MONTH_SHIFT);
    }

    /// @notice The row after a batch. `credited` is at most the allowance.
    function withBatch(
        uint256 row,
        uint256 entryCount,
        uint256 credited,
        uint256 debited
    ) internal pure returns (uint256) {
        uint256 entry = _fit(nextEntryOf(row) + entryCount, 56);
        uint256 issued = _fit(issuedOf(row) + credited, 56);
        uint256 reversed = _fit(reversedOf(row) + debited, 56);
        // Unchecked: the allowance's lane holds at least `credited`.
        unchecked {
            row -= credited << ALLOWANCE_SHIFT;
        }
        uint256 kept = row & ~((uint256(type(uint56).max) << ENTRY_SHIFT) | uint256(type(uint112).max));
        return kept | (entry << ENTRY_SHIFT) | (issued << ISSUED_SHIFT) | reversed;
    }

    function _fit(uint256 value, uint256 bits) private pure returns (uint256) {
        if (value >> bits != 0) revert CounterTooHigh(value, bits);
        return value;
    }
}
