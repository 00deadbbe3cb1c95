import serialize from 'canonicalize'
import { concat, encodeAbiParameters, type Hash, type Hex, keccak256, stringToBytes } from 'viem'

import type { Finding } from './receipt-findings.ts'
import type { Receipt, ReceiptLeaf } from './receipt.ts'

/** The ABI types of a leaf; a receipt that names others was made by other rules. */
const LEAF_TYPES = ['uint256', 'bytes32', 'uint32', 'address', 'int256', 'uint8'] as const

/** The same by version: since the second, a leaf commits to what explains the points as well. */
const LEAF_TYPES_OF: Readonly<Record<number, readonly string[]>> = { 1: LEAF_TYPES, 2: [...LEAF_TYPES, 'bytes32'] }

const ORDER_TAG = keccak256(stringToBytes('Entente order commitment, version 1'))

/** Looks at what needs no chain: arithmetic that nobody can talk out of its result. */
export function checkOffline(receipt: Receipt): Finding[] {
  return [checkOrder(receipt), checkProof(receipt)]
}

/** Whether the order number and salt give the commitment that stands for them. */
function checkOrder({ leaf, order }: Receipt): Finding {
  if (order.reference === null) return { step: 'order', outcome: 'left_out', reason: 'order_not_named', facts: {} }
  const computed = keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes32' }],
      [ORDER_TAG, leaf.partnerId, keccak256(stringToBytes(order.reference)), order.salt as Hash],
    ),
  )
  const facts = { reference: order.reference, salt: order.salt, computed, inReceipt: leaf.orderCommitment }
  return isSameHex(computed, leaf.orderCommitment)
    ? { step: 'order', outcome: 'passed', reason: 'order_matches', facts }
    : { step: 'order', outcome: 'failed', reason: 'order_differs', facts }
}

/** Whether the leaf leads to the batch's root, and can be in that batch at all. */
function checkProof(receipt: Receipt): Finding {
  const { leaf, leafVersion, leafTypes, proof, batch } = receipt
  const first = BigInt(batch.firstEntry)
  const last = first + BigInt(batch.entryCount) - 1n
  const number = BigInt(leaf.entryNumber)
  const hash = hashLeaf(leaf)
  const computed = followProof(hash, proof as readonly Hash[])
  const facts = {
    entryNumber: leaf.entryNumber,
    batchEntries: `${String(first)} - ${String(last)}`,
    leafHash: hash,
    steps: String(proof.length),
    computedRoot: computed,
    receiptsRoot: batch.receiptsRoot,
  }
  const failed = (reason: Finding['reason']): Finding => ({ step: 'proof', outcome: 'failed', reason, facts })
  if (leafTypes.join() !== LEAF_TYPES_OF[leafVersion]?.join()) return failed('leaf_types_differ')
  if (!isExplained(receipt)) return failed('explanation_differs')
  if (leaf.partnerId !== batch.partnerId) return failed('partner_differs')
  if (number < first || number > last) return failed('number_out_of_batch')
  if (!isSameHex(computed, batch.receiptsRoot)) return failed('proof_leads_elsewhere')
  return { step: 'proof', outcome: 'passed', reason: 'proof_leads_to_root', facts }
}

/** Whether the explanation is the one that the leaf commits to; a leaf of version 1 commits to none. */
function isExplained({ leaf, leafVersion, explanation }: Receipt): boolean {
  if (leafVersion === 1) return leaf.explanationHash === null && explanation === null
  const text = explanation === null ? undefined : serialize(explanation)
  if (text === undefined || leaf.explanationHash === null) return false
  return isSameHex(keccak256(stringToBytes(text)), leaf.explanationHash)
}

/** The leaf of an OpenZeppelin StandardMerkleTree: hashed twice, so that no inner node can pass for a leaf. */
function hashLeaf(leaf: ReceiptLeaf): Hash {
  const encoded = encodeAbiParameters(
    LEAF_TYPES.map((type) => ({ type })),
    [
      BigInt(leaf.entryNumber),
      leaf.orderCommitment as Hash,
      leaf.partnerId,
      leaf.account.toLowerCase() as Hex,
      BigInt(leaf.points),
      leaf.kind,
    ],
  )
  const words = leaf.explanationHash === null ? [encoded] : [encoded, leaf.explanationHash as Hex]
  return keccak256(keccak256(concat(words)))
}

/** Each step hashes the pair in the order of its values, as OpenZeppelin's MerkleProof does. */
function followProof(leafHash: Hash, proof: readonly Hash[]): Hash {
  return proof.reduce<Hash>((node, sibling) => {
    const pair = [node, sibling].map((hash) => hash.toLowerCase() as Hash).toSorted()
    return keccak256(concat(pair))
  }, leafHash)
}

/** Whether two hashes or addresses are the same, whatever their capitals. */
export function isSameHex(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
