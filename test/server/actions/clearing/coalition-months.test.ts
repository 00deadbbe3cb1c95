import { expect } from 'chai'
import fc from 'fast-check'

import { closeMonth } from '../../../../server/actions/clearing/close-month.ts'
import { recordStatementPayment } from '../../../../server/actions/clearing/record-statement-payment.ts'
import type { Redemption } from '../../../../server/database/redemptions.ts'
import type { StatementJson } from '../../../../server/domain/clearing/statement.ts'
import type { Rejection } from '../../../../server/domain/rejection.ts'
import { monthSpan, monthText } from '../../../../server/domain/utc-days.ts'
import {
  burn,
  cardMember,
  type CoalitionMonths,
  giveBack,
  openMonths,
  openPartnersChain,
  PER_MINOR,
} from '../../../support/clearing/coalition-months.ts'
import { type Act, MonthsModel } from '../../../support/clearing/months-model.ts'
import { readClosedMonths, recountMonths } from '../../../support/clearing/recount-months.ts'
import type { CoalitionChain } from '../../../support/platform/coalition-chain.ts'

const PARTNERS = 3
const MEMBERS = 2
/** 2026-01, in which the chain begins. */
const FIRST_MONTH = 672
const STARTS_AT = new Date('2026-01-05T00:00:00Z')
const DAY_MS = 86_400_000
/** Each runs through real batches, lists and blocks, which takes seconds. */
const RUNS = 3

interface Prices {
  readonly issueMicros: bigint
  readonly redeemMicros: bigint
}

interface MonthOfActs {
  /** By partner; null where the prices stay as they are. */
  readonly prices: readonly (Prices | null)[]
  readonly acts: readonly Act[]
  /** Partners whose statement of the month before is paid in this one. */
  readonly paying: readonly number[]
}

const aPrice = fc.bigInt({ min: 0n, max: 3_000_001n })
const aMonth: fc.Arbitrary<MonthOfActs> = fc.record({
  prices: fc.array(fc.option(fc.record({ issueMicros: aPrice, redeemMicros: aPrice })), {
    minLength: PARTNERS,
    maxLength: PARTNERS,
  }),
  acts: fc.array(
    fc.record({
      kind: fc.constantFrom('accrual', 'accrual', 'reversal', 'redemption', 'restoration'),
      partner: fc.integer({ min: 1, max: PARTNERS }),
      member: fc.integer({ min: 1, max: MEMBERS }),
      points: fc.integer({ min: 1, max: 700 }),
    }),
    { maxLength: 7 },
  ),
  paying: fc.uniqueArray(fc.integer({ min: 1, max: PARTNERS }), { maxLength: PARTNERS }),
})

/** Plays months at a coalition, and keeps what a plain model and the first reading of each statement say. */
class Played {
  readonly model = new MonthsModel()
  readonly statements = new Map<string, string>()
  readonly prices = new Map<number, Prices>()
  private readonly burned: Redemption[] = []
  private readonly months: CoalitionMonths
  private acts = 0

  constructor(months: CoalitionMonths) {
    this.months = months
  }

  /** Acts of one kind that follow each other are on their way together. */
  async play(month: number, acts: readonly Act[]): Promise<void> {
    this.model.redemptions = []
    this.burned.length = 0
    for (const [at, act] of acts.entries()) {
      await this.act(month, act)
      if (acts[at + 1]?.kind !== act.kind) await this.months.settle()
    }
  }

  private async act(month: number, act: Act): Promise<void> {
    const { points, of } = this.model.apply(month, act)
    if (points === 0n) return
    const { platform } = this.months
    const member = cardMember(act.member, STARTS_AT)
    const reference = `act ${(this.acts += 1)}`
    const common = {
      member: { kind: 'member' as const, value: member.id, country: null },
      locationId: null,
      currency: 'GBP',
      amountMinor: points * PER_MINOR,
      occurredAt: platform.clock.now(),
      metadata: {},
    }
    if (act.kind === 'accrual')
      await this.months.sell(act.partner, [{ ...common, orderRef: reference, eligibleMinor: null }])
    if (act.kind === 'reversal')
      await this.months.takeBack(act.partner, [{ ...common, returnRef: reference, orderRef: null }])
    if (act.kind === 'redemption') this.burned.push(await burn(this.months, member, { partnerId: act.partner, points }))
    if (act.kind === 'restoration') await giveBack(this.months, this.burned[of]!, points)
  }

