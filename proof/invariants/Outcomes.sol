// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Proof that the campaign really went everywhere: every outcome is counted, and each must occur often
/// @dev The handler steers: half of its steps aim at an outcome that was rare until now. Outcomes stand in the order of
/// the actions that bring them about (see `Handler`).
abstract contract Outcomes {
    enum Outcome {
        BatchPosted,
        BatchByWallet,
        BatchMerged,
        BatchRefusedExpired,
        BatchRefusedEmpty,
        BatchRefusedRoot,
        BatchRefusedUnknownPartner,
        BatchRefusedNotActive,
        BatchRefusedNumber,
        BatchRefusedSignature,
        BatchRefusedPaused,
        BatchRefusedMalformed,
        BatchRefusedZero,
        BatchRefusedPoints,
        BatchRefusedSupply,
        BatchRefusedAllowance,
        BatchRefusedDailyLimit,
        DebitShort,
        CreditToReserved,
        CreditToClosed,
        BatchReplayed,
        OrderSpent,
        OrderByWallet,
        OrderByPasskey,
        OrderNonce,
        OrderFrozen,
        OrderClosed,
        OrderInsufficient,
        OrderExpired,
        OrderUnsigned,
        OrderOfOtherPartner,
        OrderAltered,
        OrderPointsZero,
        OrderUsual,
        OrderUsualFrozen,
        ListSpentInPart,
        ListByWallet,
        ListRefusedEmpty,
        ListRefusedOrders,
        ListRefusedSignatures,
        ListRefusedStranger,
        ListRefusedOldKey,
        ListRefusedUnknown,
        ListRefusedLeft,
        ListRefusedPaused,
        ListRefusedModule,
        ListReplayed,
        Restored,
        RestoredRest,
        RestoredOnLastDay,
        RestoreRefusedTime,
        RestoreRefusedOrder,
        RestoreRefusedPoints,
        RestoreRefusedSignature,
        RestoreRefusedPaused,
        Moved,
        MoveRefusedDeadline,
        MoveRefusedSignature,
        MoveRefusedClosed,
        MoveRefusedUsed,
        MoveRefusedPaused,
        MemberFroze,
        FreezeRefusedDeadline,
        FreezeRefusedSequence,
        FreezeRefusedSignature,
        FreezeRefusedClosed,
        RecoveryAnnounced,
        RecoveryNotAnnounced,
        RecoveryRefused,
        RecoveryRefusalRefused,
        RecoveryCancelled,
        RecoveryCompleted,
        RecoveryTooEarly,
        RecoveryMissing,
        Swept,
        OperatorFroze,
        OperatorFreezeRefused,
        PauseSwitched,
        PartnerSuspended,
        PartnerResumed,
        PartnerLeft,
        StatusRefused,
        LimitsChanged,
        PricesSet,
        PricesRefused,
        IssuerKeyChanged,
        RedemptionKeyChanged,
        KeyRefreshed,
        KeyRefreshRefused,
        RedemptionReplaced,
        AccountsReplaced,
        ReplacedModuleRefused,
        HostileRefused,
        TransferRefused,
        MonthClosed,
        MonthClosedInPart,
        CloseRefusedOrder,
        CloseRefusedEarly,
        CloseRefusedZero,
        PartnersExtended,
        ExtendRefusedReach,
        ExtendRefusedUnknown,
        MarkedByOperator,
        MarkedByPartner,
        MarkedByWallet,
        PositionSettled,
        MarkRefusedUnknown,
        MarkRefusedState,
        MarkRefusedZero,
        ActRefusedSequence,
        ActRefusedSignature,
        ActReplayed,
        Disputed,
        DisputeRefusedState,
        DisputeRefusedLate,
        DisputeWithdrawn,
        DisputeResolved,
        EndRefused,
        ClearingRefused,
        ClearingDeployed,
        EpochLastSecond,
        EpochFirstSecond,
        EpochSecondAfter,
        DayLastSecond,
        DayFirstSecond,
        MonthLastSecond,
        MonthFirstSecond
    }

    uint256 internal constant OUTCOMES = uint256(type(Outcome).max) + 1;

    mapping(Outcome => uint256 times) public outcomes;

    /// What this step aims at, if `_aims`.
    Outcome internal _aim;
    bool internal _aims;

    function _count(Outcome outcome) internal {
        outcomes[outcome] += 1;
    }

    function _aimsAt(Outcome outcome) internal view returns (bool) {
        return _aims && _aim == outcome;
    }

    function _aimsBetween(Outcome first, Outcome last) internal view returns (bool) {
        return _aims && _aim >= first && _aim <= last;
    }
}
