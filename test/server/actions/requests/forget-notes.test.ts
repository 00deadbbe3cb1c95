import { expect } from 'chai'

import { makeForgetNotes, NOTES_AT_ONCE_MAX } from '../../../../server/actions/requests/forget-notes.ts'
import { RETENTION_DEFAULT } from '../../../../server/config/retention-settings.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aPartner, aPurchase } from '../../../support/rows.ts'

const NOW = new Date('2029-11-23T12:00:00Z')
const agoMs = (ms: number) => new Date(NOW.getTime() - ms)
const { notesMs } = RETENTION_DEFAULT
const NOTES = { cashier: 'Ms Okafor', table: '12' }

describe('makeForgetNotes', function () {
  let db: Database
  let now: Date
  let forget: () => Promise<boolean>

  beforeEach(async function () {
    db = await sharedTestDatabase()
    now = NOW
    const look = makeForgetNotes()
    forget = () => look({ db, clock: { now: () => now }, retention: RETENTION_DEFAULT })
    await db.transaction((tx) => insertRows(tx, 'partner', [aPartner().build(), aPartner(2).build()]))
  })

  const sell = (recordedAt: Date, partnerId = 1) =>
    aPurchase().with('partnerId', partnerId).with('recordedAt', recordedAt).with('metadata', NOTES).build()
  const insert = (...rows: ReturnType<typeof sell>[]) => db.transaction((tx) => insertRows(tx, 'purchase', rows))
  const notesLeft = async () =>
    (await db.purchase.findMany({ orderBy: { recordedAt: 'asc' } })).map(({ metadata }) => metadata)

  it('empties notes once their time is over, of each partner, and not a millisecond before', async function () {
    await insert(sell(agoMs(notesMs + 1)), sell(agoMs(notesMs + 2), 2), sell(agoMs(notesMs)))
    const before = await db.purchase.findMany({ orderBy: { seq: 'asc' } })
    expect(await forget()).to.equal(true)
    expect(await notesLeft()).to.deep.equal([{}, {}, NOTES])
    expect(await forget()).to.equal(false)
    const after = await db.purchase.findMany({ orderBy: { seq: 'asc' } })
    expect(after.map((row) => ({ ...row, metadata: null }))).to.deep.equal(
      before.map((row) => ({ ...row, metadata: null })),
    )
  })

  it('takes what has become old since the last look', async function () {
    await insert(sell(agoMs(notesMs - 1_000)))
    expect(await forget()).to.equal(false)
    now = new Date(NOW.getTime() + 1_001)
    expect(await forget()).to.equal(true)
    expect(await notesLeft()).to.deep.equal([{}])
  })

  it('goes on where there are more than one look takes', async function () {
    await insert(...Array.from({ length: NOTES_AT_ONCE_MAX + 1 }, () => sell(agoMs(2 * notesMs))))
    expect(await forget()).to.equal(true)
    expect((await notesLeft()).filter((notes) => JSON.stringify(notes) !== '{}')).to.have.length(1)
    expect(await forget()).to.equal(true)
    expect(await forget()).to.equal(false)
    expect((await notesLeft()).filter((notes) => JSON.stringify(notes) !== '{}')).to.have.length(0)
  })
})
