// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {Clock} from "./Clock.sol";

/// @title The registry, written down plainly
abstract contract RegistryModel is Clock {
    /// @notice Prices that hold from a month on.
    struct PriceRow {
        uint256 month;
        uint256 issuePrice;
        uint256 redeemPrice;
    }

    struct PartnerRow {
        IPartnerRegistry.Status status;
        uint256 nextEntry;
        uint256 allowance;
        uint256 dailyLimit;
        /// Points used of the daily limit at `usedAt`; they come back evenly within a day.
        uint256 used;
        uint256 usedAt;
        uint256 issuerKey;
        uint256 tillKey;
        /// The redemption key before, which nobody may sign with any more.
        uint256 oldTillKey;
        /// Ghosts of everything that ever happened.
        uint256 raised;
        uint256 lowered;
        uint256 issuedEver;
        uint256 reversedEver;
        uint256 entriesEver;
        uint256 redeemedEver;
        PriceRow[] prices;
        mapping(uint256 month => uint256) issued;
        mapping(uint256 month => uint256) reversed;
        mapping(uint256 month => uint256) redeemed;
        mapping(uint256 month => uint256) restored;
        /// What the logs say was redeemed and restored.
        mapping(uint256 month => uint256) redeemedLogged;
        mapping(uint256 month => uint256) restoredLogged;
    }

    mapping(uint32 id => PartnerRow) internal _partners;
    uint32 internal _partnerCount;

    function _usedNow(PartnerRow storage p) internal view returns (uint256) {
        uint256 refilled = ((_clock - p.usedAt) * p.dailyLimit) / 1 days;
        return p.used > refilled ? p.used - refilled : 0;
    }

    function _availableToday(PartnerRow storage p) internal view returns (uint256) {
        uint256 used = _usedNow(p);
        return p.dailyLimit > used ? p.dailyLimit - used : 0;
    }

    function _modelBook(uint32 id, uint256 entryCount, uint256 credited, uint256 debited) internal {
        PartnerRow storage p = _partners[id];
        if (credited != 0) (p.used, p.usedAt) = (_usedNow(p) + credited, _clock);
        p.nextEntry += entryCount;
        p.entriesEver += entryCount;
        p.allowance -= credited;
        p.issuedEver += credited;
        p.reversedEver += debited;
        uint256 month = _modelMonth(_clock);
        p.issued[month] += credited;
        p.reversed[month] += debited;
    }

    /// @dev Those that were said last of the months up to this one; nothing before.
    function _modelPrices(PartnerRow storage p, uint256 month) internal view returns (uint256, uint256) {
        for (uint256 i = p.prices.length; i != 0; --i) {
            PriceRow storage said = p.prices[i - 1];
            if (said.month <= month) return (said.issuePrice, said.redeemPrice);
        }
        return (0, 0);
    }

    /// @dev Counts years and months one by one, as a calendar on a wall does. Memory of the last answer keeps it quick.
    function _modelMonth(uint256 timestamp) internal returns (uint256) {
        while (timestamp >= _monthEnd) {
            _monthEnds[_month] = _monthEnd;
            _month += 1;
            _monthEnd += _daysIn(1970 + _month / 12, (_month % 12) + 1) * 1 days;
        }
        return _month;
    }

    uint256 private _month;
    /// Where each month before it ended.
    mapping(uint256 month => uint256) internal _monthEnds;
    /// Where the month of the last question ends.
    uint256 internal _monthEnd = 31 days;

    function _daysIn(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
