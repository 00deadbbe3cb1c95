import { erc20Abi, parseEventLogs, type PublicClient, type TransactionReceipt, zeroAddress } from 'viem'

import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import type { Finding, FindingReason } from './receipt-findings.ts'
import { isSameHex } from './receipt-proof.ts'
import type { Receipt } from './receipt.ts'

interface PostedBatch {
  readonly partnerId: number
  readonly firstEntry: bigint
  readonly entryCount: bigint
  readonly receiptsRoot: string
  readonly batchHash: string
  readonly credited: bigint
  readonly debited: bigint
}

/** Whether the transaction holds the issuing contract's own record of this batch, with every figure of the receipt. */
export function checkEvent({ batch, contract }: Receipt, transaction: TransactionReceipt): Finding {
  const logs = transaction.logs.filter((log) => isSameHex(log.address, contract))
  const events: PostedBatch[] = parseEventLogs({ abi: pointsIssuanceAbi, eventName: 'BatchPosted', logs })
    .map(({ args }) => args)
    .filter(({ partnerId }) => partnerId === batch.partnerId)
  const event = events.find(({ receiptsRoot }) => isSameHex(receiptsRoot, batch.receiptsRoot)) ?? events[0]
  const fail = (reason: FindingReason, facts: Finding['facts']): Finding => ({
    step: 'event',
    outcome: 'failed',
    reason,
    facts,
  })
  if (event === undefined) return fail('event_missing', { partnerId: String(batch.partnerId), contract })
  const facts = Object.fromEntries(Object.entries(event).map(([name, value]) => [name, String(value)]))
  const differs = findDifference(batch, event)
  if (differs !== null) return fail(differs[0], { ...facts, inReceipt: differs[1] })
  return { step: 'event', outcome: 'passed', reason: 'event_matches', facts: { ...facts, contract } }
}

/** The first figure in which the receipt differs from the chain's record. */
function findDifference(batch: Receipt['batch'], event: PostedBatch): [FindingReason, string] | null {
  const { posted } = batch
  if (!isSameHex(event.receiptsRoot, batch.receiptsRoot)) return ['event_root_differs', batch.receiptsRoot]
  if (event.firstEntry !== BigInt(batch.firstEntry)) return ['event_first_entry_differs', batch.firstEntry]
  if (event.entryCount !== BigInt(batch.entryCount)) return ['event_entry_count_differs', String(batch.entryCount)]
  if (!isSameHex(event.batchHash, batch.batchHash)) return ['event_hash_differs', batch.batchHash]
  for (const credited of [batch.credited, posted?.credited ?? '']) {
    if (String(event.credited) !== credited) return ['event_credited_differs', credited]
  }
  if (posted === null || String(event.debited) !== posted.debited) {
    return ['event_debited_differs', posted?.debited ?? '']
  }
  // What was asked back may be more than what was there to take.
  if (event.debited > BigInt(batch.debited)) return ['event_debited_differs', batch.debited]
  return null
}

/** Whether the same transaction wrote points to the receipt's account: at least as many, for a batch adds purchases up. */
export async function checkCredit(
  client: PublicClient,
  { leaf, contract }: Receipt,
  transaction: TransactionReceipt,
): Promise<Finding> {
  const points = BigInt(leaf.points)
  if (points <= 0n)
    return { step: 'credit', outcome: 'left_out', reason: 'debit_entry', facts: { points: leaf.points } }
  const ledger = await client.readContract({
    address: contract as `0x${string}`,
    abi: pointsIssuanceAbi,
    functionName: 'TOKEN',
  })
  const logs = transaction.logs.filter((log) => isSameHex(log.address, ledger))
  const credited = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs })
    .filter(({ args }) => args.from === zeroAddress && isSameHex(args.to, leaf.account))
    .reduce((sum, { args }) => sum + args.value, 0n)
  const facts = { ledger, account: leaf.account, points: leaf.points, credited: String(credited) }
  return credited >= points
    ? { step: 'credit', outcome: 'passed', reason: 'credit_found', facts }
    : { step: 'credit', outcome: 'failed', reason: 'credit_missing', facts }
}
