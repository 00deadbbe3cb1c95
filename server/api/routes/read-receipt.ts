import { z } from 'zod'

import { readReceipt } from '../../actions/read-receipt.ts'
import { RECEIPT_LEAF_TYPES } from '../../domain/receipts.ts'
import { presentBatch } from '../present-entry.ts'
import { route } from '../route.ts'
import { ReceiptResponse } from '../schemas/batches.ts'
import { Uuid } from '../schemas/values.ts'

const HOW_TO_CHECK = [
  'orderCommitment = keccak256(abi.encode(keccak256("Entente order commitment, version 1"), uint32 partnerId, keccak256(reference), bytes32 salt)).',
  'The leaf is that of an OpenZeppelin StandardMerkleTree: keccak256(keccak256(abi.encode(leaf))) with leafTypes.',
  'The proof leads from the leaf to batch.receiptsRoot: StandardMerkleTree.verify(root, leafTypes, leaf, proof).',
  'The same receiptsRoot, partner and firstEntry are in the BatchPosted event of `contract` in batch.posted.transactionHash.',
]

export const readReceiptRoute = route({
  operation: 'readReceipt',
  method: 'get',
  path: '/v1/receipts/{entryId}',
  summary: 'Read a receipt with its Merkle proof',
  description:
    'All that is needed to check an entry against the chain without asking us. There as soon as the entry is in a batch.',
  caller: 'partner',
  scope: 'ledger:read',
  params: z.strictObject({ entryId: Uuid }),
  status: 200,
  response: ReceiptResponse,
  refuses: ['receipt_unknown', 'receipt_pending'],
  handle: async ({ deps, caller: { partnerId }, params: { entryId } }) => {
    const { entry, leaf, proof, batch } = await readReceipt(deps, { partnerId, entryId })
    const [entryNumber, orderCommitment, ofPartner, account, points, kind] = leaf
    return {
      entryId: entry.id,
      leaf: {
        entryNumber: String(entryNumber),
        orderCommitment,
        partnerId: ofPartner,
        account,
        points: String(points),
        kind,
      },
      leafTypes: [...RECEIPT_LEAF_TYPES],
      order: { reference: entry.reference, salt: entry.salt },
      proof: [...proof],
      batch: presentBatch(batch),
      contract: deps.chain.addresses.issuance,
      howToCheck: HOW_TO_CHECK,
    }
  },
})
