// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartnerId} from "../types/PartnerId.sol";

/// @title Clearing: what partners owe for a month
/// @notice Closes calendar months (UTC). A partner pays for the points that it issued and is paid for those that were
/// redeemed with it; the operator's pool stands between them. Money is in minor units of the clearing currency, without
/// VAT and fees, and moves off chain: here are the figures, the marks of both sides that it was paid, and disputes.
/// @dev A partner's acts are signed by its issuer key, and anybody may post them: EIP-712 in the domain
/// `EIP712Domain("Entente Clearing", "1", chainId, this contract)`. Each counts once, by the position's `sequence`.
interface IClearing {
    /// @notice What one partner's month comes to.
    /// @dev Each leg is computed exactly and then rounded once, to the nearest minor unit, halves away from zero. It is
    /// negative where more came back in the month than went out: what comes back counts in the month of its return, at
    /// that month's price.
    struct Legs {
        uint64 issued;
        uint64 reversed;
        uint64 redeemed;
        uint64 restored;
        /// Millionths of a minor unit per point.
        uint256 issuePrice;
        uint256 redeemPrice;
        /// (issued - reversed) x issuePrice: due from the partner to the pool.
        int256 dueFrom;
        /// (redeemed - restored) x redeemPrice: due from the pool to the partner.
        int256 dueTo;
        /// dueTo - dueFrom. Positive: the operator pays the partner. Negative: the partner pays the operator.
        int256 net;
    }

    enum State {
        /// The month is not closed for the partner, or nothing was counted.
        None,
        /// To be paid, and not yet confirmed by both sides.
        Open,
        /// As Open, but the partner disputes it: marks wait.
        Disputed,
        /// Paid, as both sides confirmed, or with nothing to pay.
        Settled
    }

    /// @notice What was stored of a partner's closed month. Its legs are read from the registry: see `legsOf`.
    struct Position {
        State state;
        int256 net;
        /// Number that the partner's next act on this position must carry: 0 for the first.
        uint256 sequence;
        /// The payment that each side marked last; zero before.
        bytes32 partnerPayment;
        bytes32 operatorPayment;
    }

    /// @notice A closed month; zeros before.
    struct Month {
        /// Unix second of the last step of the closing; 0 while it is not closed.
        uint256 closedAt;
        /// Minus the sum of all nets.
        int256 pool;
        /// Partners with a position.
        uint256 positions;
    }

    enum Side {
        Partner,
        Operator
    }

    /// @notice A partner's month was closed. Nothing of it changes any more. Fields as in `Legs`. A partner of which
    /// nothing was counted has no event and no position; a position with a net of zero is settled at once.
    event PositionClosed(
        uint256 indexed month,
        PartnerId indexed id,
        uint64 issued,
        uint64 reversed,
        uint64 redeemed,
        uint64 restored,
        uint256 issuePrice,
        uint256 redeemPrice,
        int256 dueFrom,
        int256 dueTo,
        int256 net
    );
    /// @notice All partners' positions of a month are closed: the sum of their nets and `pool` is zero.
    event MonthClosed(uint256 indexed month, int256 pool, uint256 positions);
    /// @notice One side says that the position was paid (if it pays) or that the money came (if it is paid).
    /// @param payment keccak256 of the payment's end-to-end reference, in UTF-8.
    event PaymentMarked(uint256 indexed month, PartnerId indexed id, Side side, bytes32 payment);
    /// @notice Both sides marked the same payment.
    event PositionSettled(uint256 indexed month, PartnerId indexed id, int256 net, bytes32 payment);
    /// @notice The partner does not accept the position. The others go on.
    /// @param reason keccak256 of what the partner wrote, which is kept off chain.
    event PositionDisputed(uint256 indexed month, PartnerId indexed id, bytes32 reason);
    /// @notice The partner took its dispute back.
    event DisputeWithdrawn(uint256 indexed month, PartnerId indexed id);
    /// @notice The operator ended a dispute. The position stays as it was closed: what the two agreed on is booked in a
    /// later month, as returns are, or paid apart.
    /// @param outcome keccak256 of what was agreed, which is kept off chain.
    event DisputeResolved(uint256 indexed month, PartnerId indexed id, bytes32 outcome);
    /// @notice Closings go up to partner `last`, though some number before it is missing.
    event PartnersExtended(PartnerId last);

