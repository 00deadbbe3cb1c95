import { erc20Abi, parseEventLogs, type PublicClient, type TransactionReceipt, zeroAddress } from 'viem'

import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { findTransaction } from './chain-steps.ts'
import type { Finding, FindingReason } from './receipt-findings.ts'
import { isSameHex } from './receipt-proof.ts'
import type { LoggedPoints, RedemptionReceipt } from './redemption-receipt.ts'

/** Whether the transaction holds the contract's own record of this order, and the ledger took the points away in it. */
export function checkBurn(
  { order, burned, contract }: RedemptionReceipt,
  transaction: TransactionReceipt,
  ledger: string,
): Finding {
  const own = transaction.logs.filter((log) => isSameHex(log.address, contract))
  const events = parseEventLogs({ abi: pointsRedemptionAbi, eventName: 'PointsRedeemed', logs: own })
  const event = events.find(
    ({ args }) =>
      args.partnerId === order.partnerId &&
      isSameHex(args.member, order.member) &&
      String(args.points) === order.points &&
      isSameHex(args.reward, order.reward) &&
      String(args.nonce) === order.nonce,
  )
  const facts = { contract, ledger, member: order.member, points: order.points, nonce: order.nonce }
  const failed = (reason: FindingReason): Finding => ({ step: 'burn', outcome: 'failed', reason, facts })
  if (event === undefined || burned.points !== order.points) return failed('burn_missing')
  const logs = transaction.logs.filter((log) => isSameHex(log.address, ledger))
  const taken = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs })
    .filter(({ args }) => args.to === zeroAddress && isSameHex(args.from, order.member))
    .reduce((sum, { args }) => sum + args.value, 0n)
  if (taken < BigInt(order.points)) return failed('burn_unbooked')
  return { step: 'burn', outcome: 'passed', reason: 'burn_found', facts: { ...facts, taken: String(taken) } }
}

/** Whether each part that came back is on the ledger, and the contract counts as many points as the receipt. */
export async function checkRestored(client: PublicClient, receipt: RedemptionReceipt): Promise<Finding> {
  const { order, orderHash, restored, contract } = receipt
  const named = restored.reduce((sum, { points }) => sum + BigInt(points), 0n)
  const counted = await client.readContract({
    address: contract as `0x${string}`,
    abi: pointsRedemptionAbi,
    functionName: 'pointsRestored',
    args: [orderHash as `0x${string}`],
  })
  const facts = { orderHash, restored: String(named), counted: String(counted) }
  const say = (outcome: Finding['outcome'], reason: FindingReason, more: Finding['facts'] = {}): Finding => ({
    step: 'restored',
    outcome,
    reason,
    facts: { ...facts, ...more },
  })
  if (named > BigInt(order.points)) return say('failed', 'restored_too_much')
  const seen = new Set<string>()
  for (const logged of restored) {
    if (!(await hasRestored(client, receipt, logged, seen)))
      return say('failed', 'restored_missing', { transactionHash: logged.transactionHash, points: logged.points })
  }
  if (counted < named) return say('failed', 'restored_missing')
  // A receipt is of the moment when it was written; what came back since is no fault of it.
  if (counted > named) return say('open', 'restored_more_since')
  return say('passed', restored.length === 0 ? 'nothing_restored' : 'restored_found')
}

/** Whether a transaction gave these points back; each of its records counts for one part of the receipt. */
async function hasRestored(
  client: PublicClient,
  { order, orderHash, contract }: RedemptionReceipt,
  logged: LoggedPoints,
  seen: Set<string>,
): Promise<boolean> {
  const transaction = await findTransaction(client, logged.transactionHash)
  if (transaction?.status !== 'success' || String(transaction.blockNumber) !== logged.blockNumber) return false
  const logs = transaction.logs.filter((log) => isSameHex(log.address, contract))
  const event = parseEventLogs({ abi: pointsRedemptionAbi, eventName: 'PointsRestored', logs }).find(
    ({ args, logIndex }) =>
      isSameHex(args.orderHash, orderHash) &&
      isSameHex(args.member, order.member) &&
      args.partnerId === order.partnerId &&
      String(args.points) === logged.points &&
      !seen.has(`${transaction.blockHash}.${String(logIndex)}`),
  )
  if (event === undefined) return false
  seen.add(`${transaction.blockHash}.${String(event.logIndex)}`)
  return true
}
