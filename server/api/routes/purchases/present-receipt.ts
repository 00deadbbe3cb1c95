import type { z } from 'zod'

import type { ReceiptView } from '../../../actions/purchases/receipt-view.ts'
import { RECEIPT_LEAF_TYPES } from '../../../domain/receipts.ts'
import { presentBatch } from './present-entry.ts'
import { Explanation, type ReceiptResponse } from '../../schemas/purchases/batches.ts'

const HOW_TO_CHECK = [
  'orderCommitment = keccak256(abi.encode(keccak256("Entente order commitment, version 1"), uint32 partnerId, keccak256(reference), bytes32 salt)).',
  'In version 2 of the leaf, explanationHash = keccak256 of the explanation as canonical JSON (RFC 8785). Each rule in it is named by the keccak256 of its document: GET /v1/archive/rules/{hash}.',
  'The leaf is that of an OpenZeppelin StandardMerkleTree: keccak256(keccak256(abi.encode(leaf))) with leafTypes; in version 1 it has no explanationHash.',
  'The proof leads from the leaf to batch.receiptsRoot: StandardMerkleTree.verify(root, leafTypes, leaf, proof).',
  'The same receiptsRoot, partner and firstEntry are in the BatchPosted event of `contract` in batch.posted.transactionHash.',
]

/** A receipt, with all that is needed to check it against the chain. */
export function presentReceipt(
  { entry, leaf, explained, proof, batch }: ReceiptView,
  contract: string,
): z.input<typeof ReceiptResponse> {
  const [entryNumber, orderCommitment, partnerId, account, points, kind] = leaf
  return {
    entryId: entry.id,
    leaf: {
      entryNumber: String(entryNumber),
      orderCommitment,
      partnerId,
      account,
      points: String(points),
      kind,
      explanationHash: explained?.hash ?? null,
    },
    leafVersion: batch.batch.leafVersion,
    leafTypes: [...RECEIPT_LEAF_TYPES[batch.batch.leafVersion]],
    explanation: explained === null ? null : Explanation.parse(JSON.parse(explained.text)),
    order: { reference: entry.reference, salt: entry.salt },
    proof: [...proof],
    batch: presentBatch(batch),
    contract,
    howToCheck: HOW_TO_CHECK,
  }
}
