// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartnerId} from "../types/PartnerId.sol";

/// @title Issuance: purchases become points, returns take them back
/// @notice Anybody may post a batch; only its partner's signature makes it count.
interface IPointsIssuance {
    /// @notice What a partner signs besides the records, as EIP-712
    /// `Batch(uint32 partnerId,uint64 firstEntry,uint32 entryCount,bytes32 receiptsRoot,bytes credits,bytes
    /// debits,uint64 deadline)` in the domain `EIP712Domain("Entente Issuance", "1", chainId, this contract)`.
    struct Batch {
        PartnerId partnerId;
        /// Number of the first entry; entries of a partner are numbered 1, 2, 3 ... without gaps.
        uint64 firstEntry;
        uint32 entryCount;
        /// Root of the OpenZeppelin StandardMerkleTree over the receipts of the entries.
        bytes32 receiptsRoot;
        /// Unix seconds after which the batch is refused.
        uint64 deadline;
    }

    /// @notice A batch became points: its entries are explained by the receipts under `receiptsRoot`.
    /// @param batchHash The EIP-712 struct hash that the partner signed: the batch's name everywhere.
    /// @param credited Points issued.
    /// @param debited Points taken back, shortfalls excluded.
    event BatchPosted(
        PartnerId indexed partnerId,
        uint256 indexed firstEntry,
        uint256 entryCount,
        bytes32 receiptsRoot,
        bytes32 batchHash,
        uint256 credited,
        uint256 debited
    );

    error BatchEmpty();
    error BatchExpired(uint256 deadline, uint256 nowSeconds);
    error BatchRootZero();
    error SignatureInvalid(PartnerId partnerId);

    /// @notice Posts one batch of a partner: credits for its purchases, debits for its returns, within its allowance.
    /// @dev Warning: a posted batch cannot be undone; a return is a debit of a later batch. Credits go first. The batch
    /// counts as a whole or not at all. What is cheap to refuse is refused first: `BatchExpired`, `BatchEmpty`,
    /// `BatchRootZero`, the registry's `PartnerUnknown`, `PartnerNotActive` and `UnexpectedEntryNumber` (a repeat or a
    /// gap), `SignatureInvalid`; then the ledger's `IssuingIsPaused`, `RecordsMalformed`, `PointsZero`, `AccountZero`
    /// and `SupplyLimitExceeded`; last the registry's `PartnerAllowanceExceeded` and `PartnerDailyLimitExceeded`.
    /// @param credits 26-byte records of address and uint48 points, which are not 0, back to back; one per member.
    /// @param debits The same, for points taken back.
    /// @param signature The partner's signature: 65 or 64 bytes of ECDSA, or what its ERC-1271 or ERC-7913 signer asks
    /// for.
    function post(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits,
        bytes calldata signature
    ) external;

    /// @notice The EIP-712 digest that the partner signs.
    function batchDigest(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits
    ) external view returns (bytes32);
}
