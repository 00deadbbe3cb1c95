import { expect } from 'chai'
import fc from 'fast-check'

import { TREATMENTS } from '../../../../server/config/clearing-settings.ts'
import {
  makeStatement,
  NO_LINES_ROOT,
  type StatementFacts,
  statementJson,
  statementNumber,
  vatOf,
} from '../../../../server/domain/clearing/make-statement.ts'
import { netMonth } from '../../../../server/domain/clearing/net-month.ts'
import { statementCsv } from '../../../../server/domain/clearing/statement-csv.ts'
import {
  dueOfStatement,
  type LineKind,
  type StatementLine,
  type StatementPoints,
  type StatementRate,
  VAT_TREATMENTS,
} from '../../../../server/domain/clearing/statement.ts'
import { NO_VAT, vatIn } from '../../../../server/domain/clearing/vat.ts'

const KINDS: readonly LineKind[] = ['issued', 'reversed', 'redeemed', 'restored']
const NOVEMBER = 682

function linesOf(points: Readonly<Record<LineKind, bigint>>): StatementLine[] {
  return KINDS.filter((kind) => points[kind] > 0n).map((kind, at) => ({
    line: at + 1,
    kind,
    points: points[kind],
    blockNumber: 10n + BigInt(at),
    transactionHash: `0x${'7a'.repeat(32)}`,
    reference: kind === 'redeemed' ? null : `0x${'5b'.repeat(32)}`,
  }))
}

function facts(points: Partial<StatementPoints>, changes: Partial<StatementFacts> = {}): StatementFacts {
  const counted = { issued: 0n, reversed: 0n, reversedOfEarlierMonths: 0n, redeemed: 0n, restored: 0n, ...points }
  return {
    coalition: 'Entente',
    currency: 'EUR',
    partner: { id: 1, name: 'A', country: 'FR' },
    month: NOVEMBER,
    points: counted,
    donated: [],
    prices: { issueMicros: 1_000_000n, redeemMicros: 800_000n },
    pricesSet: { month: NOVEMBER, transactionHash: `0x${'ee'.repeat(32)}` },
    feeMinor: 0n,
    vat: { issue: NO_VAT, redeem: NO_VAT, fee: NO_VAT },
    rate: null,
    openingMinor: 0n,
    source: {
      chainId: 31_337,
      registry: `0x${'a3'.repeat(20)}`,
      readAtBlock: 99n,
      readAtBlockHash: `0x${'b1'.repeat(32)}`,
    },
    lines: linesOf(counted),
    linesRoot: NO_LINES_ROOT,
    ...changes,
  }
}

const standard = (rateBasisPoints: number) => ({ treatment: 'standard', rateBasisPoints }) as const

const YEN: StatementRate = {
  date: '2026-11-30',
  base: 'EUR',
  quote: 'JPY',
  rate: '162.35',
  source: 'ECB',
  signer: `0x${'2e'.repeat(20)}`,
  signature: `0x${'6a'.repeat(65)}`,
  hash: `0x${'f1'.repeat(32)}`,
}

