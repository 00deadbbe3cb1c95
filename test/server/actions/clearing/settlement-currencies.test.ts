import serialize from 'canonicalize'
import { expect } from 'chai'

import { closeMonth } from '../../../../server/actions/clearing/close-month.ts'
import { importRates } from '../../../../server/actions/clearing/import-rates.ts'
import { readStatement } from '../../../../server/actions/clearing/read-statement.ts'
import { recordStatementPayment } from '../../../../server/actions/clearing/record-statement-payment.ts'
import { setSettlementCurrency } from '../../../../server/actions/clearing/set-settlement-currency.ts'
import { hashRate, recoverRateSigner } from '../../../../server/chain/rate-typed-data.ts'
import { recoverStatementSigner } from '../../../../server/chain/statement-typed-data.ts'
import { countPositionDifferences } from '../../../../server/database/clearing-events.ts'
import type { ExchangeRate } from '../../../../server/domain/clearing/exchange-rates.ts'
import type { StatementJson } from '../../../../server/domain/clearing/statement.ts'
import type { Rejection } from '../../../../server/domain/rejection.ts'
import { monthSpan, monthText } from '../../../../server/domain/utc-days.ts'
import {
  cardMember,
  type CoalitionMonths,
  openMonths,
  openPartnersChain,
  PER_MINOR,
} from '../../../support/clearing/coalition-months.ts'
import type { CoalitionChain } from '../../../support/platform/coalition-chain.ts'
import { aSignedRate, STATEMENT_SIGNER } from '../../api/support/clearing.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { bookJanuary, openClearingPlatform } from './clearing-platform.ts'

const PARTNERS = 3
/** 2026-01, in which the chain begins. */
const JANUARY = 672
const FEBRUARY = JANUARY + 1
const MARCH = JANUARY + 2
const STARTS_AT = new Date('2026-01-05T00:00:00Z')
const DAY_MS = 86_400_000
const PRICES = { issueMicros: 1_050_000n, redeemMicros: 800_000n }

