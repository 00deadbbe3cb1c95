import { type Address, decodeEventLog, type Hash, type Hex, type Log, toEventSelector } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsIssuanceAbi } from '../../abis/PointsIssuance.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { Power } from '../domain/powers.ts'
import type { RegistryEventKind } from '../domain/registry-events.ts'
import { type Chain, readAgreed, readFromFirst } from './client.ts'
import { decodeAnchorLog, type LogAnchorLog } from './log-anchors.ts'
import { type ClearingLog, decodeClearingLog } from './decode-clearing-log.ts'
import {
  accountLog,
  type AccountLog,
  decodeAccountsLog,
  decodeRedemptionLog,
  type RedemptionLog,
} from './decode-member-logs.ts'
import { type BlockHeader, mayHoldLogs } from './read-blocks.ts'
import { hashText } from './receipts-tree.ts'

type MinedLog = Log<bigint, number, false>

interface LogPlace {
  logIndex: number
  transactionHash: Hash
}

/** An event of our contracts, in our words. Addresses and hashes are lower-case. */
export type ChainLog = LogPlace &
  (
    | { kind: 'transfer'; from: Address; to: Address; points: bigint }
    | { kind: 'shortfall'; partnerId: number; account: Address; points: bigint }
    | {
        kind: 'batch_posted'
        partnerId: number
        firstEntry: bigint
        entryCount: number
        receiptsRoot: Hash
        batchHash: Hash
        credited: bigint
        debited: bigint
      }
    | { kind: 'partner_event'; partnerId: number; event: RegistryEventKind; data: PartnerEventData }
    | { kind: 'power'; power: Power; isPaused: boolean }
    | {
        kind: 'operation_scheduled'
        operationId: Hash
        nonce: number
        readyAt: Date
        caller: Address
        target: Address
        data: Hex
      }
    | { kind: 'operation_ended'; operationId: Hash; nonce: number; isExecuted: boolean }
    | RedemptionLog
    | AccountLog
    | ClearingLog
    | LogAnchorLog
  )

/** A registry event's other arguments; numbers that may pass 2^53 are decimal strings. */
export type PartnerEventData = Readonly<Record<string, string | number>>

const PARTNER_EVENTS = {
  PartnerRegistered: 'registered',
  PartnerStatusChanged: 'status',
  PartnerIssuerKeyChanged: 'issuer_key',
  PartnerRedemptionKeyChanged: 'redemption_key',
  PartnerAllowanceRaised: 'allowance_raised',
  PartnerAllowanceLowered: 'allowance_lowered',
  PartnerDailyLimitChanged: 'daily_limit',
  PartnerPricesChanged: 'prices',
} as const satisfies Record<string, RegistryEventKind>

/** The events of our contracts in that very block, in its order. A block that cannot hold any costs no question. */
export async function readBlockLogs(chain: Chain, block: BlockHeader): Promise<ChainLog[]> {
  const address = watchedAddresses(chain)
  if (!mayHoldLogs(block, address)) return []
  // A log that is left out, or changed together with its transfer, adds up by itself: only another endpoint knows better.
  const logs = await readAgreed(
    chain,
    `the logs of block ${block.number}`,
    (client) => client.getLogs({ blockHash: block.hash, address }),
    showLogs,
  )
  // An endpoint that mixes blocks up must not get a log of one into another.
  const own = logs.filter((log) => log.blockHash === block.hash && !log.removed)
  return own.sort((a, b) => a.logIndex - b.logIndex).flatMap((log) => decodeLog(chain, log))
}

/** What endpoints must agree on: which log is where, and what it says. */
function showLogs(logs: readonly MinedLog[]): string {
  const shown = [...logs]
    .sort((a, b) => a.logIndex - b.logIndex)
    .map(({ logIndex, transactionHash, address, topics, data }) => [logIndex, transactionHash, address, topics, data])
  return hashText(JSON.stringify(shown).toLowerCase())
}

/** Numbers of the blocks from `from` to `to` in which our contracts logged anything, lowest first. */
export async function readBlocksWithLogs(chain: Chain, from: bigint, to: bigint): Promise<bigint[]> {
  const logs = await readFromFirst(chain, (client) =>
    client.getLogs({ fromBlock: from, toBlock: to, address: watchedAddresses(chain) }),
  )
  return [...new Set(logs.map((log) => log.blockNumber))].sort((a, b) => (a < b ? -1 : 1))
}

function decodeLog(chain: Chain, log: MinedLog): ChainLog[] {
  const place = { logIndex: log.logIndex, transactionHash: log.transactionHash }
  const decode = decoders.find(([name]) => isAt(log.address, chain.addresses[name]))?.[1]
  const decoded = decode?.(log) ?? null
  return decoded === null ? [] : [{ ...place, ...decoded }]
}