describe('a statement of a partner that settles in another currency', function () {
  const a = makeStatement(facts({ issued: 100_000n, reversed: 2_000n, redeemed: 10_000n }))
  const prices = { issueMicros: 1_050_000n, redeemMicros: 800_000n }
  const points = { issued: 20_000n, redeemed: 60_000n, restored: 1_500n }
  const bIn = (rate: StatementRate | null) => makeStatement(facts(points, { prices, rate }))

  it('has the figures of the example that docs/clearing.md gives: B in yen, and in dinars', function () {
    const inYen = bIn(YEN)
    // 258.00 EUR x 162.35 = 41,886.3 yen.
    expect(inYen.due).to.deep.equal({
      currency: 'JPY',
      minorDigits: 0,
      payableMinor: 41_886n,
      rounding: '-0.3',
      rate: YEN,
    })
    const inDinars = bIn({ ...YEN, quote: 'KWD', rate: '0.35525' })
    expect([inDinars.due.minorDigits, inDinars.due.payableMinor, inDinars.due.rounding]).to.deep.equal([
      3,
      91_655n,
      '0.5',
    ])
  })

  it('keeps every net as it is: nets and pool add up to zero in the clearing currency', function () {
    const [inYen, inEuro] = [bIn(YEN), bIn(null)]
    const { due: dueInYen, ...restInYen } = inYen
    const { due: dueInEuro, ...restInEuro } = inEuro
    expect(restInYen).to.deep.equal(restInEuro)
    expect(dueInYen.currency).to.equal('JPY')
    const pool = 64_200n
    expect(a.totals.netMinor + inYen.totals.netMinor + pool).to.equal(0n)
    expect(dueInEuro).to.deep.equal({
      currency: 'EUR',
      minorDigits: 2,
      payableMinor: 25_800n,
      rounding: '0',
      rate: null,
    })
  })

  it('converts VAT and net together, once, and nothing that is open', function () {
    const vat = { issue: standard(2_000), redeem: NO_VAT, fee: NO_VAT }
    const { totals, due, position } = makeStatement(facts(points, { prices, vat, openingMinor: 1_000n, rate: YEN }))
    expect([totals.netMinor, totals.vatMinor, totals.payableMinor]).to.deep.equal([25_800n, -4_200n, 21_600n])
    // 216.00 EUR x 162.35 = 35,067.6 yen.
    expect([due.payableMinor, due.rounding]).to.deep.equal([35_068n, '0.4'])
    expect(position).to.deep.equal({ openingMinor: 1_000n, closingMinor: 22_600n })
  })

  it('has the amount, the rate and who signed it in its table', function () {
    const signed = { statement: statementJson(bIn(YEN)), signer: '0x00', signature: '0x01' }
    const csv = statementCsv(signed)
    for (const row of [
      'due,payable,41886,JPY,',
      'due,rounding,-0.3,minor units,',
      'due,rate,162.35,JPY for 1 EUR,',
      'due,rateDate,2026-11-30,,',
      'due,rateSource,ECB,,',
      `due,rateSigner,${YEN.signer},,`,
      `due,rateSignature,${YEN.signature},,`,
      `due,rateHash,${YEN.hash},,`,
      'totals,payable,258.00,EUR,',
    ])
      expect(csv).to.include(row)
  })

  it('of an older format is paid in the currency that it is in, and its table stays as it was', function () {
    const { due: _, ...json } = statementJson(bIn(null))
    const older = { ...json, format: 'entente-statement-2' } as const
    expect(dueOfStatement(older)).to.deep.equal({ currency: 'EUR', payableMinor: '25800' })
    expect(statementCsv({ statement: older, signer: '0x00', signature: '0x01' })).not.to.include('due,')
    expect(dueOfStatement(statementJson(bIn(YEN))).payableMinor).to.equal('41886')
  })

  it('is made with a rate of its own currency only', function () {
    expect(() => bIn({ ...YEN, base: 'GBP' })).to.throw()
  })
})

