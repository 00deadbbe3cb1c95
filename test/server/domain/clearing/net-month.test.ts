import { expect } from 'chai'
import fc from 'fast-check'

import { AssertionError } from '../../../../server/domain/assert.ts'
import { amountOf, netMonth, netPartner } from '../../../../server/domain/clearing/net-month.ts'

const NOTHING = { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }
/** A cent a point, and 0.8 cents. */
const PRICES = { issuePrice: 1_000_000n, redeemPrice: 800_000n }

const points = fc.bigInt({ min: 0n, max: 2n ** 56n - 1n })
const price = fc.bigInt({ min: 0n, max: 2n ** 80n - 1n })
const aPartner = fc.record({
  partnerId: fc.nat(),
  issued: points,
  reversed: points,
  redeemed: points,
  restored: points,
  issuePrice: price,
  redeemPrice: price,
})

describe('netMonth', () => {
  it('nets two partners to the cent, as a finance team worked it out by hand', () => {
    const { positions, pool } = netMonth([
      { partnerId: 1, issued: 100_000n, reversed: 2_000n, redeemed: 10_000n, restored: 0n, ...PRICES },
      {
        partnerId: 2,
        issued: 20_000n,
        reversed: 0n,
        redeemed: 60_000n,
        restored: 1_500n,
        issuePrice: 1_050_000n,
        redeemPrice: 800_000n,
      },
    ])
    const amounts = positions.map(({ partnerId, dueFrom, dueTo, net }) => ({ partnerId, dueFrom, dueTo, net }))
    expect(amounts).to.deep.equal([
      { partnerId: 1, dueFrom: 980_00n, dueTo: 80_00n, net: -900_00n },
      { partnerId: 2, dueFrom: 210_00n, dueTo: 468_00n, net: 258_00n },
    ])
    expect(pool).to.equal(642_00n)
  })

  it('leaves out a partner of which nothing was counted, and no other', () => {
    const idle = { partnerId: 1, ...NOTHING, ...PRICES }
    const cancelled = { ...idle, partnerId: 2, issued: 5n, reversed: 5n }
    expect(netMonth([idle, cancelled]).positions.map(({ partnerId }) => partnerId)).to.deep.equal([2])
    for (const counted of ['issued', 'reversed', 'redeemed', 'restored'])
      expect(netMonth([{ ...idle, [counted]: 1n }]).positions, counted).to.have.length(1)
  })

  it('adds up to zero with the pool, whatever was counted at whatever prices', () => {
    fc.assert(
      fc.property(fc.array(aPartner, { maxLength: 30 }), (partners) => {
        const { positions, pool } = netMonth(partners)
        expect(positions.reduce((sum, { net }) => sum + net, pool)).to.equal(0n)
      }),
    )
  })
})

describe('netPartner', () => {
  it('makes a leg negative where more came back than went out', () => {
    const legs = netPartner({ ...NOTHING, issued: 100n, reversed: 350n, redeemed: 10n, restored: 60n }, PRICES)
    expect(legs).to.deep.include({ dueFrom: -250n, dueTo: -40n, net: 210n })
  })

  it('is never half a minor unit away from the exact amount of a leg', () => {
    fc.assert(
      fc.property(aPartner, (partner) => {
        const { dueFrom, dueTo, net } = netPartner(partner, partner)
        const exactFrom = (partner.issued - partner.reversed) * partner.issuePrice
        const exactTo = (partner.redeemed - partner.restored) * partner.redeemPrice
        expect(dueFrom * 1_000_000n - exactFrom).to.satisfy((off: bigint) => off <= 500_000n && off >= -500_000n)
        expect(dueTo * 1_000_000n - exactTo).to.satisfy((off: bigint) => off <= 500_000n && off >= -500_000n)
        expect(net).to.equal(dueTo - dueFrom)
      }),
    )
  })

  it('refuses what no counter and no price can be', () => {
    for (const wrong of ['issued', 'reversed', 'redeemed', 'restored'])
      expect(() => netPartner({ ...NOTHING, [wrong]: -1n }, PRICES), wrong).to.throw(AssertionError)
    for (const wrong of ['issuePrice', 'redeemPrice'])
      expect(() => netPartner(NOTHING, { ...PRICES, [wrong]: -1n }), wrong).to.throw(AssertionError)
  })
})

describe('amountOf', () => {
  for (const [points, price, amount] of [
    [1n, 499_999n, 0n],
    [1n, 500_000n, 1n],
    [-1n, 499_999n, 0n],
    [-1n, 500_000n, -1n],
    [3n, 500_000n, 2n],
    [-3n, 500_000n, -2n],
    [0n, 2n ** 80n - 1n, 0n],
  ] as const) {
    it(`makes ${String(amount)} of ${String(points)} points at ${String(price)} millionths`, () => {
      expect(amountOf(points, price)).to.equal(amount)
    })
  }
})