    error FirstMonthAhead(uint256 firstMonth, uint256 monthNow);
    error GraceOutOfRange(uint256 graceSeconds);
    error DisputeWindowOutOfRange(uint256 windowSeconds);
    /// @notice Months are closed one after another.
    error MonthOutOfOrder(uint256 expected, uint256 actual);
    /// @notice The month and the grace period behind it are not over.
    error MonthNotOver(uint256 month);
    error PartnersMaxZero();
    error PartnerUnknown(PartnerId id);
    /// @notice The number is not above the last one, or too far above it.
    error PartnerOutOfReach(PartnerId id, uint256 last);
    error PositionUnknown(uint256 month, PartnerId id);
    error PositionNotOpen(uint256 month, PartnerId id, State state);
    error PositionNotDisputed(uint256 month, PartnerId id, State state);
    error DisputeWindowPassed(uint256 month, uint256 until, uint256 nowSeconds);
    error PaymentZero();
    error UnexpectedSequence(uint256 month, PartnerId id, uint256 expected, uint256 actual);
    error SignatureInvalid(PartnerId id);

    /// @notice Closes a month, or goes on closing it: for at most `partnersMax` numbers of partners, one after another.
    /// Anybody may, once the month and the grace period are over. Call it until `MonthClosed`.
    /// @dev What the registry says of a month that is over cannot change: returns, restorations and prices count in the
    /// month in which they happen. So it makes no difference who calls, when, and in how many steps. Reverts with
    /// `MonthOutOfOrder` (also for a closed month), `MonthNotOver`, `PartnersMaxZero`, and as the registry does.
    /// @param month Months since 1970-01, UTC.
    function closeMonth(uint256 month, uint256 partnersMax) external;

    /// @notice Makes closings go up to the partner `id`, where a number before it was never registered. Anybody may.
    /// @dev The operator gives out numbers one after another, and closings find the next one by themselves; they end at
    /// the first number that the registry does not know. A number out of line must be named here before the month in
    /// which it begins is closed, at most `GAP_MAX` above the last one. Reverts with `PartnerOutOfReach` and
    /// `PartnerUnknown`.
    function extendTo(PartnerId id) external;

    /// @notice The operator's side: it paid, or the money came. Operator only. Settles the position if the partner's
    /// last mark names the same payment.
    /// @dev A later mark of a side replaces its last. Reverts with `PositionUnknown`, `PositionNotOpen`, `PaymentZero`.
    function markByOperator(uint256 month, PartnerId id, bytes32 payment) external;

    /// @notice The partner's side of the same. It signs
    /// `PaymentMark(uint256 month,uint32 partnerId,int256 net,bytes32 payment,uint256 sequence)`.
    /// @dev Reverts also with `UnexpectedSequence` and `SignatureInvalid`.
    function markByPartner(
        uint256 month,
        PartnerId id,
        bytes32 payment,
        uint256 sequence,
        bytes calldata signature
    ) external;

    /// @notice The partner disputes its unpaid position, within `DISPUTE_WINDOW` after the month was closed.
    /// It signs `Dispute(uint256 month,uint32 partnerId,int256 net,bytes32 reason,uint256 sequence)`.
    /// @dev Reverts with `PositionUnknown`, `PositionNotOpen`, `DisputeWindowPassed`, `UnexpectedSequence`,
    /// `SignatureInvalid`. The window does not run before the whole month is closed.
    function dispute(uint256 month, PartnerId id, bytes32 reason, uint256 sequence, bytes calldata signature) external;

    /// @notice The partner takes its dispute back. It signs
    /// `DisputeWithdrawal(uint256 month,uint32 partnerId,uint256 sequence)`.
    /// @dev Reverts with `PositionNotDisputed`, `UnexpectedSequence`, `SignatureInvalid`.
    function withdrawDispute(uint256 month, PartnerId id, uint256 sequence, bytes calldata signature) external;

    /// @notice The operator ends a dispute. Operator only.
    /// @dev NOTE: it settles nothing: that takes a mark of the partner. Reverts with `PositionNotDisputed`.
    function resolveDispute(uint256 month, PartnerId id, bytes32 outcome) external;

    /// @notice What a partner's month comes to, also before it is closed: final once the month is over.
    function legsOf(uint256 month, PartnerId id) external view returns (Legs memory);

    /// @notice What was stored of a partner's closed month; state `None` and zeros for others.
    function positionOf(uint256 month, PartnerId id) external view returns (Position memory);

    /// @notice What was stored of a closed month; zeros for others.
    function monthOf(uint256 month) external view returns (Month memory);

    /// @notice The month that is to be closed next, and the number of the partner with which its closing goes on.
    function next() external view returns (uint256 month, PartnerId id);
}
