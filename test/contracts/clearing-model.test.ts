import { expect } from 'chai'

import { netMonth } from '../../server/domain/clearing/net-month.ts'
import { A, B, C, clearingFixture, endOf, MARCH } from './support/clearing.ts'
import type { ClearedPartner } from './support/clearing.ts'
import { backToGenesis, networkHelpers } from './support/chain.ts'
import { keyOf } from './support/coalition.ts'
import { GRACE } from './support/modules.ts'
import { randomFrom } from './support/random-from.ts'

const { time } = networkHelpers

// Any other seed must do as well: SEED=... runs another one.
const SEED = Number(process.env.SEED ?? 20_260_310)
const MONTHS = Number(process.env.MONTHS ?? 12)
const STEPS_A_MONTH = 14
const ada = keyOf('ada').address

type Coalition = Awaited<ReturnType<typeof clearingFixture>>

/** What happened, written down by whoever did it: nothing in it was read from the contracts. */
class Notebook {
  private readonly rows = new Map<string, Record<'issued' | 'reversed' | 'redeemed' | 'restored', bigint>>()
  private readonly prices: { id: bigint; month: bigint; issuePrice: bigint; redeemPrice: bigint }[] = [
    { id: A.id, month: MARCH, issuePrice: 1_000_000n, redeemPrice: 800_000n },
    { id: B.id, month: MARCH, issuePrice: 1_050_000n, redeemPrice: 800_000n },
  ]

  row(id: bigint, month: bigint) {
    const key = `${id} ${month}`
    const row = this.rows.get(key) ?? { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }
    this.rows.set(key, row)
    return row
  }

  price(id: bigint, month: bigint, issuePrice: bigint, redeemPrice: bigint): void {
    this.prices.push({ id, month, issuePrice, redeemPrice })
  }

  net(month: bigint) {
    return netMonth(
      [A, B, C].map(({ id }) => {
        const { issuePrice = 0n, redeemPrice = 0n } =
          this.prices.findLast((price) => price.id === id && price.month <= month) ?? {}
        return { partnerId: Number(id), ...this.row(id, month), issuePrice, redeemPrice }
      }),
    )
  }
}

/** A month of random trade; returns what can still be given back. */
async function trade(coalition: Coalition, notebook: Notebook, month: bigint, draw: (bound: number) => number) {
  const { book, spend, token, registry } = coalition
  const restores: { id: bigint; most: number; restore: (points: bigint) => Promise<void> }[] = []
  for (let step = 0; step < STEPS_A_MONTH; step += 1) {
    const partner: ClearedPartner = [A, B, C][draw(3)]!
    const points = BigInt(1 + draw(3_000))
    const balance = await token.balanceOf(ada)
    const kind = draw(5)
    if (kind < 2) {
      await book(partner, { credits: [{ account: ada, points }] })
      notebook.row(partner.id, month).issued += points
    } else if (kind === 2) {
      await book(partner, { debits: [{ account: ada, points }] })
      notebook.row(partner.id, month).reversed += points < balance ? points : balance
    } else if (kind === 3 && balance > 0n) {
      const spent = 1n + (points % balance)
      restores.push({ id: partner.id, most: Number(spent), restore: await spend(partner, spent) })
      notebook.row(partner.id, month).redeemed += spent
    } else if (kind === 4) {
      const [issuePrice, redeemPrice] = [BigInt(draw(3_000_000)), BigInt(draw(3_000_000))]
      await registry.setPrices(partner.id, month + 1n, issuePrice, redeemPrice)
      notebook.price(partner.id, month + 1n, issuePrice, redeemPrice)
    }
  }
  return restores
}

describe('Clearing and the plain model', function () {
  this.timeout(300_000)

  it(`agree on ${MONTHS} months of random trade, returns and prices (seed ${SEED})`, async function () {
    await backToGenesis()
    const coalition = await clearingFixture()
    const { clearing } = coalition
    const [draw, notebook] = [randomFrom(SEED), new Notebook()]
    let negative = 0
    let open: Awaited<ReturnType<typeof trade>> = []
    for (let month = MARCH; month < MARCH + BigInt(MONTHS); month += 1n) {
      for (const { id, most, restore } of open.filter(() => draw(2) === 0)) {
        const back = BigInt(1 + draw(most))
        await restore(back)
        notebook.row(id, month).restored += back
      }
      await time.increase(GRACE)
      open = await trade(coalition, notebook, month, draw)
      await time.increaseTo(endOf(month) - 300)
      if (draw(3) > 0) open.push(...(await trade(coalition, notebook, month, draw)))
      await time.increaseTo(endOf(month) + GRACE)

      const expected = notebook.net(month)
      const positions = []
      while ((await clearing.next()).month === month) {
        const receipt = await (await clearing.closeMonth(month, BigInt(1 + draw(4)))).wait()
        for (const log of receipt!.logs) {
          const { name, args } = clearing.interface.parseLog(log)!
          if (name === 'PositionClosed') positions.push(args.toObject())
          else
            expect(args.toObject()).to.deep.equal({ month, pool: expected.pool, positions: BigInt(positions.length) })
        }
      }
      expect(positions).to.deep.equal(
        expected.positions.map(({ partnerId, ...legs }) => ({ month, id: BigInt(partnerId), ...legs })),
      )
      negative += expected.positions.filter(({ dueFrom, dueTo }) => dueFrom < 0n || dueTo < 0n).length
    }
    // Whatever happened later, no month that was closed is another now.
    for (let month = MARCH; month < MARCH + BigInt(MONTHS); month += 1n) {
      const { positions, pool } = notebook.net(month)
      expect((await clearing.monthOf(month)).pool).to.equal(pool)
      for (const { partnerId, ...legs } of positions)
        expect([...(await clearing.legsOf(month, BigInt(partnerId)))]).to.deep.equal(Object.values(legs))
    }
    expect(negative, 'legs that are negative').to.be.greaterThan(0)
  })
})