describe('partners that settle in their own currencies', function () {
  this.timeout(600_000)
  let coalition: CoalitionChain
  let months: CoalitionMonths

  before(async () => {
    coalition = await openPartnersChain(STARTS_AT, PARTNERS)
  })

  after(() => coalition.edr.close())

  beforeEach(async () => {
    months = await openMonths(coalition, PARTNERS)
    await months.enrol([cardMember(1, STARTS_AT)])
  })

  const currency = (partnerId: number, month: number, code: string) => {
    const { platform, closing } = months
    return setSettlementCurrency({ ...closing, ids: platform.relayer.ids }, { partnerId, month, currency: code })
  }
  const sell = (partnerId: number, points: bigint, orderRef: string) =>
    months.sell(partnerId, [
      {
        member: { kind: 'member', value: cardMember(1, STARTS_AT).id },
        locationId: null,
        currency: 'GBP',
        amountMinor: points * PER_MINOR,
        occurredAt: months.platform.clock.now(),
        metadata: {},
        orderRef,
        eligibleMinor: null,
      },
    ])
  /** Three days after its end, when the chain is final. */
  const end = async (month: number) => {
    await months.goTo(new Date(monthSpan(month).until.getTime() + 3 * DAY_MS))
    for (let blocks = 0; blocks < 10; blocks += 1) await months.platform.pass()
  }
  /** Closes with a fee, so that who has booked nothing has a statement: the third partner, and that of the platform. */
  const close = async (month: number) => {
    const clearingTerms = { ...months.closing.clearingTerms, feeMinor: 500n }
    const { issued, waiting } = await closeMonth({ ...months.closing, clearingTerms }, { month })
    return { issued, waiting: waiting.map((one) => `${String(one.partnerId)} ${one.currency} ${monthText(one.month)}`) }
  }
  const take = async (changes: Partial<ExchangeRate>) => {
    const rate = await aSignedRate(months.closing.chain.addresses, changes)
    return importRates(months.closing, { rates: [rate] })
  }
  const read = async (partnerId: number, month: number): Promise<StatementJson> =>
    (await readStatement(months.closing, { partnerId, month })).statement
  const refusalOf = (asked: Promise<unknown>) =>
    asked.then(String, (error: unknown) => {
      const { code, details } = error as Rejection
      return [code, details]
    })

  it('wait for a rate alone, in their order, and hold up nobody else', async () => {
    await currency(2, JANUARY, 'JPY')
    await currency(3, JANUARY, 'KWD')
    await months.setPrices(
      JANUARY,
      [1, 2].map((partnerId) => ({ partnerId, ...PRICES })),
    )
    await sell(1, 1_000n, 'first')
    await sell(2, 2_000n, 'second')
    await months.settle()
    await end(JANUARY)
    // The day before the seven days, the day after the month, and the other way round: none of them is January's rate.
    await take({ date: '2026-01-23' })
    await take({ date: '2026-02-01' })
    expect(await close(JANUARY)).to.deep.equal({ issued: 2, waiting: ['2 JPY 2026-01', '3 KWD 2026-01'] })
    expect(await close(JANUARY)).to.deep.equal({ issued: 0, waiting: ['2 JPY 2026-01', '3 KWD 2026-01'] })
    expect(await refusalOf(read(2, JANUARY))).to.deep.equal([
      'statement_waits',
      { partnerId: 2, month: '2026-01', currency: 'JPY' },
    ])
    await months.closeOnChain(JANUARY)
    await months.platform.follow()
    expect(await countPositionDifferences(months.platform.database)).to.equal(0)

    // In February only the first partner has something, and the other two owe a fee.
    await sell(1, 100n, 'third')
    await months.settle()
    await end(FEBRUARY)
    await take({ date: '2026-02-28', rate: '170' })
    expect(await close(FEBRUARY)).to.deep.equal({ issued: 2, waiting: ['2 JPY 2026-01', '3 KWD 2026-01'] })
    await end(MARCH)
    expect((await close(MARCH)).issued).to.equal(2)

    // Late: the oldest day that still counts.
    await take({ date: '2026-01-24' })
    expect(await close(MARCH)).to.deep.equal({ issued: 0, waiting: ['2 JPY 2026-01', '3 KWD 2026-01'] })
    expect(await close(JANUARY)).to.deep.equal({ issued: 1, waiting: ['3 KWD 2026-01'] })
    expect(await close(FEBRUARY)).to.deep.equal({ issued: 1, waiting: ['3 KWD 2026-01'] })
    expect(await close(MARCH)).to.deep.equal({ issued: 0, waiting: ['2 JPY 2026-03', '3 KWD 2026-01'] })
    const january = await read(2, JANUARY)
    // 2,000 x 1.05 cents and the fee: 26.00 EUR x 162.35 = 4,221.1 yen.
    expect([january.totals.payableMinor, january.due?.payableMinor, january.due?.rounding]).to.deep.equal([
      '-2600',
      '-4221',
      '0.1',
    ])
    expect(january.due?.rate?.date).to.equal('2026-01-24')
    const february = await read(2, FEBRUARY)
    expect([february.position, february.due?.payableMinor]).to.deep.equal([
      { openingMinor: '-2600', closingMinor: '-3100' },
      '-850',
    ])
    expect(await countPositionDifferences(months.platform.database)).to.equal(0)
  })

  it('have the newest rate of the last days, and a statement that can be checked without the server', async () => {
    await currency(2, JANUARY, 'JPY')
    await months.setPrices(JANUARY, [{ partnerId: 2, ...PRICES }])
    await sell(2, 2_000n, 'one')
    await months.settle()
    await end(JANUARY)
    await take({ date: '2026-01-28', rate: '1' })
    await take({ date: '2026-01-30' })
    await take({ date: '2026-02-02', rate: '2' })
    await close(JANUARY)
    const { statement, signature } = await readStatement(months.closing, { partnerId: 2, month: JANUARY })
    const { rate } = statement.due!
    expect(rate).to.include({ date: '2026-01-30', rate: '162.35' })
    const place = { chainId: statement.source.chainId, addresses: months.closing.chain.addresses }
    expect([await recoverRateSigner(place, rate!), hashRate(place, rate!)]).to.deep.equal([rate!.signer, rate!.hash])
    // What is due is under the operator's signature, with the rate that it was made with.
    const signerOf = (of: StatementJson) => recoverStatementSigner(of, { document: serialize(of) ?? '', signature })
    expect(await signerOf(statement)).to.equal(STATEMENT_SIGNER.address)
    const forged = { ...statement, due: { ...statement.due!, payableMinor: '-1' } }
    expect(await signerOf(forged)).not.to.equal(STATEMENT_SIGNER.address)
    expect(await recoverRateSigner(place, { ...rate!, rate: '1.6235' })).not.to.equal(rate!.signer)
    const elsewhere = { ...place, chainId: place.chainId + 1 }
    expect(await recoverRateSigner(elsewhere, rate!)).not.to.equal(rate!.signer)
  })

  it('get a statement that waited also where nothing is left of it, so that later months go on', async () => {
    await months.setPrices(JANUARY, [{ partnerId: 1, ...PRICES }])
    await sell(1, 1_000n, 'one')
    await months.settle()
    await end(JANUARY)
    const { issued } = await closeMonth(months.closing, { month: JANUARY })
    expect(issued).to.equal(1)
    await currency(1, MARCH, 'JPY')
    await end(FEBRUARY)
    await end(MARCH)
    // Without a fee: February's is there because January is open, in euros; March's waits.
    const plain = (month: number) => closeMonth(months.closing, { month })
    expect((await plain(FEBRUARY)).issued).to.equal(1)
    expect((await plain(MARCH)).waiting).to.have.length(1)
    const { db, clock } = months.closing
    await recordStatementPayment({ db, clock }, { partnerId: 1, month: JANUARY, reference: 'BOOK-1' })
    expect((await plain(MARCH)).waiting).to.have.length(1)
    await take({ date: '2026-03-31' })
    expect(await plain(MARCH)).to.deep.include({ issued: 1, waiting: [] })
    expect((await read(1, MARCH)).due?.payableMinor).to.equal('0')
    expect((await read(1, JANUARY)).due).to.include({ currency: 'EUR', payableMinor: '-1050', rate: null })
  })

  it('change it for months to come, never for one that has begun', async () => {
    await sell(1, 10n, 'one')
    await months.settle()
    expect(await refusalOf(currency(1, JANUARY, 'JPY'))).to.deep.equal([
      'currency_month_passed',
      { month: '2026-01', monthMin: '2026-02' },
    ])
    const set = await currency(1, FEBRUARY, 'JPY')
    expect([set.currency, set.versions.length]).to.deep.equal(['EUR', 1])
    expect((await currency(1, FEBRUARY, 'JPY')).versions).to.have.length(1)
    expect((await currency(1, FEBRUARY, 'EUR')).versions.map((one) => one.currency)).to.deep.equal(['EUR', 'JPY'])
    expect(await refusalOf(currency(99, FEBRUARY, 'JPY'))).to.deep.equal(['partner_unknown', { partnerId: 99 }])
  })
})