type Decoded = ChainLog extends infer Each ? (Each extends LogPlace ? Omit<Each, keyof LogPlace> : never) : never

/** The contracts whose logs are followed, and how each is read. */
const decoders = [
  ['accessManager', decodeManagerLog],
  ['token', decodeTokenLog],
  ['registry', decodeRegistryLog],
  ['issuance', decodeIssuanceLog],
  ['redemption', decodeRedemptionLog],
  ['accounts', decodeAccountsLog],
  ['clearing', decodeClearingLog],
  ['logAnchors', decodeAnchorLog],
] as const satisfies readonly [keyof Chain['addresses'], (log: Log) => Decoded | null][]

function decodeManagerLog(log: Log): Decoded | null {
  const { eventName, args } = decodeEventLog({ abi: accessManagerAbi, data: log.data, topics: log.topics })
  if (eventName === 'OperationScheduled') {
    const { operationId, nonce, schedule, caller, target, data } = args
    const readyAt = new Date(schedule * 1_000)
    return {
      kind: 'operation_scheduled',
      operationId,
      nonce,
      readyAt,
      caller: lower(caller),
      target: lower(target),
      data,
    }
  }
  if (eventName === 'OperationExecuted' || eventName === 'OperationCanceled') {
    const { operationId, nonce } = args
    return { kind: 'operation_ended', operationId, nonce, isExecuted: eventName === 'OperationExecuted' }
  }
  return null
}

const TRANSFER = toEventSelector('Transfer(address,address,uint256)')
const WORD = /^0x[0-9a-f]{64}$/i
const ADDRESS_WORD = /^0x0{24}[0-9a-f]{40}$/i
/** Digits before the address in its word. */
const ADDRESS_AT = 26

/** Nearly all logs are transfers, and viem hashes each of their addresses for a checksum that is not wanted here. Null: viem must look. */
function decodeTransfer({ topics, data }: Log): Decoded | null {
  const [event, from, to] = topics
  if (event !== TRANSFER || topics.length !== 3 || !WORD.test(data)) return null
  if (!ADDRESS_WORD.test(from ?? '') || !ADDRESS_WORD.test(to ?? '')) return null
  return { kind: 'transfer', from: addressIn(from ?? ''), to: addressIn(to ?? ''), points: BigInt(data) }
}

const addressIn = (word: string): Address => lower(`0x${word.slice(ADDRESS_AT)}`)

function decodeTokenLog(log: Log): Decoded | null {
  const transfer = decodeTransfer(log)
  if (transfer !== null) return transfer
  const { eventName, args } = decodeEventLog({ abi: pointsTokenAbi, data: log.data, topics: log.topics })
  if (eventName === 'Transfer') {
    return { kind: 'transfer', from: lower(args.from), to: lower(args.to), points: args.value }
  }
  if (eventName === 'DebitShortfall') {
    return { kind: 'shortfall', partnerId: args.partnerId, account: lower(args.account), points: args.points }
  }
  if (eventName === 'AccountFrozen') return accountLog(args.frozen ? 'frozen' : 'unfrozen', args.account)
  if (eventName === 'AccountMoved') {
    return accountLog('moved', args.from, { toAccount: lower(args.to), points: args.points })
  }
  if (eventName === 'IssuingPaused') return { kind: 'power', power: 'issuing', isPaused: args.paused }
  if (eventName === 'RedeemingPaused') return { kind: 'power', power: 'redeeming', isPaused: args.paused }
  return null
}

function decodeIssuanceLog(log: Log): Decoded | null {
  const { eventName, args } = decodeEventLog({ abi: pointsIssuanceAbi, data: log.data, topics: log.topics })
  if (eventName !== 'BatchPosted') return null
  const { partnerId, firstEntry, entryCount, receiptsRoot, batchHash, credited, debited } = args
  return {
    kind: 'batch_posted',
    partnerId,
    firstEntry,
    entryCount: Number(entryCount),
    receiptsRoot,
    batchHash,
    credited,
    debited,
  }
}

function decodeRegistryLog(log: Log): Decoded | null {
  const { eventName, args } = decodeEventLog({ abi: partnerRegistryAbi, data: log.data, topics: log.topics })
  if (!(eventName in PARTNER_EVENTS)) return null
  const { id, ...rest } = args as { id: number } & Record<string, string | number | bigint>
  const data = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  )
  return { kind: 'partner_event', partnerId: id, event: PARTNER_EVENTS[eventName as keyof typeof PARTNER_EVENTS], data }
}

function isAt(one: Address, place: Address | null): boolean {
  return one.toLowerCase() === place?.toLowerCase()
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address
}

/** The contracts whose logs are followed. */
function watchedAddresses(chain: Chain): Address[] {
  return decoders.flatMap(([name]) => chain.addresses[name] ?? [])
}
