import type { SentRow } from '../../cli/replay/sort-rows.ts'
import { closeMonth } from '../../server/actions/clearing/close-month.ts'
import type { Member } from '../../server/database/members.ts'
import type { Redemption } from '../../server/database/redemptions.ts'
import { monthOf, monthSpan } from '../../server/domain/utc-days.ts'
import { burn, giveBack } from '../../test/support/clearing/coalition-months.ts'
import { timeOf, type Year } from './open-year.ts'

/** What was done, besides clearing. */
export interface PlayedYear {
  readonly firstMonth: number
  readonly purchases: number
  readonly returns: number
  readonly redemptions: number
  readonly restorations: number
}

export interface YearOptions {
  readonly days: number
  readonly spenders: number
  readonly seed: number
  readonly onProgress: (done: number) => void
}

const DAY_MS = 86_400_000
/** No row of the file is later in a day than 21:00. */
const CLOSING_TIME_MS = 3 * 3_600_000
const AT_ONCE = 1_000
/** Redemptions of fewer points are not worth a walk to the till. */
const POINTS_MIN = 50n
const BLOCKS_TO_FINAL = 10

/** Whole numbers from 0 up to a limit, by a linear congruential generator: the same in every run. */
function seeded(seed: number): (below: number) => number {
  let state = BigInt(seed)
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & (2n ** 64n - 1n)
    return Number((state >> 33n) % BigInt(below))
  }
}

/** Plays the year of the file, and closes each month three days after its end. */
export async function playYear(year: Year, options: YearOptions): Promise<PlayedYear> {
  const { months, firstMonth, lastMonth, rows } = year
  const run: Run = {
    draw: seeded(options.seed),
    spenders: options.spenders,
    counts: { purchases: 0, returns: 0, redemptions: 0, restorations: 0 },
    burned: [],
  }
  await setPrices(year, firstMonth, run)
  let done = 0
  for (let month = firstMonth; month <= lastMonth; month += 1) {
    await setPrices(year, month + 1, run)
    const ofMonth = rows.filter((row) => monthOf(timeOf(row)) === month)
    for (const { at, rows: some } of partsOf(ofMonth, month, options.days)) {
      await months.goTo(at)
      await record(year, some, run)
      await months.settle()
      await spend(year, some, run)
      await months.settle()
      options.onProgress((done += some.length))
    }
    await months.goTo(new Date(monthSpan(month).until.getTime() + 3 * DAY_MS))
    for (let blocks = 0; blocks < BLOCKS_TO_FINAL; blocks += 1) await months.platform.pass()
    await closeMonth(months.closing, { month })
    // The contract begins with the month in which it was deployed.
    if (month === firstMonth) await months.closeOnChain(month - 1)
    await months.closeOnChain(month)
  }
  return { firstMonth, ...run.counts }
}

interface Run {
  readonly draw: (below: number) => number
  readonly spenders: number
  readonly counts: { purchases: number; returns: number; redemptions: number; restorations: number }
  /** Orders of the part before, of which some come back. */
  burned: Redemption[]
}

/** The rows of a month in parts of some days, and the end of each, which is in the month. */
function partsOf(rows: readonly SentRow[], month: number, days: number): { at: Date; rows: SentRow[] }[] {
  const { from, until } = monthSpan(month)
  const endOf = (row: SentRow) => {
    const parts = Math.floor((timeOf(row).getTime() - from.getTime()) / (days * DAY_MS)) + 1
    return Math.min(from.getTime() + parts * days * DAY_MS, until.getTime() - CLOSING_TIME_MS)
  }
  return [...Map.groupBy(rows, endOf)].map(([end, some]) => ({ at: new Date(end), rows: some }))
}

/** About a penny for a point that is issued and four fifths of it for one that is redeemed; each brand's own, and new each month. */
async function setPrices({ months, partners }: Year, month: number, { draw }: Run): Promise<void> {
  const prices = Array.from({ length: partners }, (_, at) => ({
    partnerId: at + 1,
    issueMicros: BigInt(900_000 + draw(200_001)),
    redeemMicros: BigInt(700_000 + draw(200_001)),
  }))
  await months.setPrices(month, prices)
}

/** Records purchases, then returns, in the order of the file. */
async function record({ months, memberOf, partnerOf }: Year, rows: readonly SentRow[], { counts }: Run): Promise<void> {
  const factsOf = (row: SentRow) => ({
    member: { kind: 'member' as const, value: memberOf(row.customer).id, country: null },
    locationId: null,
    currency: 'GBP',
    amountMinor: row.amountMinor < 0n ? -row.amountMinor : row.amountMinor,
    occurredAt: timeOf(row),
    metadata: {},
  })
  for (const [partner, own] of Map.groupBy(rows, ({ customer }) => partnerOf(customer))) {
    const bought = own.filter(({ kind }) => kind === 'purchase')
    const back = own.filter(({ kind }) => kind === 'return')
    for (let at = 0; at < bought.length; at += AT_ONCE)
      await months.sell(
        partner,
        bought.slice(at, at + AT_ONCE).map((row) => ({ ...factsOf(row), orderRef: row.invoice, eligibleMinor: null })),
      )
    for (let at = 0; at < back.length; at += AT_ONCE)
      await months.takeBack(
        partner,
        back.slice(at, at + AT_ONCE).map((row) => ({ ...factsOf(row), returnRef: row.invoice, orderRef: null })),
      )
    counts.purchases += bought.length
    counts.returns += back.length
  }
}

/** Some of the part's customers spend at any brand, and of the orders of the part before one in five comes back, in part. */
async function spend({ months, memberOf, partners }: Year, rows: readonly SentRow[], run: Run): Promise<void> {
  const { draw, counts } = run
  for (const redemption of run.burned) {
    if (draw(5) > 0) continue
    await giveBack(months, redemption, 1n + BigInt(draw(Number(redemption.points))))
    counts.restorations += 1
  }
  run.burned = []
  const drawn = Array.from({ length: run.spenders }, () => rows[draw(rows.length)]!.customer)
  for (const customer of new Set(drawn)) {
    const member: Member = memberOf(customer)
    const balance = await months.balanceOf(member.address)
    const points = balance / BigInt(1 + draw(4))
    const partnerId = 1 + draw(partners)
    if (points < POINTS_MIN) continue
    run.burned.push(await burn(months, member, { partnerId, points }))
    counts.redemptions += 1
  }
}
