import { expect } from 'chai'
import fc from 'fast-check'

import {
  type CharityLine,
  charityStatementCsv,
  charityStatementJson,
  charityStatementNumber,
  makeCharityStatement,
  pointsOf,
} from '../../../../server/domain/clearing/charity-statement.ts'
import { sumDonations } from '../../../../server/domain/clearing/donations.ts'
import { END_TO_END_ID_MAX, isEndToEndId } from '../../../../server/domain/clearing/payment-file.ts'

const SEA = { id: '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa', name: 'Sea Rescue' }
/** 2026-11. */
const NOVEMBER = 682

type Given = readonly [partnerId: number, kind: CharityLine['kind'], points: bigint]

const linesOf = (given: readonly Given[]): CharityLine[] =>
  given.map(([partnerId, kind, points], at) => ({
    line: at + 1,
    partnerId,
    kind,
    points,
    blockNumber: BigInt(at),
    transactionHash: `0x${'7a'.repeat(32)}`,
    orderHash: `0x${'5b'.repeat(32)}`,
  }))

const make = (given: readonly Given[], prices: ReadonlyMap<number, bigint>, openingMinor = 0n) =>
  makeCharityStatement({
    coalition: 'Entente',
    currency: 'EUR',
    charity: SEA,
    month: NOVEMBER,
    source: { chainId: 1, registry: '0xa3', readAtBlock: 9n, readAtBlockHash: '0xb1' },
    partners: new Map([...prices].map(([id, redeemMicros]) => [id, { name: `Partner ${String(id)}`, redeemMicros }])),
    lines: linesOf(given),
    openingMinor,
  })

describe("a charity's statement", function () {
  const PRICES = new Map([
    [2, 800_000n],
    [1, 1_050_000n],
  ])

  it('has what members gave at each partner, at its price, less what was given back', function () {
    const made = make(
      [
        [2, 'donated', 500n],
        [1, 'donated', 10n],
        [2, 'restored', 100n],
      ],
      PRICES,
      30n,
    )
    expect(made.partners.map(({ id, points, grossMinor }) => [id, points, grossMinor])).to.deep.equal([
      [1, 10n, 11n],
      [2, 400n, 320n],
    ])
    expect(made.totals).to.deep.equal({ points: 410n, payableMinor: 331n })
    expect(made.position).to.deep.equal({ openingMinor: 30n, closingMinor: 361n })
  })

  it("comes to what the partners' statements have, over any gifts and prices", function () {
    const gift = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom<CharityLine['kind']>('donated', 'restored'),
      fc.bigInt({ min: 1n, max: 2n ** 40n }),
    )
    const price = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(fc.array(gift, { maxLength: 12 }), fc.array(price, { minLength: 3, maxLength: 3 }), (given, list) => {
        const prices = new Map(list.map((micros, at) => [at + 1, micros]))
        const ofPartners = [...prices].map(([partnerId, micros]) => {
          const points = pointsOf(linesOf(given.filter(([id]) => id === partnerId)))
          const one = { charityId: SEA.id, charityName: SEA.name, points }
          return sumDonations([one], micros).totalMinor
        })
        const sum = ofPartners.reduce((all, minor) => all + minor, 0n)
        expect(make(given, prices).totals.payableMinor).to.equal(sum)
      }),
    )
  })

  it('is JSON without a number that can lose digits, and a table that runs no formula', function () {
    const statement = charityStatementJson(make([[1, 'donated', 2n ** 60n]], new Map([[1, 1n]])))
    expect(statement.lines[0]?.points).to.equal(String(2n ** 60n))
    const named = { ...statement, charity: { ...SEA, name: '=1+1' } }
    const table = charityStatementCsv({ statement: named, signer: '0x0b', signature: '0x5f' })
    expect(table)
      .to.include("statement,charityName,'=1+1,,\r\n")
      .and.to.include(`partner 1,points,${String(2n ** 60n)},points,`)
    expect(table).to.include('totals,payable,11529215046.07,EUR')
  })

  it('has a number that payments can name', function () {
    const number = charityStatementNumber(SEA.id, NOVEMBER)
    expect(number).to.equal('ENT-C9f21c0b7d3aa-2026-11')
    expect(number.length).to.be.at.most(END_TO_END_ID_MAX)
    expect(isEndToEndId(number)).to.equal(true)
  })
})
