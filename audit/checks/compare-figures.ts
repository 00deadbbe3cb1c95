import type { Address } from 'viem'

import type { Coalition, ContractKind } from '../contracts.ts'
import type { Collector } from '../findings.ts'
import { monthAt, monthText } from '../months.ts'
import { askViews, type View } from '../read/ask-contract.ts'
import type { Header } from '../read/history.ts'
import { type MonthFigures, type Partner, priceIn } from '../replay/partners.ts'
import type { State } from '../replay/replay.ts'
import type { Rpc } from '../rpc/json-rpc.ts'
import type { Books } from './check-clearing.ts'
import { POSITION_STATES } from './positions.ts'

interface End {
  readonly end: Header
  readonly collector: Collector
}

/** Check 6, the part at the end block: what registry and clearing keep is what the events give. */
export async function compareFigures(rpc: Rpc, state: State, books: Books, at: End): Promise<void> {
  const registry = state.coalition.contracts.find(({ kind }) => kind === 'PartnerRegistry')?.address
  if (registry === undefined) return
  for (const partner of state.partners.byId.values()) {
    await comparePartner(rpc, registry, partner, at)
    await compareMonths(rpc, registry, { partner, months: monthsOf(state, partner, at.end) }, at)
  }
  for (const [clearing, closings] of books) {
    for (const [key, position] of closings.positions) {
      const [month = 0, id = 0] = key.split(' ').map(Number)
      await comparePosition(rpc, { clearing, month, id }, position, at)
    }
    await compareClosedMonths(rpc, clearing, closings.months, at)
  }
}

/** Every month with figures, and the present one. */
function monthsOf(
  { partners }: State,
  { id }: Partner,
  { timestamp }: Header,
): readonly (readonly [number, MonthFigures])[] {
  const now = monthAt(timestamp)
  const months = partners.monthsOf(id)
  return months.some(([month]) => month === now) ? months : [...months, [now, partners.monthOf(id, now)]]
}

async function comparePartner(rpc: Rpc, registry: Address, partner: Partner, { end, collector }: End): Promise<void> {
  const view = { kind: 'PartnerRegistry', address: registry, name: 'partner', args: [partner.id] } as const
  const [told] = (await askViews(rpc, [view], end.number)) as [Readonly<Record<string, unknown>>]
  const place = { block: end.number, transaction: null }
  collector.count('figures', 'partners')
  const compare = (
    code: 'status_differs' | 'next_entry_differs' | 'allowance_differs' | 'key_differs',
    what: string,
    [is, should]: readonly [unknown, unknown],
  ): void => {
    if (String(is).toLowerCase() !== String(should).toLowerCase())
      collector.add(
        code,
        place,
        `The ${what} of partner ${partner.id} is ${String(is)}; the events give ${String(should)}.`,
      )
  }
  compare('status_differs', 'status', [told['status'], partner.status])
  compare('next_entry_differs', 'next entry', [told['nextEntry'], partner.nextEntry])
  compare('allowance_differs', 'allowance', [told['allowance'], partner.allowance])
  compare('allowance_differs', 'daily limit', [told['dailyLimit'], partner.dailyLimit])
  compare('key_differs', 'issuer key', [told['issuerKey'], partner.issuerKey])
  compare('key_differs', 'redemption key', [told['redemptionKey'], partner.redemptionKey])
}

