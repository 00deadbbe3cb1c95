// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The two words that change with every booking of a partner
/// @notice Issuing: `[status 8][nextEntry 56][allowance 64][month 16][issued 56][reversed 56]`.
/// Redeeming: `[key 160][month 16][redeemed 40][restored 40]`, the key if it is a bare address, else zero.
/// The running month rides along with what a booking must change anyway, and is stored apart when it is over.
/// @dev Packed by hand, because the compiler would store a struct field by field, 200 gas each. Every lane is checked
/// when it grows. 2^40 points are sixteen times what an epoch can issue, 2^56 more than can exist.
library PartnerRows {
    error CounterTooHigh(uint256 value, uint256 bits);

    uint256 private constant STATUS_SHIFT = 248;
    uint256 private constant ENTRY_SHIFT = 192;
    uint256 private constant ALLOWANCE_SHIFT = 128;
    uint256 private constant ISSUING_MONTH_SHIFT = 112;
    uint256 private constant ISSUED_SHIFT = 56;
    uint256 private constant KEY_SHIFT = 96;
    uint256 private constant REDEEMING_MONTH_SHIFT = 80;
    uint256 private constant REDEEMED_SHIFT = 40;

    /* ISSUING */

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

    /* REDEEMING */

    function bareKeyOf(uint256 row) internal pure returns (address) {
        return address(uint160(row >> KEY_SHIFT));
    }

    function redeemingMonthOf(uint256 row) internal pure returns (uint256) {
        return uint16(row >> REDEEMING_MONTH_SHIFT);
    }

    function redeemedOf(uint256 row) internal pure returns (uint64) {
        return uint40(row >> REDEEMED_SHIFT);
    }

    function restoredOf(uint256 row) internal pure returns (uint64) {
        return uint40(row);
    }

    function withBareKey(uint256 row, address key) internal pure returns (uint256) {
        return uint96(row) | (uint256(uint160(key)) << KEY_SHIFT);
    }

    /// @notice The row at the beginning of `month`: nothing redeemed, nothing restored.
    function withRedeemingMonth(uint256 row, uint256 month) internal pure returns (uint256) {
        return ((row >> KEY_SHIFT) << KEY_SHIFT) | (_fit(month, 16) << REDEEMING_MONTH_SHIFT);
    }

    /// @notice The row after points were redeemed or restored.
    function withRedemption(uint256 row, uint256 redeemed, uint256 restored) internal pure returns (uint256) {
        uint256 redeemedNow = _fit(redeemedOf(row) + redeemed, 40);
        uint256 restoredNow = _fit(restoredOf(row) + restored, 40);
        return
            ((row >> REDEEMING_MONTH_SHIFT) << REDEEMING_MONTH_SHIFT) | (redeemedNow << REDEEMED_SHIFT) | restoredNow;
    }

    function _fit(uint256 value, uint256 bits) private pure returns (uint256) {
        if (value >> bits != 0) revert CounterTooHigh(value, bits);
        return value;
    }
}
