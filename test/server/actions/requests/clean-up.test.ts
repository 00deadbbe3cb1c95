import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import { cleanUp } from '../../../../server/actions/requests/clean-up.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { RETENTION_DEFAULT } from '../../../../server/config/retention-settings.ts'
import { sharedTestDatabase } from '../../../support/database.ts'

const { requestKeysMs, messagesMs } = RETENTION_DEFAULT
const NOW = new Date('2026-11-23T12:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

describe('cleanUp', function () {
  let db: Database

  beforeEach(async function () {
    db = await sharedTestDatabase()
  })

  const run = () => cleanUp({ db, clock: { now: () => NOW }, retention: RETENTION_DEFAULT })

  it('deletes sessions and challenges that are over or used, and leaves the others', async function () {
    const times = { createdAt: later(-1_000) }
    const memberId = '01900000-0000-7000-8000-000000000000'
    const session = { ...times, lastUsedAt: NOW, memberId, kind: 'card' }
    await db.memberSession.createMany({
      data: [
        { ...session, id: randomUUID(), tokenHash: 'a'.repeat(64), expiresAt: later(1), endedAt: null },
        { ...session, id: randomUUID(), tokenHash: 'b'.repeat(64), expiresAt: NOW, endedAt: null },
        { ...session, id: randomUUID(), tokenHash: 'c'.repeat(64), expiresAt: later(1), endedAt: NOW },
      ],
    })
    await db.walletChallenge.createMany({
      data: [
        { nonce: 'open', expiresAt: later(1), usedAt: null },
        { nonce: 'over', expiresAt: NOW, usedAt: null },
        { nonce: 'used', expiresAt: later(1), usedAt: NOW },
      ],
    })
    await run()
    expect((await db.memberSession.findMany()).map(({ tokenHash }) => tokenHash)).to.deep.equal(['a'.repeat(64)])
    expect((await db.walletChallenge.findMany()).map(({ nonce }) => nonce)).to.deep.equal(['open'])
  })

  it('deletes messages that ended long ago, and leaves those that wait or ended since', async function () {
    const memberId = '01900000-0000-7000-8000-000000000000'
    const times = { nextTryAt: later(-messagesMs), expiresAt: later(0), createdAt: later(-2 * messagesMs) }
    const message = { ...times, memberId, kind: 'email', topic: 'pin_changed', tries: 1 }
    await db.message.createMany({
      data: [
        { ...message, id: randomUUID(), state: 'waiting', sealed: 'waits', endedAt: null },
        { ...message, id: randomUUID(), state: 'sent', sealed: null, endedAt: later(-messagesMs) },
        { ...message, id: randomUUID(), state: 'sent', sealed: null, endedAt: later(-messagesMs - 1) },
        { ...message, id: randomUUID(), state: 'failed', sealed: null, endedAt: later(-messagesMs - 1) },
      ],
    })
    await run()
    const left = await db.message.findMany({ orderBy: { seq: 'asc' } })
    expect(left.map(({ state, endedAt }) => [state, endedAt])).to.deep.equal([
      ['waiting', null],
      ['sent', later(-messagesMs)],
    ])
  })

  it('deletes counts that are over and browsers that were forgotten, and leaves the others', async function () {
    const memberId = '01900000-0000-7000-8000-000000000000'
    const place = { memberId, failedTries: 1, lastWrongAt: NOW }
    await db.pinPlace.createMany({
      data: [
        { ...place, place: 'device:known', lastRightAt: NOW },
        { ...place, place: 'device:forgotten', lastRightAt: null },
        { ...place, place: 'stranger', lastRightAt: null },
      ],
    })
    await db.tryCount.createMany({
      data: [
        { name: 'open', tries: 1, endsAt: later(1) },
        { name: 'over', tries: 1, endsAt: NOW },
      ],
    })
    await run()
    expect((await db.pinPlace.findMany()).map((row) => row.place)).to.have.members(['device:known', 'stranger'])
    expect((await db.tryCount.findMany()).map(({ name }) => name)).to.deep.equal(['open'])
  })

  it('forgets keys of requests after their time, and not a millisecond before', async function () {
    const row = { partnerId: 1, operation: 'holdPoints', requestHash: '0'.repeat(64), status: 201, response: {} }
    await db.idempotencyKey.createMany({
      data: [
        { ...row, key: 'kept', createdAt: later(-requestKeysMs) },
        { ...row, key: 'old', createdAt: later(-requestKeysMs - 1) },
      ],
    })
    await run()
    expect((await db.idempotencyKey.findMany()).map(({ key }) => key)).to.deep.equal(['kept'])
  })
})
