import type { Address } from 'viem'

import type { Event } from '../contracts.ts'
import { monthStart, monthText } from '../months.ts'
import { isNothing, priceIn } from '../replay/partners.ts'
import type { Check, Scene } from '../replay/replay.ts'
import { checkSettlement } from './check-settlement.ts'
import { legsOf, type Position, unpaid } from './positions.ts'

/** What one clearing contract closed. */
export interface Closings {
  /** By month and partner: `672 1`. */
  readonly positions: Map<string, Position>
  readonly months: Map<number, { readonly pool: bigint; readonly positions: number; readonly closedAt: number }>
}

/** Closed months of all clearing contracts, by address. */
export type Books = Map<Address, Closings>

/** The name of a partner's month in the books. */
export const positionKey = (month: number, id: number) => `${month} ${id}`

/** Check 6, clearing: positions are what counters and prices give, and sides settled what both marked. */
export function checkClearing(books: Books): Check {
  return {
    async see(act, scene) {
      if (act.kind !== 'event' || act.event.contract.kind !== 'Clearing') return
      const { event } = act
      const closings = books.get(event.contract.address) ?? { positions: new Map(), months: new Map() }
      books.set(event.contract.address, closings)
      if (event.name === 'PositionClosed') closePosition(event, closings, scene)
      else if (event.name === 'MonthClosed') closeMonth(event, closings, scene)
      else await checkSettlement(event, closings, scene)
    },
  }
}

const COUNTERS = ['issued', 'reversed', 'redeemed', 'restored'] as const

function closePosition({ contract, args }: Event, { positions }: Closings, scene: Scene): void {
  const { partners, collector, place, header, coalition } = scene
  const [month, id] = [Number(args['month']), Number(args['id'])]
  collector.count('figures', 'positions')
  const key = positionKey(month, id)
  if (positions.has(key))
    collector.add('position_closed_twice', place, `${monthText(month)} of partner ${id} was closed before.`)
  const figures = partners.monthOf(id, month)
  const price = priceIn(partners.byId.get(id)?.prices ?? [], month)
  const legs = legsOf(figures, price)
  const wrong = [
    ...COUNTERS.filter((name) => BigInt(args[name] as string) !== figures[name]),
    ...(['issuePrice', 'redeemPrice'] as const).filter((name) => args[name] !== price[name]),
    ...(['dueFrom', 'dueTo', 'net'] as const).filter((name) => args[name] !== legs[name]),
  ]
  if (wrong.length > 0)
    collector.add(
      'position_differs',
      place,
      `${monthText(month)} of partner ${id} was closed with a net of ${String(args['net'])}; the events give ${legs.net}. Other than counted: ${wrong.join(', ')}.`,
    )
  if (header.timestamp - Number(coalition.graces[contract.address] ?? 0n) < monthStart(month + 1))
    collector.add('month_closed_early', place, `${monthText(month)} and its grace period were not over.`)
  const net = args['net'] as bigint
  positions.set(key, { net, state: unpaid(net), sequence: 0n, partnerPayment: null, operatorPayment: null })
}

function closeMonth(
  { args }: Event,
  { positions, months }: Closings,
  { partners, collector, place, header }: Scene,
): void {
  const month = Number(args['month'])
  collector.count('figures', 'closed months')
  const last = Math.max(...months.keys())
  if (months.size > 0 && month !== last + 1)
    collector.add('position_closed_twice', place, `${monthText(month)} was closed after ${monthText(last)}.`)
  const own = [...positions].filter(([key]) => key.startsWith(`${month} `))
  const pool = own.reduce((sum, [, { net }]) => sum - net, 0n)
  if (args['pool'] !== pool || Number(args['positions']) !== own.length)
    collector.add(
      'pool_differs',
      place,
      `${monthText(month)} was closed with ${String(args['positions'])} positions and a pool of ${String(args['pool'])}; there are ${own.length}, and they give ${pool}.`,
    )
  for (const id of partners.byId.keys())
    if (!positions.has(positionKey(month, id)) && !isNothing(partners.monthOf(id, month)))
      collector.add('position_missing', place, `Partner ${id} has figures in ${monthText(month)}, and no position.`)
  months.set(month, { pool, positions: own.length, closedAt: header.timestamp })
}
