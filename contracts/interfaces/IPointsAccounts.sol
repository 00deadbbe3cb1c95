// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Accounts: members change their keys
/// @notice The only way in which a balance changes its address: a member's whole account goes to an address that never
/// held points, and the old one is closed for ever. So no market can arise, and a lost key is no lost balance.
/// @dev Signatures are EIP-712 in the domain `EIP712Domain("Entente Accounts", "1", chainId, this contract)`; members'
/// keys of every kind sign: see `MemberKey`.
interface IPointsAccounts {
    /// @notice A recovery that was announced and is neither done nor taken back.
    struct Recovery {
        address to;
        /// Unix second from which on it can be completed.
        uint64 readyAt;
    }

    /// @notice Who ended a recovery before it was done.
    enum Refuser {
        /// The old key, by a refusal or by moving the account itself.
        Member,
        Operator
    }

    /// @notice The account of a lost key will go to `to` from the Unix second `readyAt` on, unless it is refused.
    event RecoveryAnnounced(address indexed from, address indexed to, uint256 readyAt);
    /// @notice An announced recovery will not happen.
    event RecoveryRefused(address indexed from, address indexed to, Refuser by);
    /// @notice An announced recovery happened: `points` went to `to`.
    event RecoveryCompleted(address indexed from, address indexed to, uint256 points);

    error DeadlinePassed(uint256 deadline, uint256 nowSeconds);
    error SignatureInvalid(address account);
    error UnexpectedSequence(address account, uint256 expected, uint256 actual);
    error RecoveryPending(address from, address to);
    error RecoveryUnknown(address from);
    error RecoveryNotReady(address from, uint256 readyAt, uint256 nowSeconds);
    error RecoveryDelayOutOfRange(uint256 delay);

    /// @notice Moves the whole account of `from` to `to`. Anybody may post what both keys signed.
    /// @dev Both sign `Move(address from,address to,uint64 deadline)`. A recovery of `from` that waits is refused by
    /// it. Reverts with `DeadlinePassed`, `SignatureInvalid`, `MemberKey.GasTooLow` and as `IPointsToken.moveAccount`.
    function move(
        address from,
        address to,
        uint64 deadline,
        bytes calldata signatureFrom,
        bytes calldata signatureTo
    ) external;

    /// @notice Stops redemption of an account, or allows it again, by its own key.
    /// @dev The key signs `Freeze(address account,bool frozen,uint256 sequence,uint64 deadline)`, with the account's
    /// next sequence number. The operator's own freeze is another: neither lifts the other's.
    function setFreeze(
        address account,
        bool frozen,
        uint256 sequence,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Announces that the account of a lost key will move to `to`, whose key signs
    /// `Recovery(address from,address to,uint64 deadline)`. Operator only; the move waits for `RECOVERY_DELAY`.
    /// @dev Until the recovery ends `to` is reserved, so that nobody can make it impossible: what is credited to `to`
    /// meanwhile goes to `from`. Reverts with `DeadlinePassed`, `RecoveryPending`, `SignatureInvalid`, and as
    /// `IPointsToken.reserveAccount`.
    function announceRecovery(address from, address to, uint64 deadline, bytes calldata signatureTo) external;

    /// @notice The old key refuses: it signs `RecoveryRefusal(address from,address to,uint64 readyAt)`. Anybody may
    /// post it, at any time until the recovery is completed.
    function refuseRecovery(address from, bytes calldata signature) external;

    /// @notice Takes an announced recovery back. Operator only, without delay.
    function cancelRecovery(address from) external;

    /// @notice Carries out a recovery whose delay has passed. Anybody may.
    /// @dev Reverts with `RecoveryUnknown`, `RecoveryNotReady`, and while redeeming is paused with
    /// `IPointsToken.RedeemingIsPaused`; the recovery then goes on waiting.
    function completeRecovery(address from) external;

    /// @notice The recovery of an account that waits; zeros while there is none.
    function recoveryOf(address from) external view returns (Recovery memory);

    /// @notice The sequence number that the account's next freeze or unfreeze must name.
    function nextFreezeSequence(address account) external view returns (uint256);
}
