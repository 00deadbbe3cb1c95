// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IPartnerRegistry} from "./interfaces/IPartnerRegistry.sol";
import {IPointsIssuance} from "./interfaces/IPointsIssuance.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {SignerKey} from "./libraries/SignerKey.sol";
import {PartnerId} from "./types/PartnerId.sol";

/// @title Issuance: purchases become points, returns take them back
/// @notice See `IPointsIssuance`. Nobody has a privilege here, and nothing is stored.
contract PointsIssuance is IPointsIssuance, EIP712 {
    /* STORAGE */

    IPointsToken public immutable TOKEN;
    IPartnerRegistry public immutable REGISTRY;

    bytes32 private constant BATCH_TYPEHASH = keccak256(
        "Batch(uint32 partnerId,uint64 firstEntry,uint32 entryCount,bytes32 receiptsRoot,bytes credits,bytes debits,"
        "uint64 deadline)"
    );

    constructor(IPointsToken token, IPartnerRegistry registry) EIP712("Entente Issuance", "1") {
        TOKEN = token;
        REGISTRY = registry;
    }

    /* BATCHES */

    /// @inheritdoc IPointsIssuance
    function post(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits,
        bytes calldata signature
    ) external {
        _post(batch, credits, debits, signature);
    }

    /// @inheritdoc IPointsIssuance
    function batchDigest(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits
    ) external view returns (bytes32) {
        return _hashTypedDataV4(_batchHash(batch, credits, debits));
    }

    /// @dev Who calls makes no difference. What is cheap to refuse comes first, so that a batch posted twice costs
    /// little; the amounts are known only to the ledger, so the registry books last. A refusal anywhere undoes all of
    /// it.
    function _post(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits,
        bytes calldata signature
    ) private {
        if (block.timestamp > batch.deadline) revert BatchExpired(batch.deadline, block.timestamp);
        if (batch.entryCount == 0 || (credits.length == 0 && debits.length == 0)) revert BatchEmpty();
        if (batch.receiptsRoot == bytes32(0)) revert BatchRootZero();

        address issuer = REGISTRY.checkEntry(batch.partnerId, batch.firstEntry);
        bytes32 batchHash = _batchHash(batch, credits, debits);
        if (!_signed(batch.partnerId, issuer, _hashTypedDataV4(batchHash), signature)) {
            revert SignatureInvalid(batch.partnerId);
        }

        uint256 credited = credits.length == 0 ? 0 : TOKEN.issuePoints(credits);
        uint256 debited = debits.length == 0 ? 0 : TOKEN.reversePoints(batch.partnerId, debits);
        REGISTRY.recordBatch(batch.partnerId, batch.firstEntry, batch.entryCount, credited, debited);

        emit BatchPosted(
            batch.partnerId,
            batch.firstEntry,
            batch.entryCount,
            batch.receiptsRoot,
            batchHash,
            credited,
            debited
        );
    }

    /// @param issuer The issuer's address; zero if its key is none.
    function _signed(
        PartnerId id,
        address issuer,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (bool) {
        if (issuer != address(0)) return SignerKey.addressSigned(issuer, digest, signature);
        return SignatureChecker.isValidSignatureNow(REGISTRY.issuerKey(id), digest, signature);
    }

    function _batchHash(
        Batch calldata batch,
        bytes calldata credits,
        bytes calldata debits
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    BATCH_TYPEHASH,
                    batch.partnerId,
                    batch.firstEntry,
                    batch.entryCount,
                    batch.receiptsRoot,
                    keccak256(credits),
                    keccak256(debits),
                    batch.deadline
                )
            );
    }
}
