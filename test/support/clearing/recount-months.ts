import { decodeEventLog, type Hex } from 'viem'

import { clearingAbi } from '../../../abis/Clearing.ts'
import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import type { CoalitionChain } from '../platform/coalition-chain.ts'

/** A partner's month, worked out anew. */
export interface Recounted {
  readonly month: string
  readonly partnerId: number
  issued: bigint
  reversed: bigint
  redeemed: bigint
  restored: bigint
  /** Gross legs and what is left of them, in minor units. */
  dueFrom: bigint
  dueTo: bigint
  net: bigint
}

interface Event {
  readonly name: string
  /** Seconds since 1970. */
  readonly at: number
  readonly args: Readonly<Record<string, unknown>>
}

const COUNTED = { BatchPosted: 2, PointsRedeemed: 1, PointsRestored: 1 } as const

/**
 * Works out each partner's months from the events of the contracts alone: what batches credited and debited, what orders burned and
 * got back, and which prices were set. Nothing of the server's code is used, nor what the registry counted.
 */
export async function recountMonths(coalition: CoalitionChain): Promise<Recounted[]> {
  const events = await readEvents(coalition)
  const cells = new Map<string, Recounted>()
  for (const { name, at, args } of events) {
    if (!(name in COUNTED)) continue
    const [partnerId, month] = [Number(args['partnerId']), new Date(at * 1_000).toISOString().slice(0, 7)]
    const fresh = {
      month,
      partnerId,
      issued: 0n,
      reversed: 0n,
      redeemed: 0n,
      restored: 0n,
      dueFrom: 0n,
      dueTo: 0n,
      net: 0n,
    }
    const cell = cells.get(`${month} ${partnerId}`) ?? fresh
    cells.set(`${month} ${partnerId}`, cell)
    if (name === 'BatchPosted') {
      cell.issued += args['credited'] as bigint
      cell.reversed += args['debited'] as bigint
    } else if (name === 'PointsRedeemed') cell.redeemed += args['points'] as bigint
    else cell.restored += args['points'] as bigint
  }
  for (const cell of cells.values()) price(cell, events)
  return [...cells.values()]
    .filter(({ issued, reversed, redeemed, restored }) => issued + reversed + redeemed + restored > 0n)
    .sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : a.partnerId - b.partnerId))
}

/** The last prices that were set for the month or one before it. */
function price(cell: Recounted, events: readonly Event[]): void {
  const [year = 0, number = 0] = cell.month.split('-').map(Number)
  const index = (year - 1970) * 12 + number - 1
  let [issue, redeem, from] = [0n, 0n, -1]
  for (const { name, args } of events) {
    const month = Number(args['month'])
    if (name !== 'PartnerPricesChanged' || Number(args['id']) !== cell.partnerId || month > index || month < from)
      continue
    ;[issue, redeem, from] = [args['issuePrice'] as bigint, args['redeemPrice'] as bigint, month]
  }
  cell.dueFrom = minorOf((cell.issued - cell.reversed) * issue)
  cell.dueTo = minorOf((cell.redeemed - cell.restored) * redeem)
  cell.net = cell.dueTo - cell.dueFrom
}

/** Millionths to the nearest whole, written with the remainder: a half goes away from zero. */
function minorOf(micros: bigint): bigint {
  const [whole, rest] = [micros / 1_000_000n, micros % 1_000_000n]
  if (rest >= 500_000n) return whole + 1n
  return rest <= -500_000n ? whole - 1n : whole
}

/** What `Clearing` says of its months: its positions, in the form of what is worked out, and the pools by month. */
export async function readClosedMonths(
  coalition: CoalitionChain,
): Promise<{ positions: Recounted[]; pools: Map<string, bigint> }> {
  const events = await readEvents(coalition)
  const monthOf = (index: unknown) => new Date(Date.UTC(1970, Number(index))).toISOString().slice(0, 7)
  const positions = events
    .filter(({ name }) => name === 'PositionClosed')
    .map(({ args }) => ({
      month: monthOf(args['month']),
      partnerId: Number(args['id']),
      issued: args['issued'] as bigint,
      reversed: args['reversed'] as bigint,
      redeemed: args['redeemed'] as bigint,
      restored: args['restored'] as bigint,
      dueFrom: args['dueFrom'] as bigint,
      dueTo: args['dueTo'] as bigint,
      net: args['net'] as bigint,
    }))
  const closed = events.filter(({ name }) => name === 'MonthClosed')
  return { positions, pools: new Map(closed.map(({ args }) => [monthOf(args['month']), args['pool'] as bigint])) }
}

async function readEvents({ edr, chain }: CoalitionChain): Promise<Event[]> {
  const { issuance, redemption, registry, clearing } = chain.addresses
  const logs = (await edr.request({
    method: 'eth_getLogs',
    params: [{ fromBlock: '0x0', toBlock: 'latest', address: [issuance, redemption, registry, clearing] }],
  })) as { data: Hex; topics: [Hex, ...Hex[]]; blockNumber: Hex }[]
  const times = new Map<Hex, number>()
  const events: Event[] = []
  const abi = [...pointsIssuanceAbi, ...pointsRedemptionAbi, ...partnerRegistryAbi, ...clearingAbi]
  for (const { data, topics, blockNumber } of logs) {
    let at = times.get(blockNumber)
    if (at === undefined) {
      const block = await edr.request({ method: 'eth_getBlockByNumber', params: [blockNumber, false] })
      at = Number((block as { timestamp: Hex }).timestamp)
      times.set(blockNumber, at)
    }
    const { eventName, args } = decodeEventLog({ abi, data, topics, strict: false })
    events.push({ name: eventName, at, args: args as unknown as Readonly<Record<string, unknown>> })
  }
  return events
}
