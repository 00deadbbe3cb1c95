import { expect } from 'chai'

import { createSumsMemory } from '../../../../../server/actions/figures/sums-memory.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { insertProjections } from '../../../../../server/database/projections.ts'
import { epochAt } from '../../../../../server/domain/lots.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { writeBatch, writeEvent, writeMovements } from '../../support/flows.ts'
import { followChainTo } from '../../support/ledger.ts'
import { CHAIN_ID, EPOCH_SCALE, NOW, type RunningApi, startApi } from '../../support/running-api.ts'

const EPOCH = epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
const DEAD = EPOCH - 6
const DEAD_TIME = new Date(DEAD * EPOCH_SCALE.lengthSeconds * 1_000)

describe('what outstanding points may cost', function () {
  let db: Database
  let api: RunningApi
  let books: TestPartner
  let cafe: TestPartner

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    books = await aPartner(api.deps, 'Harbour Books')
    cafe = await aPartner(api.deps, 'Café Verte')
  })

  afterEach(() => api.close())

  const ask = async ({ key }: TestPartner) => (await send(api.url, '/v1/partner/liability', { key })).body

  /** The two brands of docs/clearing.md, with an epoch before of which 85 % were redeemed. */
  async function book(): Promise<void> {
    await followChainTo(db, { number: 90n, finalizedNumber: 90n })
    await writeMovements(db, DEAD, { issued: 1_000n, redeemed: 850n })
    await writeMovements(db, EPOCH, { issued: 118_000n, redeemed: 68_500n })
    await writeBatch(db, { partnerId: books.id, credited: 1_000n, debited: 0n, at: DEAD_TIME })
    await writeBatch(db, { partnerId: books.id, credited: 100_000n, debited: 2_000n, at: NOW })
    await writeBatch(db, { partnerId: cafe.id, credited: 20_000n, debited: 0n, at: NOW })
    const october = new Date('2026-10-15T10:00:00Z')
    await writeEvent(db, 'redeemed', { partnerId: books.id, points: 10_000n, at: october })
    await writeEvent(db, 'redeemed', { partnerId: cafe.id, points: 60_000n, at: october })
    await writeEvent(db, 'restored', { partnerId: cafe.id, points: 1_500n, at: october })
  }

  async function setPrice(partnerId: number, month: number, redeemPrice: string, logIndex: number): Promise<void> {
    const data = { month: String(month), issuePrice: '1000000', redeemPrice }
    const event = { blockNumber: 5n, logIndex, partnerId, kind: 'prices' as const, data, transactionHash: '0x00' }
    await db.transaction((tx) => insertProjections(tx, { partner_event: [event] }))
  }

  it('is an estimate, with its formula, its inputs and what each of them means', async () => {
    await book()
    await setPrice(books.id, 680, '700000', 1)
    await setPrice(books.id, 682, '800000', 2)
    await setPrice(cafe.id, 682, '800000', 3)
    // Prices of a month to come.
    await setPrice(cafe.id, 683, '900000', 4)
    const answer = await ask(books)
    const { definitions, formula, ...figures } = answer
    expect(figures).to.deep.equal({
      isEstimate: true,
      currency: 'EUR',
      asOf: NOW.toISOString(),
      finalBlock: '90',
      outstandingOfAll: '49500',
      outstanding: '41110',
      redemptionRate: { numerator: '850', denominator: '1000' },
      closedEpochs: 1,
      expected: '26410',
      pointMicros: { numerator: String(68_500n * 800_000n), denominator: '68500' },
      liabilityMinor: '21128',
      liabilityMinorMax: '32888',
    })
    expect(formula).to.match(/^liabilityMinor = /)
    expect(definitions.liabilityMinor).to.include('no booking')
    const other = await ask(cafe)
    expect(BigInt(answer.outstanding) + BigInt(other.outstanding)).to.equal(49_500n)
  })

  it('has no amount while no price is set, and nothing before the first block', async () => {
    const nothing = { outstanding: '0', outstandingOfAll: '0', pointMicros: null, liabilityMinor: null }
    expect(await ask(books)).to.deep.include({ ...nothing, finalBlock: null, liabilityMinorMax: null })
    await book()
    expect(await ask(books)).to.deep.include({ outstanding: '41110', liabilityMinor: null, liabilityMinorMax: null })
  })

  it('counts final blocks, each once, and begins again where the chain is read again', async () => {
    const read = createSumsMemory({ db, ledger: { chainId: CHAIN_ID, epochScale: EPOCH_SCALE } })
    const issued = async () => (await read()).sums.cohorts.get(EPOCH)?.issued ?? 0n
    const finalise = (finalizedNumber: bigint) => db.chainCursor.updateMany({ data: { finalizedNumber } })
    await followChainTo(db, { number: 90n, finalizedNumber: 20n })
    await writeMovements(db, EPOCH, { issued: 100n, redeemed: 0n, blockNumber: 20n })
    await writeMovements(db, EPOCH, { issued: 30n, redeemed: 0n, blockNumber: 21n })
    expect(await Promise.all([issued(), issued(), issued()])).to.deep.equal([100n, 100n, 100n])
    await finalise(21n)
    expect([await issued(), await issued()]).to.deep.equal([130n, 130n])
    await db.movement.deleteMany({ where: { blockNumber: 21n } })
    await finalise(20n)
    expect(await issued()).to.equal(100n)
  })

  it('goes on after a reading that failed', async () => {
    let fails = true
    const failing = new Proxy(db, {
      get: (target, name, receiver) => {
        if (fails && name === '$queryRaw') throw new Error('connection lost')
        return Reflect.get(target, name, receiver) as unknown
      },
    })
    const read = createSumsMemory({ db: failing, ledger: { chainId: CHAIN_ID, epochScale: EPOCH_SCALE } })
    await book()
    const outcomes = await Promise.allSettled([read(), read()])
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    fails = false
    expect((await read()).sums.cohorts.get(EPOCH)?.issued).to.equal(118_000n)
  })
})
