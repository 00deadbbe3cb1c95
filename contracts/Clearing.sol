// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IClearing} from "./interfaces/IClearing.sol";
import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {CalendarMonth} from "./libraries/CalendarMonth.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title Clearing: what partners owe for a month
/// @notice See `IClearing`.
contract Clearing is IClearing, AccessManaged, EIP712 {
    using SafeCast for int256;
    using SafeCast for uint256;

    /* STORAGE */

    IPartnerRegistry public immutable REGISTRY;
    /// Seconds between the end of a month and its closing.
    uint256 public immutable GRACE;
    /// Seconds after the closing in which a partner can dispute its position.
    uint256 public immutable DISPUTE_WINDOW;
    /// How far one call can take closings past the last number.
    uint256 public constant GAP_MAX = 1_000;

    uint256 private constant GRACE_MIN = 1 hours;
    uint256 private constant GRACE_MAX = 31 days;
    uint256 private constant DISPUTE_WINDOW_MIN = 1 days;
    uint256 private constant DISPUTE_WINDOW_MAX = 366 days;
    /// Prices are in millionths of a minor unit.
    uint256 private constant PRICE_UNIT = 1e6;

    bytes32 private constant PAYMENT_MARK_TYPEHASH = keccak256(
        "PaymentMark(uint256 month,uint32 partnerId,int256 net,bytes32 payment,uint256 sequence)"
    );
    bytes32 private constant DISPUTE_TYPEHASH = keccak256(
        "Dispute(uint256 month,uint32 partnerId,int256 net,bytes32 reason,uint256 sequence)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "DisputeWithdrawal(uint256 month,uint32 partnerId,uint256 sequence)"
    );

    /// How far the closing is.
    struct Closing {
        uint32 month;
        uint32 nextPartner;
        /// The highest number that closings are known to reach.
        uint32 lastPartner;
        uint32 positions;
        int256 pool;
    }

    struct StoredPosition {
        /// Less than 2^126, by the sizes of counters and prices.
        int128 net;
        uint64 sequence;
        State state;
        bytes32 partnerPayment;
        bytes32 operatorPayment;
    }

    struct StoredMonth {
        int256 pool;
        uint64 closedAt;
        uint32 positions;
    }

    Closing private _closing;
    mapping(uint256 month => mapping(PartnerId => StoredPosition)) private _positions;
    mapping(uint256 month => StoredMonth) private _months;

    /// @param firstMonth The first month that is closed: that in which the coalition began.
    /// @param grace Seconds, an hour to 31 days.
    /// @param disputeWindow Seconds, a day to a year.
    constructor(
        address authority,
        IPartnerRegistry registry,
        uint256 firstMonth,
        uint256 grace,
        uint256 disputeWindow
    ) AccessManaged(authority) EIP712("Entente Clearing", "1") {
        uint256 monthNow = CalendarMonth.monthAt(block.timestamp);
        if (firstMonth > monthNow) revert FirstMonthAhead(firstMonth, monthNow);
        if (grace < GRACE_MIN || grace > GRACE_MAX) revert GraceOutOfRange(grace);
        if (disputeWindow < DISPUTE_WINDOW_MIN || disputeWindow > DISPUTE_WINDOW_MAX)
            revert DisputeWindowOutOfRange(disputeWindow);
        REGISTRY = registry;
        GRACE = grace;
        DISPUTE_WINDOW = disputeWindow;
        _closing.month = firstMonth.toUint32();
        _closing.nextPartner = 1;
    }

    /* CLOSING */

    /// @inheritdoc IClearing
    function closeMonth(uint256 month, uint256 partnersMax) external {
        Closing memory closing = _closing;
        if (month != closing.month) revert MonthOutOfOrder(closing.month, month);
        if (CalendarMonth.monthAt(block.timestamp - GRACE) <= month) revert MonthNotOver(month);
        if (partnersMax == 0) revert PartnersMaxZero();

        for (uint256 done = 0; done < partnersMax && !_isThrough(closing); ++done) {
            _closePosition(closing, PartnerId.wrap(closing.nextPartner));
            ++closing.nextPartner;
        }
        if (_isThrough(closing)) _endMonth(closing);
        _closing = closing;
    }

    /// @inheritdoc IClearing
    function extendTo(PartnerId id) external {
        uint256 last = _closing.lastPartner;
        uint32 number = PartnerId.unwrap(id);
        if (number <= last || number > last + GAP_MAX) revert PartnerOutOfReach(id, last);
        if (!_isRegistered(id)) revert PartnerUnknown(id);
        _closing.lastPartner = number;
        emit PartnersExtended(id);
    }

    /// @dev Whether no partner is left. The registry is not asked in a `try`: whoever gave too little gas could make
    /// the list of partners end early.
    function _isThrough(Closing memory closing) private view returns (bool) {
        return closing.nextPartner > closing.lastPartner && !_isRegistered(PartnerId.wrap(closing.nextPartner));
    }

    function _isRegistered(PartnerId id) private view returns (bool) {
        return REGISTRY.issuerKey(id).length != 0;
    }

    function _closePosition(Closing memory closing, PartnerId id) private {
        uint256 month = closing.month;
        Legs memory legs = legsOf(month, id);
        if (legs.issued == 0 && legs.reversed == 0 && legs.redeemed == 0 && legs.restored == 0) return;
        int128 net = legs.net.toInt128();
        closing.pool -= net;
        ++closing.positions;
        StoredPosition storage position = _positions[month][id];
        (position.net, position.state) = (net, _unpaid(net));
        emit PositionClosed(
            month,
            id,
            legs.issued,
            legs.reversed,
            legs.redeemed,
            legs.restored,
            legs.issuePrice,
            legs.redeemPrice,
            legs.dueFrom,
            legs.dueTo,
            net
        );
    }

    /// @dev The next month begins again with the first partner, and goes at least as far as this one.
    function _endMonth(Closing memory closing) private {
        (uint256 month, int256 pool, uint32 positions) = (closing.month, closing.pool, closing.positions);
        // Truncation: seconds since 1970 fit into 64 bits.
        _months[month] = StoredMonth(pool, uint64(block.timestamp), positions);
        emit MonthClosed(month, pool, positions);
        closing.lastPartner = closing.nextPartner - 1;
        (closing.month, closing.nextPartner, closing.positions, closing.pool) = (uint32(month + 1), 1, 0, 0);
    }

    /* PAYMENTS */

    /// @inheritdoc IClearing
    function markByOperator(uint256 month, PartnerId id, bytes32 payment) external restricted {
        StoredPosition storage position = _markable(month, id, payment);
        position.operatorPayment = payment;
        emit PaymentMarked(month, id, Side.Operator, payment);
        _settleIfAgreed(month, id, position);
    }

    /// @inheritdoc IClearing
    function markByPartner(
        uint256 month,
        PartnerId id,
        bytes32 payment,
        uint256 sequence,
        bytes calldata signature
    ) external {
        StoredPosition storage position = _markable(month, id, payment);
        bytes32 structHash = keccak256(
            abi.encode(PAYMENT_MARK_TYPEHASH, month, id, int256(position.net), payment, sequence)
        );
        _countAct(month, id, position, sequence, structHash, signature);
        position.partnerPayment = payment;
        emit PaymentMarked(month, id, Side.Partner, payment);
        _settleIfAgreed(month, id, position);
    }

    function _markable(
        uint256 month,
        PartnerId id,
        bytes32 payment
    ) private view returns (StoredPosition storage position) {
        position = _known(month, id);
        if (position.state != State.Open) revert PositionNotOpen(month, id, position.state);
        if (payment == bytes32(0)) revert PaymentZero();
    }

    function _settleIfAgreed(uint256 month, PartnerId id, StoredPosition storage position) private {
        if (position.partnerPayment != position.operatorPayment) return;
        position.state = State.Settled;
        emit PositionSettled(month, id, position.net, position.partnerPayment);
    }

    /* DISPUTES */

    /// @inheritdoc IClearing
    function dispute(uint256 month, PartnerId id, bytes32 reason, uint256 sequence, bytes calldata signature) external {
        StoredPosition storage position = _known(month, id);
        if (position.state != _unpaid(position.net)) revert PositionNotOpen(month, id, position.state);
        uint256 closedAt = _months[month].closedAt;
        if (closedAt != 0 && block.timestamp > closedAt + DISPUTE_WINDOW)
            revert DisputeWindowPassed(month, closedAt + DISPUTE_WINDOW, block.timestamp);
        bytes32 structHash = keccak256(abi.encode(DISPUTE_TYPEHASH, month, id, int256(position.net), reason, sequence));
        _countAct(month, id, position, sequence, structHash, signature);
        position.state = State.Disputed;
        emit PositionDisputed(month, id, reason);
    }

    /// @inheritdoc IClearing
    function withdrawDispute(uint256 month, PartnerId id, uint256 sequence, bytes calldata signature) external {
        StoredPosition storage position = _disputed(month, id);
        bytes32 structHash = keccak256(abi.encode(WITHDRAWAL_TYPEHASH, month, id, sequence));
        _countAct(month, id, position, sequence, structHash, signature);
        position.state = _unpaid(position.net);
        emit DisputeWithdrawn(month, id);
    }

    /// @inheritdoc IClearing
    function resolveDispute(uint256 month, PartnerId id, bytes32 outcome) external restricted {
        StoredPosition storage position = _disputed(month, id);
        position.state = _unpaid(position.net);
        emit DisputeResolved(month, id, outcome);
    }

    function _disputed(uint256 month, PartnerId id) private view returns (StoredPosition storage position) {
        position = _known(month, id);
        if (position.state != State.Disputed) revert PositionNotDisputed(month, id, position.state);
    }

    /// @dev The state of a position before anybody paid or disputed it.
    function _unpaid(int128 net) private pure returns (State) {
        return net == 0 ? State.Settled : State.Open;
    }

    function _known(uint256 month, PartnerId id) private view returns (StoredPosition storage position) {
        position = _positions[month][id];
        if (position.state == State.None) revert PositionUnknown(month, id);
    }

    /// @dev Checks that the partner signed, and that this is its next act on the position.
    function _countAct(
        uint256 month,
        PartnerId id,
        StoredPosition storage position,
        uint256 sequence,
        bytes32 structHash,
        bytes calldata signature
    ) private {
        if (sequence != position.sequence) revert UnexpectedSequence(month, id, position.sequence, sequence);
        if (!SignerKey.keySigned(REGISTRY.issuerKey(id), _hashTypedDataV4(structHash), signature))
            revert SignatureInvalid(id);
        ++position.sequence;
    }

    /* VIEWS */

    /// @inheritdoc IClearing
    function legsOf(uint256 month, PartnerId id) public view returns (Legs memory legs) {
        IPartnerRegistry.MonthTotals memory totals = REGISTRY.monthTotals(id, month);
        (uint256 issuePrice, uint256 redeemPrice) = REGISTRY.prices(id, month);
        (legs.issued, legs.reversed) = (totals.issued, totals.reversed);
        (legs.redeemed, legs.restored) = (totals.redeemed, totals.restored);
        (legs.issuePrice, legs.redeemPrice) = (issuePrice, redeemPrice);
        legs.dueFrom = _amount(totals.issued, totals.reversed, issuePrice);
        legs.dueTo = _amount(totals.redeemed, totals.restored, redeemPrice);
        legs.net = legs.dueTo - legs.dueFrom;
    }

    /// @dev What `plus - minus` points cost. To the nearest minor unit, halves away from zero, so that a leg and its
    /// exact opposite cancel out: in the long run it favours nobody.
    function _amount(uint64 plus, uint64 minus, uint256 price) private pure returns (int256) {
        uint256 points = plus > minus ? plus - minus : minus - plus;
        int256 amount = ((points * price + PRICE_UNIT / 2) / PRICE_UNIT).toInt256();
        return plus > minus ? amount : -amount;
    }

    /// @inheritdoc IClearing
    function positionOf(uint256 month, PartnerId id) external view returns (Position memory) {
        StoredPosition storage stored = _positions[month][id];
        return Position(stored.state, stored.net, stored.sequence, stored.partnerPayment, stored.operatorPayment);
    }

    /// @inheritdoc IClearing
    function monthOf(uint256 month) external view returns (Month memory) {
        StoredMonth storage stored = _months[month];
        return Month(stored.closedAt, stored.pool, stored.positions);
    }

    /// @inheritdoc IClearing
    function next() external view returns (uint256 month, PartnerId id) {
        return (_closing.month, PartnerId.wrap(_closing.nextPartner));
    }
}
