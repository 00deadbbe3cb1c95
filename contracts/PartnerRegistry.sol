// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "./interfaces/IPointsRedemption.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {CalendarMonth} from "./libraries/CalendarMonth.sol";
import {PartnerRows} from "./libraries/PartnerRows.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title The partners of the coalition
/// @notice See `IPartnerRegistry`.
contract PartnerRegistry is IPartnerRegistry, AccessManaged {
    using Checkpoints for Checkpoints.Trace160;
    using PartnerRows for uint256;
    using RateLimiter for RateLimiter.RefillingBucket;
    using SafeCast for uint256;

    /* STORAGE */

    IPointsToken public immutable TOKEN;

    /// A bucket per partner has one entry only.
    bytes32 private constant BUCKET = bytes32(0);
    uint48 private constant BUCKET_WINDOW = 1 days;
    uint256 private constant PRICE_BITS = 80;

    /// All that a batch changes; see `PartnerRows`. Never zero for a registered partner.
    mapping(PartnerId => uint256) private _issuing;
    /// Issuer keys that are bare addresses; zero where it lies in `_longIssuerKeys`.
    mapping(PartnerId => address) private _bareIssuerKeys;
    mapping(PartnerId => bytes) private _longIssuerKeys;
    /// The redemption module keeps a copy of these, so that redeeming does not come here: see `_pushRedemptionKey`.
    mapping(PartnerId => address) private _bareRedemptionKeys;
    mapping(PartnerId => bytes) private _longRedemptionKeys;
    mapping(PartnerId => RateLimiter.RefillingBucket) private _buckets;
    mapping(PartnerId => mapping(uint256 month => IssuingTotals)) private _months;
    mapping(PartnerId => Checkpoints.Trace160) private _prices;

    /// What a partner did in a month that is over.
    struct IssuingTotals {
        uint64 issued;
        uint64 reversed;
    }

    constructor(address authority, IPointsToken token) AccessManaged(authority) {
        TOKEN = token;
    }

    /* PARTNERS */

    /// @inheritdoc IPartnerRegistry
    function register(
        PartnerId id,
        string calldata name,
        bytes calldata issuer,
        bytes calldata redeemer
    ) external restricted {
        if (PartnerId.unwrap(id) == 0) revert PartnerUnknown(id);
        if (_issuing[id] != 0) revert PartnerAlreadyRegistered(id);
        _issuing[id] = PartnerRows.newIssuing(uint8(Status.Active), _monthNow());
        _storeIssuerKey(id, issuer);
        _storeRedemptionKey(id, redeemer);
        _buckets[id].updateSettings(BUCKET_WINDOW, 0);
        emit PartnerRegistered(id, name, issuer, redeemer);
        _pushRedemptionKey(id);
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
        uint256 row = _known(id);
        if (Status(row.statusOf()) == Status.Left) revert StatusUnchangeable(id, Status.Left, Status.Left);
        _issuing[id] = row.withStatus(uint8(Status.Left));
        emit PartnerStatusChanged(id, Status.Left);
        _pushRedemptionKey(id);
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
        _pushRedemptionKey(id);
    }

    function _changeStatus(PartnerId id, Status from, Status to) private {
        uint256 row = _known(id);
        if (Status(row.statusOf()) != from) revert StatusUnchangeable(id, Status(row.statusOf()), to);
        _issuing[id] = row.withStatus(uint8(to));
        emit PartnerStatusChanged(id, to);
    }

    function _storeIssuerKey(PartnerId id, bytes calldata key) private {
        (address bare, bytes memory long) = _split(key);
        _bareIssuerKeys[id] = bare;
        _longIssuerKeys[id] = long;
    }

    function _storeRedemptionKey(PartnerId id, bytes calldata key) private {
        (address bare, bytes memory long) = _split(key);
        _bareRedemptionKeys[id] = bare;
        _longRedemptionKeys[id] = long;
    }

    /// @dev Called after every change that the redemption module's copy of the key depends on, so that it is never
    /// stale. Where there is no module yet there is no copy either, and the module will ask.
    function _pushRedemptionKey(PartnerId id) private {
        address module = TOKEN.moduleOf(IPointsToken.Module.Redemption);
        if (module.code.length != 0) IPointsRedemption(module).refreshKey(id);
    }

    /// @dev A bare address is kept as one, because reading bytes would cost every booking 1,500 gas more.
    function _split(bytes calldata key) private pure returns (address bare, bytes memory long) {
        if (!SignerKey.isWellFormed(key)) revert SignerKeyMalformed(key);
        if (key.length == SignerKey.ADDRESS_BYTES) bare = address(bytes20(key));
        else long = key;
    }

    function _joined(address bare, bytes memory long) private pure returns (bytes memory) {
        return bare == address(0) ? long : abi.encodePacked(bare);
    }

    /// @dev The row of a partner that was registered.
    function _known(PartnerId id) private view returns (uint256 row) {
        row = _issuing[id];
        if (row == 0) revert PartnerUnknown(id);
    }

    /// @dev The row of a partner that was registered and has not left.
    function _present(PartnerId id) private view returns (uint256 row) {
        row = _known(id);
        if (Status(row.statusOf()) == Status.Left) revert PartnerNotActive(id, Status.Left);
    }

    /* LIMITS AND PRICES */

    /// @inheritdoc IPartnerRegistry
    function raiseAllowance(PartnerId id, uint256 points) external restricted {
        uint256 row = _present(id);
        uint256 allowance = row.allowanceOf() + points;
        _issuing[id] = row.withAllowance(allowance);
        emit PartnerAllowanceRaised(id, points, allowance);
    }

    /// @inheritdoc IPartnerRegistry
    function lowerAllowance(PartnerId id, uint256 points) external restricted {
        uint256 row = _known(id);
        uint256 lowered = Math.min(points, row.allowanceOf());
        uint256 allowance = row.allowanceOf() - lowered;
        _issuing[id] = row.withAllowance(allowance);
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
        (bool priced, uint96 lastMonth, ) = _prices[id].latestCheckpoint();
        bool first = !priced && month == monthNow && !_booked(id);
        if (month <= monthNow && !first) revert PriceMonthPassed(id, month);
        if (month < lastMonth) revert PriceMonthOutOfOrder(id, lastMonth, month);
        if (issuePrice >> PRICE_BITS != 0 || redeemPrice >> PRICE_BITS != 0)
            revert PriceTooHigh(id, issuePrice, redeemPrice);
        _prices[id].push(month.toUint96(), uint160((issuePrice << PRICE_BITS) | redeemPrice));
        emit PartnerPricesChanged(id, month, issuePrice, redeemPrice);
    }

    /// @dev Whether points of the partner were ever issued or redeemed: then they had a price, if only zero.
    function _booked(PartnerId id) private view returns (bool) {
        return _issuing[id].nextEntryOf() != 1 || _redemption().isBooked(id);
    }

    /* BOOKKEEPING */

    /// @inheritdoc IPartnerRegistry
    function checkEntry(PartnerId id, uint256 firstEntry) external view returns (address bareIssuerKey) {
        _postable(id, firstEntry);
        return _bareIssuerKeys[id];
    }

    /// @inheritdoc IPartnerRegistry
    function recordBatch(
        PartnerId id,
        uint256 firstEntry,
        uint256 entryCount,
        uint256 credited,
        uint256 debited
    ) external {
        _onlyModule(IPointsToken.Module.Issuance);
        uint256 row = _postable(id, firstEntry);
        if (credited > row.allowanceOf()) revert PartnerAllowanceExceeded(id, row.allowanceOf(), credited);
        RateLimiter.RefillingBucket storage bucket = _buckets[id];
        if (!bucket.tryConsume(BUCKET, credited)) {
            revert PartnerDailyLimitExceeded(id, bucket.available(BUCKET), credited);
        }
        _issuing[id] = _turnIssuingMonth(id, row).withBatch(entryCount, credited, debited);
    }

    /// @inheritdoc IPartnerRegistry
    function checkRedeemer(PartnerId id) external view returns (bytes memory) {
        _present(id);
        return redemptionKey(id);
    }

    /// @dev The ledger alone knows its modules. It was called before in every path that leads here, so asking it costs
    /// less than a slot of our own, and there is one place to replace a module.
    function _onlyModule(IPointsToken.Module module) private view {
        if (msg.sender != TOKEN.moduleOf(module)) revert IPointsToken.NotTheModule(module, msg.sender);
    }

    function _postable(PartnerId id, uint256 firstEntry) private view returns (uint256 row) {
        row = _known(id);
        if (Status(row.statusOf()) != Status.Active) revert PartnerNotActive(id, Status(row.statusOf()));
        if (row.nextEntryOf() != firstEntry) revert UnexpectedEntryNumber(id, row.nextEntryOf(), firstEntry);
    }

    /// @dev Stores the month that is over, if there was anything in it, and begins the running one.
    function _turnIssuingMonth(PartnerId id, uint256 row) private returns (uint256) {
        uint256 month = _monthNow();
        if (row.issuingMonthOf() == month) return row;
        if (row.issuedOf() != 0 || row.reversedOf() != 0) {
            IssuingTotals storage totals = _months[id][row.issuingMonthOf()];
            (totals.issued, totals.reversed) = (row.issuedOf(), row.reversedOf());
        }
        return row.withIssuingMonth(month);
    }

    /// @dev The module that counts what is redeemed and restored.
    function _redemption() private view returns (IPointsRedemption) {
        address module = TOKEN.moduleOf(IPointsToken.Module.Redemption);
        // Better no answer than one that leaves out what a former module counted.
        if (module.code.length == 0) revert RedemptionModuleMissing();
        return IPointsRedemption(module);
    }

    function _monthNow() private view returns (uint256) {
        return CalendarMonth.monthAt(block.timestamp);
    }

    /* VIEWS */

    /// @inheritdoc IPartnerRegistry
    function partner(PartnerId id) external view returns (Partner memory) {
        uint256 row = _issuing[id];
        uint256 available = _buckets[id].available(BUCKET);
        return
            Partner({
                status: Status(row.statusOf()),
                nextEntry: row.nextEntryOf(),
                allowance: row.allowanceOf(),
                dailyLimit: _buckets[id]._capacity,
                issuableNow: Status(row.statusOf()) == Status.Active ? Math.min(row.allowanceOf(), available) : 0,
                issuerKey: issuerKey(id),
                redemptionKey: redemptionKey(id)
            });
    }

    /// @inheritdoc IPartnerRegistry
    function issuerKey(PartnerId id) public view returns (bytes memory) {
        return _joined(_bareIssuerKeys[id], _longIssuerKeys[id]);
    }

    /// @inheritdoc IPartnerRegistry
    function redemptionKey(PartnerId id) public view returns (bytes memory) {
        return _joined(_bareRedemptionKeys[id], _longRedemptionKeys[id]);
    }

    /// @inheritdoc IPartnerRegistry
    function bareRedemptionKey(PartnerId id) external view returns (address) {
        return Status(_issuing[id].statusOf()) == Status.Left ? address(0) : _bareRedemptionKeys[id];
    }

    /// @inheritdoc IPartnerRegistry
    function nextEntry(PartnerId id) external view returns (uint256) {
        return _known(id).nextEntryOf();
    }

    /// @inheritdoc IPartnerRegistry
    function monthTotals(PartnerId id, uint256 month) external view returns (MonthTotals memory totals) {
        IssuingTotals storage past = _months[id][month];
        (totals.issued, totals.reversed) = (past.issued, past.reversed);
        uint256 row = _issuing[id];
        if (row.issuingMonthOf() == month) (totals.issued, totals.reversed) = (row.issuedOf(), row.reversedOf());
        (totals.redeemed, totals.restored) = _redemption().redemptionTotals(id, month);
    }

    /// @inheritdoc IPartnerRegistry
    function prices(PartnerId id, uint256 month) external view returns (uint256 issuePrice, uint256 redeemPrice) {
        uint256 packed = _prices[id].upperLookup(month.toUint96());
        return (packed >> PRICE_BITS, packed & ((1 << PRICE_BITS) - 1));
    }
}
