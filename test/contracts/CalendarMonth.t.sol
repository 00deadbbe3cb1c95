// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CalendarMonth} from "../../contracts/libraries/CalendarMonth.sol";

contract CalendarMonthTest {
    function _daysIn(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 1) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        return month == 3 || month == 5 || month == 8 || month == 10 ? 30 : 31;
    }

    /// @dev First and last second of every month from 1970 to 2500, by counting.
    function test_everyMonthBeginsAndEndsAtMidnight() external pure {
        uint256 start = 0;
        for (uint256 month = 0; month < 530 * 12; ++month) {
            uint256 end = start + _daysIn(1970 + month / 12, month % 12) * 1 days;
            require(CalendarMonth.monthAt(start) == month, "first second");
            require(CalendarMonth.monthAt(end - 1) == month, "last second");
            start = end;
        }
    }

    function testFuzz_neverRunsBack(uint40 earlier, uint40 later) external pure {
        if (earlier > later) (earlier, later) = (later, earlier);
        require(CalendarMonth.monthAt(earlier) <= CalendarMonth.monthAt(later), "months rise");
    }
}
