import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'

import type { Database } from '../../../server/database/engine/client.ts'
import { listFeedEvents, noteEvents } from '../../../server/database/feed-events.ts'
import type { NewPartnerEvent } from '../../../server/domain/partner-events.ts'
import { useDataFolder } from '../../support/data-folder.ts'
import { onPglite, sharedTestDatabase } from '../../support/database.ts'
import { failureOf } from '../../support/failure.ts'

const at = new Date('2026-11-23T10:00:00Z')

const anEvent = (partnerId = 1): NewPartnerEvent => {
  const objectId = randomUUID()
  return { partnerId, type: 'redemption.held', objectId, data: { redemptionId: objectId }, at }
}

describe('the feed of a partner', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  const numbers = async (partnerId: number, after = 0n) =>
    (await listFeedEvents(db, { partnerId, after, rowsMax: 1_000 })).map(({ number }) => number)

  it('numbers what each partner is told, in the order in which it was noted', async () => {
    const events = [anEvent(2), anEvent(1), anEvent(2)]
    await db.transaction(async (tx) => {
      noteEvents(tx, events.slice(0, 2))
      noteEvents(tx, events.slice(2))
      return Promise.resolve()
    })
    const told = await listFeedEvents(db, { partnerId: 2, after: 0n, rowsMax: 10 })
    expect(told.map(({ objectId }) => objectId)).to.deep.equal([events[0]?.objectId, events[2]?.objectId])
    expect([await numbers(1), await numbers(2), await numbers(2, 1n)]).to.deep.equal([[1n], [1n, 2n], [2n]])
  })

  it('tells nothing of what was undone, and leaves no number out for it', async () => {
    const failed = db.transaction(async (tx) => {
      noteEvents(tx, [anEvent()])
      await Promise.reject(new Error('undone'))
    })
    expect(await failureOf(failed)).to.be.instanceOf(Error)
    await db.transaction((tx) => Promise.resolve(noteEvents(tx, [anEvent()])))
    expect(await numbers(1)).to.deep.equal([1n])
  })

  it('is read without a gap while several write at once', async () => {
    const writers = 4
    const each = 15
    let isDone = false
    const read: bigint[] = []
    const reader = (async () => {
      for (let isLast = false; !isLast;) {
        isLast = isDone
        read.push(...(await numbers(1, read.at(-1) ?? 0n)))
      }
    })()
    const write = async (writer: number) => {
      for (let at = 0; at < each; at++)
        await db.transaction(async (tx) => {
          // Its own work takes a while after it was noted: who begins first does not end first.
          noteEvents(tx, [anEvent(), anEvent(2)])
          await tx.$queryRawUnsafe(`select pg_sleep(${((writer * 7 + at) % 5) / 1_000})::text`)
        })
    }
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
    isDone = true
    await reader
    expect(read).to.deep.equal(Array.from({ length: writers * each }, (_, at) => BigInt(at + 1)))
    expect(await numbers(2)).to.deep.equal(read)
  })

  if (!onPglite())
    it('has a transaction wait until the one that numbered before it is seen', async () => {
      const order: string[] = []
      const locked = Promise.withResolvers<undefined>()
      const first = db.transaction(async (tx) => {
        await tx.$executeRaw`insert into feed_counter values (1, 0, 0) on conflict (partner_id) do update set taken = 0`
        locked.resolve(undefined)
        noteEvents(tx, [anEvent()])
        await tx.$queryRawUnsafe('select pg_sleep(0.3)::text')
        order.push('first')
      })
      await locked.promise
      await db.transaction((tx) => Promise.resolve(noteEvents(tx, [anEvent()])))
      order.push('second')
      await first
      expect(order).to.deep.equal(['first', 'second'])
    })
})

// PostgreSQL has no journal.
if (onPglite())
  describe('the feed of a partner, replayed from the journal', function () {
    this.timeout(120_000)
    const data = useDataFolder()

    it('has each event once, under its old number, and goes on after the last', async () => {
      const list = (db: Database) => listFeedEvents(db, { partnerId: 1, after: 0n, rowsMax: 10 })
      const { db } = await data.open()
      for (const events of [[anEvent(), anEvent(2)], [anEvent()]])
        await db.transaction((tx) => Promise.resolve(noteEvents(tx, events)))
      const before = await list(db)
      expect(before.map(({ number }) => number)).to.deep.equal([1n, 2n])
      await data.close()
      await rm(join(data.path(), 'database'), { recursive: true })
      const { db: rebuilt } = await data.open()
      expect(await list(rebuilt)).to.deep.equal(before)
      await rebuilt.transaction((tx) => Promise.resolve(noteEvents(tx, [anEvent()])))
      const after = await list(rebuilt)
      expect([after.slice(0, 2), after.map(({ number }) => number)]).to.deep.equal([before, [1n, 2n, 3n]])
    })
  })