async function compareMonths(
  rpc: Rpc,
  registry: Address,
  { partner, months }: { partner: Partner; months: readonly (readonly [number, MonthFigures])[] },
  { end, collector }: End,
): Promise<void> {
  const ask = (name: string): View[] =>
    months.map(([month]) => ({ kind: 'PartnerRegistry', address: registry, name, args: [partner.id, BigInt(month)] }))
  const totals = (await askViews(rpc, ask('monthTotals'), end.number)) as MonthFigures[]
  const prices = (await askViews(rpc, ask('prices'), end.number)) as [bigint, bigint][]
  const place = { block: end.number, transaction: null }
  months.forEach(([month, figures], at) => {
    collector.count('figures', 'month counters')
    for (const name of ['issued', 'reversed', 'redeemed', 'restored'] as const) {
      const is = totals[at]?.[name] ?? 0n
      if (is !== figures[name])
        collector.add(
          'month_counter_differs',
          place,
          `${name} of partner ${partner.id} in ${monthText(month)} is ${is}; the events give ${figures[name]}.`,
        )
    }
    const price = priceIn(partner.prices, month)
    const [issue, redeem] = prices[at] ?? [0n, 0n]
    if (issue !== price.issuePrice || redeem !== price.redeemPrice)
      collector.add(
        'price_differs',
        place,
        `Prices of partner ${partner.id} in ${monthText(month)} are ${issue} and ${redeem}; ${price.issuePrice} and ${price.redeemPrice} were announced.`,
      )
  })
}

async function comparePosition(
  rpc: Rpc,
  { clearing, month, id }: { clearing: Address; month: number; id: number },
  position: { net: bigint; state: string },
  { end, collector }: End,
): Promise<void> {
  const view = { kind: 'Clearing', address: clearing, name: 'positionOf', args: [BigInt(month), id] } as const
  const [told] = (await askViews(rpc, [view], end.number)) as [{ state: number; net: bigint }]
  const state = POSITION_STATES[told.state] ?? String(told.state)
  if (told.net !== position.net || state !== position.state)
    collector.add(
      'position_differs',
      { block: end.number, transaction: null },
      `${monthText(month)} of partner ${id} is kept as ${state} with ${told.net}; the events give ${position.state} with ${position.net}.`,
    )
}

async function compareClosedMonths(
  rpc: Rpc,
  clearing: Address,
  months: ReadonlyMap<number, { readonly pool: bigint; readonly positions: number; readonly closedAt: number }>,
  { end, collector }: End,
): Promise<void> {
  const views = [...months.keys()].map((month): View => ({
    kind: 'Clearing',
    address: clearing,
    name: 'monthOf',
    args: [BigInt(month)],
  }))
  const told = (await askViews(rpc, views, end.number)) as { closedAt: bigint; pool: bigint; positions: bigint }[]
  for (const [at, [month, closed]] of [...months].entries()) {
    const is = told[at]
    const same =
      is?.pool === closed.pool && Number(is.positions) === closed.positions && Number(is.closedAt) === closed.closedAt
    if (!same)
      collector.add(
        'pool_differs',
        { block: end.number, transaction: null },
        `${monthText(month)} is kept with a pool of ${String(is?.pool)}; the events give ${closed.pool}.`,
      )
  }
}

/** Seconds that a recovery must wait by docs/roles.md. */
const RECOVERY_DELAY_DECLARED = 14n * 24n * 60n * 60n
const ZERO = /^0x0{40}$/

/** Facts of the deployment that are declared: how long recoveries wait, and which redemption module followed which. */
export async function compareDeployment(rpc: Rpc, coalition: Coalition, { end, collector }: End): Promise<void> {
  const place = { block: end.number, transaction: null }
  for (const [address, delay] of Object.entries(coalition.recoveryDelays))
    if (delay < RECOVERY_DELAY_DECLARED)
      collector.add('recovery_delay_short', place, `Recoveries of ${address} wait ${delay} seconds.`)
  let before: string | null = null
  for (const address of modulesOf(coalition, 'PointsRedemption')) {
    const view = { kind: 'PointsRedemption', address, name: 'predecessor' } as const
    const [told] = (await askViews(rpc, [view], end.number)) as [string]
    const predecessor = ZERO.test(told) ? null : told.toLowerCase()
    if (predecessor !== before)
      collector.add(
        'module_reused',
        place,
        `The redemption module ${address} counts on from ${predecessor ?? 'none'}; the one before it was ${before ?? 'none'}.`,
      )
    before = address
  }
}

/** Modules in the order in which the ledger got them. */
const modulesOf = ({ contracts }: Coalition, kind: ContractKind) =>
  contracts.flatMap((contract) => (contract.kind === kind ? [contract.address] : []))
