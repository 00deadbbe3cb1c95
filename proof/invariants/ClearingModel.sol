// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clearing} from "../../contracts/Clearing.sol";
import {IClearing} from "../../contracts/interfaces/IClearing.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {OperatorActions} from "./OperatorActions.sol";
import {TypedData} from "./TypedData.sol";

/// @title What partners owe, written down plainly: from what happened in each month, and from the prices of that time
abstract contract ClearingModel is OperatorActions {
    /// @notice What a `Clearing` should know.
    struct Book {
        bytes32 domain;
        uint256 grace;
        uint256 window;
        uint256 month;
        uint32 nextPartner;
        uint32 lastPartner;
        uint256 positions;
        int256 netSum;
        mapping(uint256 month => IClearing.Month) months;
        mapping(uint256 month => mapping(uint32 id => IClearing.Position)) rows;
    }

    /// @notice Where a position is.
    struct Place {
        address clearing;
        uint256 month;
        uint32 id;
    }

    uint256 internal constant PLACES = 32;
    uint256 private constant PRICE_UNIT = 1e6;

    Clearing internal _clearing;
    Clearing internal _formerClearing;
    mapping(address clearing => Book) internal _books;
    /// The last positions that were closed, the oldest overwritten.
    Place[PLACES] internal _places;
    uint256 internal _placeCount;
    /// The last month that was closed whole, and where.
    Place internal _lastMonth;
    /// What the next call must log, in order.
    bytes32[] internal _expectedLogs;

    function _openBook(Clearing clearing, uint256 firstMonth, uint256 grace, uint256 window) internal {
        (_formerClearing, _clearing) = (_clearing, clearing);
        Book storage b = _books[address(clearing)];
        b.domain = TypedData.domainOf("Entente Clearing", address(clearing));
        (b.grace, b.window, b.month, b.nextPartner) = (grace, window, firstMonth, 1);
    }

    /* FIGURES */

    /// @dev To the nearest whole, halves away from zero: what is left over decides.
    function _modelAmount(uint256 plus, uint256 minus, uint256 price) private pure returns (int256 whole) {
        int256 exact = (int256(plus) - int256(minus)) * int256(price);
        whole = exact / int256(PRICE_UNIT);
        int256 rest = exact % int256(PRICE_UNIT);
        if (rest >= int256(PRICE_UNIT / 2)) whole += 1;
        if (rest <= -int256(PRICE_UNIT / 2)) whole -= 1;
    }

    function _modelLegs(uint256 month, uint32 id) internal view returns (IClearing.Legs memory legs) {
        PartnerRow storage p = _partners[id];
        (legs.issued, legs.reversed) = (uint64(p.issued[month]), uint64(p.reversed[month]));
        (legs.redeemed, legs.restored) = (uint64(p.redeemed[month]), uint64(p.restored[month]));
        (legs.issuePrice, legs.redeemPrice) = _modelPrices(p, month);
        legs.dueFrom = _modelAmount(legs.issued, legs.reversed, legs.issuePrice);
        legs.dueTo = _modelAmount(legs.redeemed, legs.restored, legs.redeemPrice);
        legs.net = legs.dueTo - legs.dueFrom;
    }

    /* CLOSING */

    /// @dev The second in which the month ends, if that is known by now.
    function _endOf(uint256 month) internal returns (uint256) {
        uint256 running = _modelMonth(_clock);
        return
            month < running
                ? _monthEnds[month]
                : month == running
                    ? _monthEnd
                    : type(uint256).max / 2;
    }

    function _isOver(Book storage b) internal returns (bool) {
        return _clock >= _endOf(b.month) + b.grace;
    }

    function _isThrough(Book storage b) private view returns (bool) {
        return b.nextPartner > b.lastPartner && _partners[b.nextPartner].status == IPartnerRegistry.Status.Unknown;
    }

    /// @return ended Whether the month is closed whole.
    function _modelClose(address clearing, uint256 partnersMax) internal returns (bool ended) {
        Book storage b = _books[clearing];
        for (uint256 done = 0; done < partnersMax && !_isThrough(b); ++done) {
            _modelClosePosition(clearing, b, b.nextPartner);
            b.nextPartner += 1;
        }
        if (!_isThrough(b)) return false;
        b.months[b.month] = IClearing.Month(_clock, -b.netSum, b.positions);
        _lastMonth = Place(clearing, b.month, 0);
        _expect(IClearing.MonthClosed.selector, b.month, abi.encode(-b.netSum, b.positions));
        (b.lastPartner, b.month) = (b.nextPartner - 1, b.month + 1);
        (b.nextPartner, b.positions, b.netSum) = (1, 0, 0);
        return true;
    }

    function _modelClosePosition(address clearing, Book storage b, uint32 id) private {
        IClearing.Legs memory legs = _modelLegs(b.month, id);
        if (uint256(legs.issued) + legs.reversed + legs.redeemed + legs.restored == 0) return;
        IClearing.Position storage row = b.rows[b.month][id];
        row.net = legs.net;
        row.state = legs.net == 0 ? IClearing.State.Settled : IClearing.State.Open;
        b.netSum += legs.net;
        b.positions += 1;
        _places[_placeCount % PLACES] = Place(clearing, b.month, id);
        _placeCount += 1;
        _expectOf(IClearing.PositionClosed.selector, b.month, id, abi.encode(legs));
    }

    /* PAYING */

    function _rowOf(Place memory place) internal view returns (IClearing.Position storage) {
        return _books[place.clearing].rows[place.month][place.id];
    }

    function _modelSettle(Place memory place, IClearing.Position storage row) internal returns (bool settled) {
        settled = row.partnerPayment == row.operatorPayment;
        if (!settled) return false;
        row.state = IClearing.State.Settled;
        _expectOf(IClearing.PositionSettled.selector, place.month, place.id, abi.encode(row.net, row.partnerPayment));
    }

    function _modelEndDispute(IClearing.Position storage row) internal {
        row.state = row.net == 0 ? IClearing.State.Settled : IClearing.State.Open;
    }

    /* LOGS */

    function _expect(bytes32 name, uint256 month, bytes memory data) internal {
        _expectedLogs.push(keccak256(abi.encodePacked(name, month, data)));
    }

    function _expectOf(bytes32 name, uint256 month, uint32 id, bytes memory data) internal {
        _expectedLogs.push(keccak256(abi.encodePacked(name, month, uint256(id), data)));
    }

    /* CHECKS */

    /// @notice What must hold of months and positions, whoever did what just now.
    function _checkClearing() internal {
        Book storage b = _books[address(_clearing)];
        (uint256 month, PartnerId next) = _clearing.next();
        _must("34: months close one after another", month == b.month && PartnerId.unwrap(next) == b.nextPartner);
        _checkPrices(uint32(1 + (calls % _partnerCount)), _modelMonth(_clock) + 3 - (calls % 12));
        if (_lastMonth.clearing != address(0)) _checkMonthClosed(_lastMonth, calls % 64 == 7);
        if (_placeCount != 0) _checkPosition(_places[calls % (_placeCount < PLACES ? _placeCount : PLACES)]);
    }

    function _checkPrices(uint32 id, uint256 month) private view {
        (uint256 issue, uint256 redeem) = _registry.prices(PartnerId.wrap(id), month);
        (uint256 issuePrice, uint256 redeemPrice) = _modelPrices(_partners[id], month);
        _must("35: no price changes for a month that has begun", issue == issuePrice && redeem == redeemPrice);
    }

    function _checkMonthClosed(Place memory place, bool adds) internal view {
        IClearing.Month storage known = _books[place.clearing].months[place.month];
        IClearing.Month memory closed = IClearing(place.clearing).monthOf(place.month);
        bool same = keccak256(abi.encode(closed)) == keccak256(abi.encode(known.closedAt, known.pool, known.positions));
        _must("36: a closed month stays", same && closed.closedAt != 0);
        if (!adds) return;
        (int256 sum, uint256 positions) = (closed.pool, 0);
        for (uint32 id = 1; id <= _partnerCount; ++id) {
            IClearing.Position memory position = IClearing(place.clearing).positionOf(place.month, PartnerId.wrap(id));
            sum += position.net;
            if (position.state != IClearing.State.None) positions += 1;
        }
        _must("37: the nets of a month and its pool are zero", sum == 0 && positions == closed.positions);
    }

    function _checkPosition(Place memory place) internal view {
        IClearing.Position storage row = _rowOf(place);
        IClearing.Position memory position = IClearing(place.clearing).positionOf(
            place.month,
            PartnerId.wrap(place.id)
        );
        bool same = position.state == row.state && position.net == row.net && position.sequence == row.sequence;
        _must("38: a position changes by acts of its own alone, each counted once", same);
        bool marked = position.partnerPayment == row.partnerPayment && position.operatorPayment == row.operatorPayment;
        _must("38: and marks are those of each side", marked);
        if (row.state == IClearing.State.None) return;
        IClearing.Legs memory legs = _modelLegs(place.month, place.id);
        _must("39: a net is that of what happened in its month, at its prices", position.net == legs.net);
        if (calls % 8 != 5) return;
        IClearing.Legs memory read = IClearing(place.clearing).legsOf(place.month, PartnerId.wrap(place.id));
        _must("39: and so are its legs", keccak256(abi.encode(read)) == keccak256(abi.encode(legs)));
    }
}
