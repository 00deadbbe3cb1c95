// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IPointsAccounts} from "./interfaces/IPointsAccounts.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {MemberKey} from "./libraries/MemberKey.sol";

/// @title Accounts: members change their keys
/// @notice See `IPointsAccounts`.
contract PointsAccounts is IPointsAccounts, AccessManaged, EIP712 {
    /* STORAGE */

    IPointsToken public immutable TOKEN;
    /// Seconds in which the old key can refuse a recovery.
    uint256 public immutable RECOVERY_DELAY;

    uint256 private constant RECOVERY_DELAY_MIN = 3 days;
    uint256 private constant RECOVERY_DELAY_MAX = 366 days;

    bytes32 private constant MOVE_TYPEHASH = keccak256("Move(address from,address to,uint64 deadline)");
    bytes32 private constant FREEZE_TYPEHASH = keccak256(
        "Freeze(address account,bool frozen,uint256 sequence,uint64 deadline)"
    );
    bytes32 private constant RECOVERY_TYPEHASH = keccak256("Recovery(address from,address to,uint64 deadline)");
    bytes32 private constant REFUSAL_TYPEHASH = keccak256("RecoveryRefusal(address from,address to,uint64 readyAt)");

    mapping(address from => Recovery) private _recoveries;
    mapping(address account => uint256) private _freezes;

    /// @param recoveryDelay Seconds, three days to a year.
    constructor(
        address authority,
        IPointsToken token,
        uint256 recoveryDelay
    ) AccessManaged(authority) EIP712("Entente Accounts", "1") {
        if (recoveryDelay < RECOVERY_DELAY_MIN || recoveryDelay > RECOVERY_DELAY_MAX)
            revert RecoveryDelayOutOfRange(recoveryDelay);
        TOKEN = token;
        RECOVERY_DELAY = recoveryDelay;
    }

    /* MOVING */

    /// @inheritdoc IPointsAccounts
    function move(
        address from,
        address to,
        uint64 deadline,
        bytes calldata signatureFrom,
        bytes calldata signatureTo
    ) external {
        _checkDeadline(deadline);
        bytes32 structHash = keccak256(abi.encode(MOVE_TYPEHASH, from, to, deadline));
        _checkSigned(from, structHash, signatureFrom);
        _checkSigned(to, structHash, signatureTo);
        address pending = _recoveries[from].to;
        if (pending != address(0)) {
            delete _recoveries[from];
            emit RecoveryRefused(from, pending, Refuser.Member);
        }
        TOKEN.moveAccount(from, to);
    }

    /* FREEZING */

    /// @inheritdoc IPointsAccounts
    function setFreeze(
        address account,
        bool frozen,
        uint256 sequence,
        uint64 deadline,
        bytes calldata signature
    ) external {
        _checkDeadline(deadline);
        if (sequence != _freezes[account]) revert UnexpectedSequence(account, _freezes[account], sequence);
        _checkSigned(account, keccak256(abi.encode(FREEZE_TYPEHASH, account, frozen, sequence, deadline)), signature);
        _freezes[account] = sequence + 1;
        TOKEN.setMemberFreeze(account, frozen);
    }

    /* RECOVERY */

    /// @inheritdoc IPointsAccounts
    function announceRecovery(
        address from,
        address to,
        uint64 deadline,
        bytes calldata signatureTo
    ) external restricted {
        _checkDeadline(deadline);
        Recovery memory pending = _recoveries[from];
        if (pending.to != address(0)) revert RecoveryPending(from, pending.to);
        _checkSigned(to, keccak256(abi.encode(RECOVERY_TYPEHASH, from, to, deadline)), signatureTo);

        // Truncation: seconds since 1970 and a year fit into 64 bits.
        uint64 readyAt = uint64(block.timestamp + RECOVERY_DELAY);
        _recoveries[from] = Recovery(to, readyAt);
        emit RecoveryAnnounced(from, to, readyAt);
        TOKEN.reserveAccount(from, to);
    }

    /// @inheritdoc IPointsAccounts
    function refuseRecovery(address from, bytes calldata signature) external {
        Recovery memory pending = _pendingOf(from);
        _checkSigned(from, keccak256(abi.encode(REFUSAL_TYPEHASH, from, pending.to, pending.readyAt)), signature);
        _end(from, pending.to, Refuser.Member);
    }

    /// @inheritdoc IPointsAccounts
    function cancelRecovery(address from) external restricted {
        Recovery memory pending = _pendingOf(from);
        _end(from, pending.to, Refuser.Operator);
    }

    /// @inheritdoc IPointsAccounts
    function completeRecovery(address from) external {
        Recovery memory pending = _pendingOf(from);
        if (block.timestamp < pending.readyAt) revert RecoveryNotReady(from, pending.readyAt, block.timestamp);
        delete _recoveries[from];
        uint256 points = TOKEN.moveAccount(from, pending.to);
        emit RecoveryCompleted(from, pending.to, points);
    }

    function _end(address from, address to, Refuser by) private {
        delete _recoveries[from];
        emit RecoveryRefused(from, to, by);
        TOKEN.reserveAccount(from, address(0));
    }

    function _pendingOf(address from) private view returns (Recovery memory pending) {
        pending = _recoveries[from];
        if (pending.to == address(0)) revert RecoveryUnknown(from);
    }

    /* SIGNATURES */

    function _checkDeadline(uint64 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
    }

    function _checkSigned(address account, bytes32 structHash, bytes calldata signature) private view {
        if (account == address(0) || !MemberKey.signed(account, _hashTypedDataV4(structHash), signature))
            revert SignatureInvalid(account);
    }

    /* VIEWS */

    /// @inheritdoc IPointsAccounts
    function recoveryOf(address from) external view returns (Recovery memory) {
        return _recoveries[from];
    }

    /// @inheritdoc IPointsAccounts
    function nextFreezeSequence(address account) external view returns (uint256) {
        return _freezes[account];
    }
}
