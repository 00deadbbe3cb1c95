import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { cleanUp } from '../../server/actions/requests/clean-up.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { insertRows } from '../../server/database/engine/save-rows.ts'
import { RETENTION_DEFAULT } from '../../server/config/retention-settings.ts'
import { useWorkplace } from '../support/system/workplace.ts'

describe('a running server', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()

  const open = async () => {
    const folder = workplace.path('data')
    mkdirSync(folder, { recursive: true })
    const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
    const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
    const close = async () => {
      await db.close()
      journal.close()
    }
    return { db, journal, close }
  }
  const keyOf = (key: string, ageMs: number) => ({
    partnerId: 1,
    key,
    // The key itself is kept as a keyed hash.
    operation: key,
    requestHash: 'ab'.repeat(32),
    status: 201,
    response: {},
    createdAt: new Date(Date.now() - ageMs),
  })

  it('deletes what is over by itself, and a replay of its journal that brings it back does no harm', async () => {
    const before = await open()
    const { requestKeysMs } = RETENTION_DEFAULT
    const kept = requestKeysMs - 3_600_000
    await before.db.transaction((tx) =>
      insertRows(tx, 'idempotency_key', [keyOf('old', requestKeysMs + 1), keyOf('recent', kept)]),
    )
    const session = {
      memberId: '01900000-0000-7000-9000-000000000001',
      kind: 'card',
      id: '01900000-0000-7000-9000-000000000002',
      createdAt: new Date(0),
      lastUsedAt: new Date(0),
      endedAt: null,
    }
    await before.db.memberSession.create({ data: { ...session, tokenHash: 'a'.repeat(64), expiresAt: new Date(1) } })
    await before.close()
    const server = await workplace.start({ args: ['--no-demo'] })
    server.signal('SIGTERM')
    expect((await server.ended).code).to.equal(0)
    const after = await open()
    expect((await after.db.idempotencyKey.findMany()).map(({ operation }) => operation)).to.deep.equal(['recent'])
    expect(await after.db.memberSession.count()).to.equal(0)
    await after.close()
    await rm(join(workplace.path('data'), 'database'), { recursive: true })
    const rebuilt = await open()
    const keys = async () =>
      (await rebuilt.db.idempotencyKey.findMany({ orderBy: { operation: 'asc' } })).map(({ operation }) => operation)
    expect(await keys()).to.deep.equal(['old', 'recent'])
    await cleanUp({ db: rebuilt.db, clock: { now: () => new Date() }, retention: RETENTION_DEFAULT })
    expect(await keys()).to.deep.equal(['recent'])
    await rebuilt.close()
  })
})