describe('a statement', function () {
  it('has the figures of the example that docs/clearing.md gives', function () {
    const a = makeStatement(facts({ issued: 100_000n, reversed: 2_000n, redeemed: 10_000n }))
    const prices = { issueMicros: 1_050_000n, redeemMicros: 800_000n }
    const b = makeStatement(facts({ issued: 20_000n, redeemed: 60_000n, restored: 1_500n }, { prices }))
    const figures = [a, b].map(({ legs: [issue, redeem], totals }) => [
      issue.grossMinor,
      redeem.grossMinor,
      totals.netMinor,
    ])
    expect(figures).to.deep.equal([
      [98_000n, 8_000n, -90_000n],
      [21_000n, 46_800n, 25_800n],
    ])
    expect(-(a.totals.netMinor + b.totals.netMinor)).to.equal(64_200n)
  })

  it('keeps each supply gross, with VAT of its own, and adds the fee', function () {
    const vat = {
      issue: standard(2_000),
      redeem: standard(550),
      fee: { treatment: 'reverse_charge', rateBasisPoints: 0 },
    } as const
    const made = makeStatement(
      facts({ issued: 1_000n, redeemed: 500n }, { vat, feeMinor: 4_900n, openingMinor: -250n }),
    )
    expect(made.legs.map(({ grossMinor, vatMinor, totalMinor }) => [grossMinor, vatMinor, totalMinor])).to.deep.equal([
      [1_000n, 200n, 1_200n],
      [400n, 22n, 422n],
      [4_900n, 0n, 4_900n],
    ])
    expect(made.totals).to.deep.equal({ netMinor: -5_500n, vatMinor: -178n, payableMinor: -5_678n })
    expect(made.position).to.deep.equal({ openingMinor: -250n, closingMinor: -5_928n })
  })

  it('rounds VAT halves away from zero, so that a leg and its reversal cancel out', function () {
    expect([5n, -5n, 4n, 0n].map((minor) => vatOf(minor, standard(1_000)))).to.deep.equal([1n, -1n, 0n, 0n])
    expect(() => vatOf(5n, { treatment: 'exempt', rateBasisPoints: 1 })).to.throw()
  })

  it('is not made of lines that do not add up, are not in order, or move nothing', function () {
    const good = facts({ issued: 5n, redeemed: 3n })
    expect(() => makeStatement(good)).not.to.throw()
    for (const lines of [
      good.lines.slice(1),
      good.lines.toReversed(),
      good.lines.map((line) => ({ ...line, points: line.points + 1n })),
      [...good.lines, { ...good.lines[0]!, line: 3, points: 0n }],
    ])
      expect(() => makeStatement({ ...good, lines })).to.throw()
  })

  it('nets to zero with the pool, to the minor unit, over any partners, points and prices', function () {
    const points = fc.bigInt({ min: 0n, max: 2n ** 40n })
    const price = fc.bigInt({ min: 0n, max: 10n ** 9n })
    const partner = fc.record({
      issued: points,
      reversed: points,
      redeemed: points,
      restored: points,
      issue: price,
      redeem: price,
    })
    fc.assert(
      fc.property(fc.array(partner, { maxLength: 12 }), (partners) => {
        const nets = partners.map(({ issue, redeem, ...counted }) => {
          const prices = { issueMicros: issue, redeemMicros: redeem }
          const { totals, legs } = makeStatement(facts(counted, { prices }))
          expect(legs[0].exactMicros).to.equal((counted.issued - counted.reversed) * issue)
          return totals.netMinor
        })
        const month = netMonth(
          partners.map(({ issue, redeem, ...counted }, partnerId) => ({
            partnerId,
            ...counted,
            issuePrice: issue,
            redeemPrice: redeem,
          })),
        )
        expect(nets.reduce((sum, net) => sum + net, 0n) + month.pool).to.equal(0n)
      }),
    )
  })

  it('is JSON without a number that can lose digits, and the same whenever it is made', function () {
    const huge = 2n ** 60n
    const given = facts({ issued: huge })
    const json = statementJson(makeStatement(given))
    expect([json.points.issued, json.legs[0].exactMicros]).to.deep.equal([String(huge), String(huge * 1_000_000n)])
    expect(JSON.stringify(json)).to.equal(JSON.stringify(statementJson(makeStatement(given))))
  })

  it('has a number that payments can name', function () {
    expect(statementNumber(1, NOVEMBER)).to.equal('ENT-1-2026-11')
    const longest = statementNumber(2_147_483_647, NOVEMBER)
    expect(longest.length).to.be.at.most(35)
    expect(longest).to.match(/^[A-Za-z0-9/?:().,'+ -]+$/)
  })
})

describe('the table of a statement', function () {
  const table = (changes: Partial<StatementFacts>) =>
    statementCsv({
      statement: statementJson(makeStatement(facts({ issued: 7n }, changes))),
      signer: '0x0b',
      signature: '0x5f',
    })

  it('has a definition beside each figure and a row for each transaction', function () {
    const rows = table({}).split('\r\n')
    expect(rows[0]).to.equal('section,name,value,unit,definition')
    expect(rows.filter((row) => row.startsWith('points,issued,7,points,'))).to.have.length(1)
    expect(rows.filter((row) => row.startsWith('lines,1 issued,7,points,'))).to.have.length(1)
    expect(rows.at(-1)).to.equal('')
  })

  it('runs no name as a formula, and holds any name in its cell', function () {
    const named = (name: string) => table({ partner: { id: 1, name, country: null } })
    for (const name of ['=1+1', '+1', '-x', '@SUM(A1)']) expect(named(name)).to.include(`partnerName,'${name},`)
    expect(named('"Tea", and\nmore')).to.include('partnerName,"""Tea"", and\nmore",')
    expect(table({ openingMinor: -808n })).to.include('position,opening,-8.08,EUR,')
  })

  it('writes amounts in the digits of their currency', function () {
    expect(table({ currency: 'JPY' })).to.include('issue,gross,7,JPY,')
    expect(table({ currency: 'KWD' })).to.include('issue,gross,0.007,KWD,')
  })
})

describe('the VAT of a leg', function () {
  it("goes by the partner's country, then by the rule for all, and is out of scope where nothing was said", function () {
    const rules = { FR: standard(2_000), '*': { treatment: 'reverse_charge', rateBasisPoints: 0 } } as const
    expect(vatIn(rules, 'FR')).to.equal(rules.FR)
    expect([vatIn(rules, 'DE'), vatIn(rules, null)]).to.deep.equal([rules['*'], rules['*']])
    expect([vatIn({}, 'FR'), vatIn({}, null)]).to.deep.equal([NO_VAT, NO_VAT])
  })

  it('has the treatments that the settings know', function () {
    expect(Object.keys(VAT_TREATMENTS)).to.deep.equal([...TREATMENTS])
  })
})