  /** Every statement that was ever issued has the bytes that it had at first; those of the month are new. */
  async checkBytes(): Promise<void> {
    const rows = await this.months.platform.database.clearingStatement.findMany()
    const now = new Map(
      rows.map(({ number, document, signature, signer }) => [number, [document, signature, signer].join('\n')]),
    )
    for (const [number, bytes] of this.statements) expect(now.get(number), number).to.equal(bytes)
    for (const [number, bytes] of now) this.statements.set(number, bytes)
  }

  /** The statement of a month, the plain model and what the chain's events add up to agree, and all of it nets to zero. */
  async checkMonth(month: number, coalition: CoalitionChain): Promise<void> {
    const { database } = this.months.platform
    const rows = await database.clearingStatement.findMany({ where: { month }, orderBy: { partnerId: 'asc' } })
    const stated = new Map(rows.map((row) => [row.partnerId, JSON.parse(row.document) as StatementJson]))
    const recounted = (await recountMonths(coalition)).filter((one) => one.month === monthText(month))
    const { positions, pools } = await readClosedMonths(coalition)
    expect(positions.filter((one) => one.month === monthText(month))).to.deep.equal(recounted)
    let nets = 0n
    for (let partner = 1; partner <= PARTNERS; partner += 1) {
      const plain = this.model.monthOf(month, partner)
      const { issueMicros, redeemMicros } = this.prices.get(partner) ?? { issueMicros: 0n, redeemMicros: 0n }
      const statement = stated.get(partner)
      const found = recounted.find(({ partnerId }) => partnerId === partner)
      if (Object.values(plain).every((points) => points === 0n)) {
        expect([found, statement?.totals.netMinor ?? '0']).to.deep.equal([undefined, '0'])
        continue
      }
      const [dueFrom, dueTo] = [
        nearest((plain.issued - plain.reversed) * issueMicros),
        nearest((plain.redeemed - plain.restored) * redeemMicros),
      ]
      expect(found).to.deep.equal({
        month: monthText(month),
        partnerId: partner,
        ...plain,
        dueFrom,
        dueTo,
        net: dueTo - dueFrom,
      })
      const { reversedOfEarlierMonths: _late, ...points } = statement!.points
      expect(points).to.deep.equal(Object.fromEntries(Object.entries(plain).map(([kind, of]) => [kind, String(of)])))
      expect(statement!.legs.map(({ grossMinor }) => BigInt(grossMinor))).to.deep.equal([dueFrom, dueTo, 0n])
      nets += BigInt(statement!.totals.netMinor)
    }
    expect(nets + (pools.get(monthText(month)) ?? 0n), 'nets and pool').to.equal(0n)
  }
}

/** To the nearest whole minor unit, written with floats of the remainder: a half goes away from zero. */
function nearest(micros: bigint): bigint {
  const rest = Number(micros % 1_000_000n) / 1_000_000
  return micros / 1_000_000n + BigInt(Math.sign(rest) * Math.round(Math.abs(rest)))
}

