import { type Address, bytesToHex, decodeEventLog, encodeFunctionData, type Hash, type Hex, type Log } from 'viem'

import { logAnchorsAbi } from '../../abis/LogAnchors.ts'
import { assert } from '../domain/assert.ts'
import type { Chain } from './client.ts'

/** The root of the archive's log that was written on chain for a month. */
export interface LogAnchorLog {
  kind: 'log_anchored'
  /** Months since 1970-01, UTC. */
  month: number
  size: bigint
  root: Hash
}

/** Reads a log of LogAnchors; null for one that says nothing about the log. */
export function decodeAnchorLog(log: Log): LogAnchorLog | null {
  const { eventName, args } = decodeEventLog({ abi: logAnchorsAbi, data: log.data, topics: log.topics })
  if (eventName !== 'LogAnchored') return null
  return { kind: 'log_anchored', month: Number(args.month), size: args.size, root: args.root }
}

/** The call that writes a root of the archive's log on chain. */
export function anchorCall(
  { addresses }: Pick<Chain, 'addresses'>,
  { month, size, root }: { month: number; size: bigint; root: Uint8Array },
): { to: Address; data: Hex } {
  assert(addresses.logAnchors !== null, 'only where there is LogAnchors is anything asked of it')
  const args = [BigInt(month), size, bytesToHex(root)] as const
  return { to: addresses.logAnchors, data: encodeFunctionData({ abi: logAnchorsAbi, functionName: 'anchor', args }) }
}
