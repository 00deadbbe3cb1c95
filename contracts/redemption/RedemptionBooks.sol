// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";

import {RedemptionTypes} from "./RedemptionTypes.sol";
import {IPartnerRegistry} from "../interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../interfaces/IPointsToken.sol";
import {CalendarMonth} from "../libraries/CalendarMonth.sol";
import {RedemptionWord} from "../libraries/RedemptionWord.sol";
import {PartnerId} from "../types/PartnerId.sol";

/// @title What redemption keeps of each partner
/// @notice The half of `PointsRedemption` that remembers: the running day, its chain, the months, the copy of the key.
abstract contract RedemptionBooks is RedemptionTypes {
    using RedemptionWord for bytes24;
    using RedemptionWord for uint256;

    /* STORAGE */

    IPointsToken internal immutable TOKEN;
    IPartnerRegistry internal immutable REGISTRY;
    IPointsRedemption private immutable PREDECESSOR;

    /// What a module counted in a month: redeemed once the month is over, restored at once.
    struct MonthCount {
        uint64 redeemed;
        uint64 restored;
    }

    // A partner's words lie in slots of their own, `PARTNERS | id << 8 | place`, because a mapping's hash would cost
    // each list 140 gas: a place for each day of the ring, one for the running day and one for the key. The bit keeps
    // them away from the variables here.
    uint256 internal constant PARTNERS = 1 << 40;
    uint256 internal constant RING_DAYS = 32;
    uint256 internal constant RUNNING_PLACE = 32;
    uint256 internal constant KEY_PLACE = 33;

    mapping(PartnerId => mapping(uint256 month => MonthCount)) private _months;

    /// @param predecessor_ The module that this one comes after, so that its months are not lost; zero for the first.
    constructor(IPointsToken token_, IPartnerRegistry registry, IPointsRedemption predecessor_) {
        TOKEN = token_;
        REGISTRY = registry;
        PREDECESSOR = predecessor_;
    }

    /* DAYS AND MONTHS */

    /// @dev Counts the points and links the list onto the chain of today.
    /// @param list keccak256 of the hashes of the spent orders.
    function _count(PartnerId partnerId, bytes32 list, uint256 points) internal {
        StorageSlot.Uint256Slot storage running = _wordAt(_slotOf(partnerId, RUNNING_PLACE));
        uint256 word = running.value;
        uint256 today = block.timestamp / 1 days;
        if (word.dayOf() != today) word = _turnDay(partnerId, word, today);
        running.value = word.afterList(list, points);
    }

    /// @dev Stores the day that is over, and the month with it if that is over too.
    /// @return What the new day begins with: no chain, and the points of the month if it is still the same.
    function _turnDay(PartnerId partnerId, uint256 word, uint256 today) internal returns (uint256) {
        if (word == 0) return RedemptionWord.pack(0, today, 0);
        uint256 day = word.dayOf();
        _wordAt(_slotOf(partnerId, day % RING_DAYS)).value = RedemptionWord.pack(word.chainOf(), day, 0);
        uint256 month = _monthOf(day);
        if (_monthOf(today) == month) return RedemptionWord.pack(0, today, word.redeemedOf());
        _months[partnerId][month].redeemed = word.redeemedOf();
        return RedemptionWord.pack(0, today, 0);
    }

    function _monthOf(uint256 day) private pure returns (uint256) {
        return CalendarMonth.monthAt(day * 1 days);
    }

    function _slotOf(PartnerId partnerId, uint256 place) internal pure returns (uint256) {
        return PARTNERS | (uint256(PartnerId.unwrap(partnerId)) << 8) | place;
    }

    function _wordAt(uint256 slot) internal pure returns (StorageSlot.Uint256Slot storage) {
        return StorageSlot.getUint256Slot(bytes32(slot));
    }

    /// @dev Restored points count in the month of their return.
    function _countRestored(PartnerId partnerId, uint256 points) internal {
        // The points are a part of an order's, which fit into 48 bits.
        _months[partnerId][_monthOf(block.timestamp / 1 days)].restored += uint64(points);
    }

    /* KEYS */

    /// @inheritdoc IPointsRedemption
    function refreshKey(PartnerId partnerId) external {
        address module = TOKEN.moduleOf(IPointsToken.Module.Redemption);
        if (module != address(this)) revert IPointsToken.NotTheModule(IPointsToken.Module.Redemption, address(this));
        _wordAt(_slotOf(partnerId, KEY_PLACE)).value = uint160(REGISTRY.bareRedemptionKey(partnerId));
    }

    /* VIEWS */

    /// @inheritdoc IPointsRedemption
    function token() external view returns (IPointsToken) {
        return TOKEN;
    }

    /// @inheritdoc IPointsRedemption
    function predecessor() external view returns (IPointsRedemption) {
        return PREDECESSOR;
    }

    /// @inheritdoc IPointsRedemption
    function chainOf(PartnerId partnerId, uint256 day) public view returns (bytes24) {
        uint256 word = _wordAt(_slotOf(partnerId, RUNNING_PLACE)).value;
        if (word.dayOf() != day) word = _wordAt(_slotOf(partnerId, day % RING_DAYS)).value;
        return word.dayOf() == day ? word.chainOf() : bytes24(0);
    }

    /// @inheritdoc IPointsRedemption
    function redemptionTotals(
        PartnerId partnerId,
        uint256 month
    ) external view returns (uint64 redeemed, uint64 restored) {
        (redeemed, restored) = (_months[partnerId][month].redeemed, _months[partnerId][month].restored);
        uint256 word = _wordAt(_slotOf(partnerId, RUNNING_PLACE)).value;
        if (word != 0 && _monthOf(word.dayOf()) == month) redeemed = word.redeemedOf();
        if (address(PREDECESSOR) == address(0)) return (redeemed, restored);
        (uint64 redeemedBefore, uint64 restoredBefore) = PREDECESSOR.redemptionTotals(partnerId, month);
        return (redeemed + redeemedBefore, restored + restoredBefore);
    }

    /// @inheritdoc IPointsRedemption
    function isBooked(PartnerId partnerId) external view returns (bool) {
        if (_wordAt(_slotOf(partnerId, RUNNING_PLACE)).value != 0) return true;
        return address(PREDECESSOR) != address(0) && PREDECESSOR.isBooked(partnerId);
    }
}