describe('months of a coalition', function () {
  this.timeout(600_000)
  let coalition: CoalitionChain

  before(async () => {
    coalition = await openPartnersChain(STARTS_AT, PARTNERS)
  })

  after(() => coalition.edr.close())

  const open = async () => {
    const months = await openMonths(coalition, PARTNERS)
    await months.enrol(Array.from({ length: MEMBERS }, (_, at) => cardMember(at + 1, STARTS_AT)))
    return { months, played: new Played(months) }
  }

  const setPrices = async (
    { months, played }: Awaited<ReturnType<typeof open>>,
    month: number,
    prices: MonthOfActs['prices'],
  ) => {
    const changed = prices.flatMap((one, at) => (one === null ? [] : [{ partnerId: at + 1, ...one }]))
    if (changed.length > 0) await months.setPrices(month, changed)
    return () => {
      for (const { partnerId, ...one } of changed) played.prices.set(partnerId, one)
    }
  }

  /** Three days after its end. */
  const endMonth = async ({ months }: Awaited<ReturnType<typeof open>>, month: number) => {
    await months.goTo(new Date(monthSpan(month).until.getTime() + 3 * DAY_MS))
    for (let blocks = 0; blocks < 10; blocks += 1) await months.platform.pass()
  }

  it('net to zero, are what a plain model says, and never change once they were stated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aMonth, { minLength: 1, maxLength: 3 }), async (list) => {
        const run = await open()
        const { months, played } = run
        const { database, clock } = months.platform
        const begin = await setPrices(run, FIRST_MONTH, list[0]!.prices)
        begin()
        for (const [at, { acts, paying }] of list.entries()) {
          const month = FIRST_MONTH + at
          const change = await setPrices(run, month + 1, list[at + 1]?.prices ?? [])
          await played.play(month, acts)
          for (const partnerId of paying) {
            const where = { partnerId, month: month - 1, payableMinor: { not: 0n } }
            if ((await database.clearingStatement.count({ where })) === 0) continue
            await recordStatementPayment(
              { db: database, clock },
              { partnerId, month: month - 1, reference: `paid ${partnerId}` },
            )
          }
          await played.checkBytes()
          await endMonth(run, month)
          await closeMonth(months.closing, { month })
          await months.closeOnChain(month)
          await played.checkBytes()
          await played.checkMonth(month, coalition)
          change()
        }
        for (const at of list.keys())
          expect((await closeMonth(months.closing, { month: FIRST_MONTH + at })).issued).to.equal(0)
        await played.checkBytes()
      }),
      // What fails here takes minutes to make smaller.
      { numRuns: RUNS, endOnFailure: true },
    )
  })

  it('go on where a closing was stopped, and no later month is closed before', async () => {
    const run = await open()
    const { months, played } = run
    const sale = (partner: number): Act => ({ kind: 'accrual', partner, member: 1, points: 10 * partner })
    await played.play(FIRST_MONTH, [sale(1), sale(2), sale(3)])
    await endMonth(run, FIRST_MONTH)
    await endMonth(run, FIRST_MONTH + 1)
    let signed = 0
    const stopped = closeMonth(
      {
        ...months.closing,
        signStatement: (...asked) => {
          if ((signed += 1) === 3) throw new Error('the key is gone')
          return months.closing.signStatement(...asked)
        },
      },
      { month: FIRST_MONTH },
    )
    expect(await stopped.then(String, String)).to.include('the key is gone')
    await played.checkBytes()
    expect([...played.statements.keys()].sort()).to.deep.equal(['ENT-1-2026-01', 'ENT-2-2026-01'])
    const early: unknown = await closeMonth(months.closing, { month: FIRST_MONTH + 1 }).catch((error: unknown) => error)
    expect((early as Rejection).code).to.equal('month_out_of_order')
    expect(await closeMonth(months.closing, { month: FIRST_MONTH })).to.include({ issued: 1, before: 2 })
    await played.checkBytes()
    await months.closeOnChain(FIRST_MONTH)
    await played.checkMonth(FIRST_MONTH, coalition)
  })

  it('are in rows that the database lets nobody update, delete, replace or empty', async () => {
    const run = await open()
    const { months, played } = run
    const { database } = months.platform
    await played.play(FIRST_MONTH, [{ kind: 'accrual', partner: 1, member: 1, points: 5 }])
    await endMonth(run, FIRST_MONTH)
    await closeMonth(months.closing, { month: FIRST_MONTH })
    await played.checkBytes()
    for (const sql of [
      "update clearing_statement set document = document || ' '",
      'update clearing_statement set payable_minor = 0 where partner_id = 1',
      'update clearing_statement set partner_id = 2',
      'delete from clearing_statement where partner_id = 1',
      'truncate clearing_statement',
      'truncate clearing_statement, partner cascade',
      `insert into clearing_statement select * from clearing_statement
       on conflict (partner_id, month) do update set document = '{}'`,
      `merge into clearing_statement s using partner p on p.id = s.partner_id when matched then delete`,
      `with gone as (delete from clearing_statement returning *) select * from gone`,
    ])
      expect(await database.$executeRawUnsafe(sql).then(String, String), sql).to.include('never changes')
    await played.checkBytes()
  })
})
