// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Proof that the campaign really went everywhere: every outcome is counted, and each must occur often
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
        BatchRefusedSupply,
        BatchRefusedAllowance,
        BatchRefusedDailyLimit,
        BatchReplayed,
        DebitShort,
        CreditToClosed,
        OrderSpent,
        OrderNonce,
        OrderFrozen,
        OrderClosed,
        OrderInsufficient,
        OrdersRefused,
        RedeemingRefusedPaused,
        Restored,
        RestoreRefused,
        Moved,
        MoveRefused,
        MemberFroze,
        OperatorFroze,
        FreezeRefused,
        Swept,
        PartnerSuspended,
        PartnerResumed,
        PartnerLeft,
        StatusRefused,
        LimitsChanged,
        PricesSet,
        PricesRefused,
        PauseSwitched,
        HostileRefused,
        TransferRefused,
        BoundaryLastSecond,
        BoundaryFirstSecond,
        BoundarySecondAfter
    }

    mapping(Outcome => uint256 times) public outcomes;

    function _count(Outcome outcome) internal {
        outcomes[outcome] += 1;
    }
}
