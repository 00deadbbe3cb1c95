// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Calendar months, UTC
library CalendarMonth {
    /// @notice Months since January 1970 at `timestamp` (Unix seconds): 0 is January 1970.
    /// @dev Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is a year's last day. Every
    /// division rounds down, as in the original.
    function monthAt(uint256 timestamp) internal pure returns (uint256) {
        // Unchecked: each value is bounded by its name's meaning, and a timestamp is far below 2^64.
        unchecked {
            uint256 day = timestamp / 1 days + 719_468;
            uint256 era = day / 146_097;
            uint256 dayOfEra = day - era * 146_097;
            uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
            uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
            uint256 monthFromMarch = (5 * dayOfYear + 2) / 153;
            // 1970-01 is 1,969 years and 10 months after the era's March of year 0.
            return (yearOfEra + era * 400) * 12 + monthFromMarch - 23_638;
        }
    }
}
