import { expect } from 'chai'

import { createTryLimit } from '../../../../server/actions/requests/limit-tries.ts'
import type { Rejection } from '../../../../server/domain/rejection.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../support/database.ts'

const NOW = new Date('2026-11-23T12:00:00Z').getTime()
const WINDOW_MS = 60_000

describe('a limit of tries', function () {
  let db: Database
  let now: number

  beforeEach(async function () {
    db = await sharedTestDatabase()
    now = NOW
  })

  const limit = (what = 'test', usedUpMax = 1) =>
    createTryLimit({ db, clock: { now: () => new Date(now) }, what, triesMax: 2, windowMs: WINDOW_MS, usedUpMax })
  const tryOf = ({ take }: ReturnType<typeof limit>, name: string) =>
    take(name).then(
      () => 'taken',
      (error: unknown) => (error as Rejection).code,
    )
  const triesOf = async (name: string) => (await db.tryCount.findUniqueOrThrow({ where: { name } })).tries

  it('counts by name and by what is tried, for a window that begins with the first try', async function () {
    const counted = limit()
    const codes = [await tryOf(counted, 'a'), await tryOf(counted, 'a'), await tryOf(counted, 'a')]
    expect(codes).to.deep.equal(['taken', 'taken', 'too_many_requests'])
    expect([await tryOf(counted, 'b'), await tryOf(limit('other'), 'a')]).to.deep.equal(['taken', 'taken'])
    now += WINDOW_MS - 1
    expect(await tryOf(counted, 'a')).to.equal('too_many_requests')
    now += 1
    expect(await tryOf(counted, 'a')).to.equal('taken')
  })

  it('counts exactly when many come at once, in two processes', async function () {
    const both = [limit(), limit()]
    const codes = await Promise.all(Array.from({ length: 20 }, (_, at) => tryOf(both[at % 2] ?? limit(), 'a')))
    expect(codes.filter((code) => code === 'taken')).to.have.length(2)
  })

  it('asks the database no more of a name that is used up, and remembers so many of them', async function () {
    const counted = limit()
    for (let at = 0; at < 5; at += 1) await tryOf(counted, 'a')
    expect(await triesOf('test a')).to.equal(3)
    for (let at = 0; at < 5; at += 1) await tryOf(counted, 'b')
    // Room for one: the first is read from the database again, and still used up.
    expect(await tryOf(counted, 'a')).to.equal('too_many_requests')
    expect(await triesOf('test a')).to.equal(4)
  })
})
