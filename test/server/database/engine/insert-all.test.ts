import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import type { Database } from '../../../../server/database/engine/client.ts'
import { RowTaken } from '../../../../server/database/engine/new-rows.ts'
import { listFeedEvents, noteEvents } from '../../../../server/database/feed-events.ts'
import type { NewPartnerEvent } from '../../../../server/domain/partner-events.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { failureOf } from '../../../support/failure.ts'
import { aPurchase, anEntry } from '../../../support/rows.ts'

const AT = new Date('2026-11-23T10:00:00Z')

const anEvent = (partnerId = 1): NewPartnerEvent => {
  const objectId = randomUUID()
  return { partnerId, type: 'redemption.held', objectId, data: { redemptionId: objectId }, at: AT }
}

describe('Database.insertAll', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  const told = (partnerId: number) => listFeedEvents(db, { partnerId, after: 0n, rowsMax: 1_000 })
  const numbers = async (partnerId: number) => (await told(partnerId)).map(({ number }) => number)

  it('inserts rows of several tables, and numbers what happened by them in its order', async () => {
    const purchases = [aPurchase().build(), aPurchase().build()]
    const entry = anEntry().with('sourceId', purchases[0]!.id).build()
    const events = [anEvent(2), anEvent(1), anEvent(2)]
    await db.insertAll({
      inserts: [
        { table: 'purchase', rows: purchases },
        { table: 'outbox_entry', rows: [entry] },
        { table: 'idempotency_key', rows: [] },
      ],
      events,
    })
    expect(await db.purchase.count()).to.equal(2)
    const stored = await db.outboxEntry.findFirstOrThrow()
    expect(stored).to.deep.equal({ ...entry, seq: stored.seq })
    expect((await told(2)).map(({ objectId, number }) => [objectId, number])).to.deep.equal([
      [events[0]!.objectId, 1n],
      [events[2]!.objectId, 2n],
    ])
    expect((await told(1))[0]).to.deep.equal({ ...events[1], number: 1n })
  })

  it('inserts nothing, and uses no number, when one of the rows is taken', async () => {
    const taken = aPurchase().build()
    await db.insertAll({ inserts: [{ table: 'purchase', rows: [taken] }], events: [anEvent()] })
    const rival = aPurchase().with('partnerId', taken.partnerId).with('orderRef', taken.orderRef).build()
    const failure = await failureOf(
      db.insertAll({ inserts: [{ table: 'purchase', rows: [aPurchase().build(), rival] }], events: [anEvent()] }),
    )
    expect(failure).to.be.instanceOf(RowTaken)
    expect([await db.purchase.count(), await numbers(1)]).to.deep.equal([1, [1n]])
    await db.insertAll({ inserts: [], events: [anEvent()] })
    expect(await numbers(1)).to.deep.equal([1n, 2n])
  })

  it('does nothing for nothing', async () => {
    await db.insertAll({ inserts: [{ table: 'purchase', rows: [] }], events: [] })
    expect(await db.purchase.count()).to.equal(0)
  })

  it('numbers without a gap beside transactions, each purchase with its own event', async () => {
    const ways = [
      () =>
        db.insertAll({
          inserts: [{ table: 'purchase', rows: [aPurchase().build()] }],
          events: [anEvent(), anEvent(2)],
        }),
      () => db.transaction((tx) => Promise.resolve(noteEvents(tx, [anEvent(2), anEvent()]))),
    ]
    await Promise.all(Array.from({ length: 40 }, (_, at) => ways[at % 2]!()))
    const all = Array.from({ length: 40 }, (_, at) => BigInt(at + 1))
    expect([await numbers(1), await numbers(2)]).to.deep.equal([all, all])
  })

  it('goes on after the last event where the counter lags behind, as after a replay of the journal', async () => {
    await db.insertAll({ inserts: [], events: [anEvent(), anEvent(), anEvent()] })
    await db.$executeRaw`update feed_counter set number = 1`
    await db.insertAll({ inserts: [], events: [anEvent()] })
    await db.$executeRaw`delete from feed_counter`
    await db.transaction((tx) => Promise.resolve(noteEvents(tx, [anEvent()])))
    expect(await numbers(1)).to.deep.equal([1n, 2n, 3n, 4n, 5n])
  })
})
