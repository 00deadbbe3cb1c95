// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {CalendarMonth} from "./libraries/CalendarMonth.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title The partners of the coalition
/// @notice See `IPartnerRegistry`.
contract PartnerRegistry is IPartnerRegistry, AccessManaged {
    using Checkpoints for Checkpoints.Trace160;
    using RateLimiter for RateLimiter.RefillingBucket;
    using SafeCast for uint256;

    /// @dev All that a batch changes, in one slot. The running month rides along and goes to `_months` when it is over.
    struct Issuing {
        Status status;
        uint56 nextEntry;
        uint64 allowance;
        uint16 month;
        uint56 issued;
        uint56 reversed;
    }

    /// @dev All that a redemption reads and changes, in one slot. A key that is no bare address lies in `_longKeys`, as
    /// does the key of a partner that left; `key` is zero then.
    struct Redeeming {
        address key;
        uint16 month;
        uint40 redeemed;
        uint40 restored;
    }

    /* STORAGE */

    IPointsToken public immutable TOKEN;

    /// A bucket per partner has one entry only.
    bytes32 private constant BUCKET = bytes32(0);
    uint48 private constant BUCKET_WINDOW = 1 days;
    uint256 private constant PRICE_BITS = 80;

    mapping(PartnerId => Issuing) private _issuing;
    mapping(PartnerId => Redeeming) private _redeeming;
    mapping(PartnerId => bytes) private _issuerKeys;
    mapping(PartnerId => bytes) private _longKeys;
    mapping(PartnerId => RateLimiter.RefillingBucket) private _buckets;
    mapping(PartnerId => mapping(uint256 month => MonthTotals)) private _months;
    mapping(PartnerId => Checkpoints.Trace160) private _prices;

    constructor(address authority, IPointsToken token) AccessManaged(authority) {
        TOKEN = token;
    }

    /* PARTNERS */

    /// @inheritdoc IPartnerRegistry
    function register(PartnerId id, string calldata name, bytes calldata issuerKey, bytes calldata redemptionKey)
        external
        restricted
    {
        if (PartnerId.unwrap(id) == 0) revert PartnerUnknown(id);
        if (_issuing[id].status != Status.Unknown) revert PartnerAlreadyRegistered(id);
        uint16 month = uint16(_monthNow());
        _issuing[id] = Issuing(Status.Active, 1, 0, month, 0, 0);
        _redeeming[id].month = month;
        _storeIssuerKey(id, issuerKey);
        _storeRedemptionKey(id, redemptionKey);
        _buckets[id].updateSettings(BUCKET_WINDOW, 0);
        emit PartnerRegistered(id, name, issuerKey, redemptionKey);
    }

    /// @inheritdoc IPartnerRegistry
    function suspend(PartnerId id) external restricted {
        _changeStatus(id, Status.Active, Status.Suspended);
    }

    /// @inheritdoc IPartnerRegistry
    function resume(PartnerId id) external restricted {
        _changeStatus(id, Status.Suspended, Status.Active);
    }

    /// @inheritdoc IPartnerRegistry
    function retire(PartnerId id) external restricted {
        Status from = _known(id).status;
        if (from == Status.Left) revert StatusUnchangeable(id, from, Status.Left);
        bytes memory key = _redemptionKey(id);
        _redeeming[id].key = address(0);
        _longKeys[id] = key;
        _issuing[id].status = Status.Left;
        emit PartnerStatusChanged(id, Status.Left);
    }

    /// @inheritdoc IPartnerRegistry
    function setIssuerKey(PartnerId id, bytes calldata key) external restricted {
        _present(id);
        _storeIssuerKey(id, key);
        emit PartnerIssuerKeyChanged(id, key);
    }

    /// @inheritdoc IPartnerRegistry
    function setRedemptionKey(PartnerId id, bytes calldata key) external restricted {
        _present(id);
        _storeRedemptionKey(id, key);
        emit PartnerRedemptionKeyChanged(id, key);
    }

    function _changeStatus(PartnerId id, Status from, Status to) private {
        Issuing storage issuing = _known(id);
        if (issuing.status != from) revert StatusUnchangeable(id, issuing.status, to);
        issuing.status = to;
        emit PartnerStatusChanged(id, to);
    }

    function _storeIssuerKey(PartnerId id, bytes calldata key) private {
        if (!SignerKey.isWellFormed(key)) revert SignerKeyMalformed(key);
        _issuerKeys[id] = key;
    }

    function _storeRedemptionKey(PartnerId id, bytes calldata key) private {
        if (!SignerKey.isWellFormed(key)) revert SignerKeyMalformed(key);
        bool isAddress = key.length == SignerKey.ADDRESS_BYTES;
        _redeeming[id].key = isAddress ? address(bytes20(key)) : address(0);
        if (isAddress) delete _longKeys[id];
        else _longKeys[id] = key;
    }

    function _redemptionKey(PartnerId id) private view returns (bytes memory) {
        address key = _redeeming[id].key;
        return key == address(0) ? _longKeys[id] : abi.encodePacked(key);
    }

    /// @dev The row of a partner that was registered.
    function _known(PartnerId id) private view returns (Issuing storage issuing) {
        issuing = _issuing[id];
        if (issuing.status == Status.Unknown) revert PartnerUnknown(id);
    }

    /// @dev The row of a partner that was registered and has not left.
    function _present(PartnerId id) private view returns (Issuing storage issuing) {
        issuing = _known(id);
        if (issuing.status == Status.Left) revert PartnerNotActive(id, Status.Left);
    }

    /* LIMITS AND PRICES */

    /// @inheritdoc IPartnerRegistry
    function raiseAllowance(PartnerId id, uint256 points) external restricted {
        Issuing storage issuing = _present(id);
        uint256 allowance = issuing.allowance + points;
        issuing.allowance = allowance.toUint64();
        emit PartnerAllowanceRaised(id, points, allowance);
    }

    /// @inheritdoc IPartnerRegistry
    function lowerAllowance(PartnerId id, uint256 points) external restricted {
        Issuing storage issuing = _known(id);
        uint256 lowered = Math.min(points, issuing.allowance);
        uint256 allowance = issuing.allowance - lowered;
        issuing.allowance = allowance.toUint64();
        emit PartnerAllowanceLowered(id, lowered, allowance);
    }

    /// @inheritdoc IPartnerRegistry
    function setDailyLimit(PartnerId id, uint256 points) external restricted {
        _present(id);
        // What was refilled until now was refilled at the old rate.
        _buckets[id].sync(BUCKET);
        _buckets[id].updateSettings(BUCKET_WINDOW, points.toUint208());
        emit PartnerDailyLimitChanged(id, points);
    }

    /// @inheritdoc IPartnerRegistry
    function setPrices(PartnerId id, uint256 month, uint256 issuePrice, uint256 redeemPrice) external restricted {
        _present(id);
        uint256 monthNow = _monthNow();
        (bool priced, uint96 lastMonth,) = _prices[id].latestCheckpoint();
        bool first = !priced && month == monthNow && !_booked(id);
        if (month <= monthNow && !first) revert PriceMonthPassed(id, month);
        if (month < lastMonth) revert PriceMonthOutOfOrder(id, lastMonth, month);
        if (issuePrice >> PRICE_BITS != 0 || redeemPrice >> PRICE_BITS != 0) revert PriceTooHigh(id, issuePrice, redeemPrice);
        _prices[id].push(month.toUint96(), uint160((issuePrice << PRICE_BITS) | redeemPrice));
        emit PartnerPricesChanged(id, month, issuePrice, redeemPrice);
    }

    /// @dev Whether points of the partner were ever issued or redeemed: then they had a price, if only zero.
    function _booked(PartnerId id) private view returns (bool) {
        return _issuing[id].nextEntry != 1 || _redeeming[id].redeemed != 0;
    }

    /* BOOKKEEPING */

    /// @inheritdoc IPartnerRegistry
    function checkBatch(PartnerId id, uint256 firstEntry) external view returns (bytes memory issuerKey) {
        _requirePostable(id, _issuing[id], firstEntry);
        return _issuerKeys[id];
    }

    /// @inheritdoc IPartnerRegistry
    function bookBatch(PartnerId id, uint256 firstEntry, uint256 entryCount, uint256 credited, uint256 debited) external {
        _onlyModule(IPointsToken.Module.Issuance);
        Issuing memory issuing = _issuing[id];
        _requirePostable(id, issuing, firstEntry);
        if (credited > issuing.allowance) revert PartnerAllowanceExceeded(id, issuing.allowance, credited);
        RateLimiter.RefillingBucket storage bucket = _buckets[id];
        if (!bucket.tryConsume(BUCKET, credited)) {
            revert PartnerDailyLimitExceeded(id, bucket.available(BUCKET), credited);
        }
        _turnMonth(id, issuing);
        issuing.nextEntry = (firstEntry + entryCount).toUint56();
        issuing.allowance -= uint64(credited);
        issuing.issued += credited.toUint56();
        issuing.reversed += debited.toUint56();
        _issuing[id] = issuing;
    }

    /// @inheritdoc IPartnerRegistry
    function bookRedeemed(PartnerId id, uint256 points) external returns (bytes memory redemptionKey) {
        _onlyModule(IPointsToken.Module.Redemption);
        Redeeming memory redeeming = _turnedRedeeming(id);
        redeeming.redeemed += points.toUint40();
        _redeeming[id] = redeeming;
        return _usableRedemptionKey(id, redeeming.key);
    }

    /// @inheritdoc IPartnerRegistry
    function bookRestored(PartnerId id, uint256 points) external returns (bytes memory redemptionKey) {
        _onlyModule(IPointsToken.Module.Redemption);
        Redeeming memory redeeming = _turnedRedeeming(id);
        redeeming.restored += points.toUint40();
        _redeeming[id] = redeeming;
        return _usableRedemptionKey(id, redeeming.key);
    }

    /// @dev The ledger alone knows its modules. It was called before in every path that leads here, so asking it costs
    /// less than a slot of our own, and there is one place to replace a module.
    function _onlyModule(IPointsToken.Module module) private view {
        if (msg.sender != TOKEN.moduleOf(module)) revert IPointsToken.NotTheModule(module, msg.sender);
    }

    function _requirePostable(PartnerId id, Issuing memory issuing, uint256 firstEntry) private pure {
        if (issuing.status == Status.Unknown) revert PartnerUnknown(id);
        if (issuing.status != Status.Active) revert PartnerNotActive(id, issuing.status);
        if (issuing.nextEntry != firstEntry) revert UnexpectedEntryNumber(id, issuing.nextEntry, firstEntry);
    }

    /// @dev Only keys that lie apart can belong to a partner that left, so that a bare address costs no second look.
    function _usableRedemptionKey(PartnerId id, address key) private view returns (bytes memory) {
        if (key != address(0)) return abi.encodePacked(key);
        _present(id);
        return _longKeys[id];
    }

    /// @dev Stores the month that is over, if there was anything in it, and begins the running one.
    function _turnMonth(PartnerId id, Issuing memory issuing) private {
        uint256 month = _monthNow();
        if (issuing.month == month) return;
        if (issuing.issued != 0 || issuing.reversed != 0) {
            MonthTotals storage totals = _months[id][issuing.month];
            (totals.issued, totals.reversed) = (issuing.issued, issuing.reversed);
        }
        (issuing.month, issuing.issued, issuing.reversed) = (uint16(month), 0, 0);
    }

    /// @dev As `_turnMonth`, for the redeeming side.
    function _turnedRedeeming(PartnerId id) private returns (Redeeming memory redeeming) {
        redeeming = _redeeming[id];
        uint256 month = _monthNow();
        if (redeeming.month == month) return redeeming;
        if (redeeming.redeemed != 0 || redeeming.restored != 0) {
            MonthTotals storage totals = _months[id][redeeming.month];
            (totals.redeemed, totals.restored) = (redeeming.redeemed, redeeming.restored);
        }
        (redeeming.month, redeeming.redeemed, redeeming.restored) = (uint16(month), 0, 0);
    }

    function _monthNow() private view returns (uint256) {
        return CalendarMonth.monthAt(block.timestamp);
    }

    /* VIEWS */

    /// @inheritdoc IPartnerRegistry
    function partner(PartnerId id) external view returns (Partner memory) {
        Issuing memory issuing = _issuing[id];
        uint256 available = _buckets[id].available(BUCKET);
        return Partner({
            status: issuing.status,
            nextEntry: issuing.nextEntry,
            allowance: issuing.allowance,
            dailyLimit: _buckets[id]._capacity,
            issuableNow: issuing.status == Status.Active ? Math.min(issuing.allowance, available) : 0,
            issuerKey: _issuerKeys[id],
            redemptionKey: _redemptionKey(id)
        });
    }

    /// @inheritdoc IPartnerRegistry
    function nextEntry(PartnerId id) external view returns (uint256) {
        return _known(id).nextEntry;
    }

    /// @inheritdoc IPartnerRegistry
    function monthTotals(PartnerId id, uint256 month) external view returns (MonthTotals memory totals) {
        totals = _months[id][month];
        Issuing memory issuing = _issuing[id];
        if (issuing.month == month) (totals.issued, totals.reversed) = (issuing.issued, issuing.reversed);
        Redeeming memory redeeming = _redeeming[id];
        if (redeeming.month == month) (totals.redeemed, totals.restored) = (redeeming.redeemed, redeeming.restored);
    }

    /// @inheritdoc IPartnerRegistry
    function prices(PartnerId id, uint256 month) external view returns (uint256 issuePrice, uint256 redeemPrice) {
        uint256 packed = _prices[id].upperLookup(month.toUint96());
        return (packed >> PRICE_BITS, packed & ((1 << PRICE_BITS) - 1));
    }
}