describe('a month of which every statement waits for a rate', function () {
  this.timeout(300_000)

  it('is closed on chain all the same, and its statement follows once the rate is imported', async () => {
    const clearing = await openClearingPlatform()
    const { platform, ask, operator } = clearing
    const path = `/v1/partners/${String(PARTNER)}/settlement-currency`
    expect((await ask(path, operator, { month: '2026-01', currency: 'JPY' })).status).to.equal(201)
    await bookJanuary(clearing)
    await clearing.goTo('2026-02-03T00:00:01Z')
    const waiting = [{ partnerId: PARTNER, currency: 'JPY', month: '2026-01' }]
    expect((await clearing.close('2026-01')).body).to.deep.include({ issued: 0, waiting })
    const own = '/v1/statements/2026-01'
    expect((await ask(own, clearing.partner)).body.code).to.equal('statement_waits')
    await platform.settle()
    const closed = await platform.database.clearingEvent.findMany({ where: { kind: 'month_closed' } })
    expect(closed.map(({ minor }) => minor)).to.deep.equal(['808'])
    expect(await countPositionDifferences(platform.database)).to.equal(0)
    const rates = [await aSignedRate(platform.relayer.chain.addresses)]
    expect((await ask('/v1/rates', operator, { rates })).body).to.include({ imported: 1, before: 0 })
    expect((await clearing.close('2026-01')).body).to.deep.include({ issued: 1, waiting: [] })
    const { statement, settlement } = (await ask(own, clearing.partner)).body
    // 8.08 EUR x 162.35 = 1,311.788 yen.
    expect([statement.due.payableMinor, settlement.state, settlement.isDifferent]).to.deep.equal([
      '-1312',
      'open',
      false,
    ])
    const [summary] = (await ask('/v1/statements', clearing.partner)).body.data
    expect([summary.currency, summary.payableMinor, summary.due]).to.deep.equal([
      'EUR',
      '-808',
      { currency: 'JPY', payableMinor: '-1312' },
    ])
    for (const format of ['csv', 'pdf']) {
      const headers = { Authorization: `Bearer ${clearing.partner}` }
      const answer = await fetch(`${clearing.api.url}${own}?format=${format}`, { headers })
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (format === 'csv') expect(bytes.toString()).to.include('due,payable,-1312,JPY,')
      else expect(bytes.subarray(0, 5).toString()).to.equal('%PDF-')
    }
    await clearing.api.close()
  })
})
