import { execFile } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { Client } from 'pg'
import type { Database } from '../../../../server/database/engine/client.ts'
import { readMigrations } from '../../../../server/database/engine/migrate.ts'
import { openDatabase } from '../../../../server/database/engine/open-database.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { Transient } from '../../../../server/domain/rejection.ts'
import { onPglite } from '../../../support/database.ts'
import { failureOf } from '../../../support/failure.ts'
import { aPurchase } from '../../../support/rows.ts'

const CLIENT = new URL('../../../../server/database/engine/open-database.ts', import.meta.url).href
const server = process.env['TEST_DATABASE_URL']

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** In order: long ago, the hour that summer time repeats in New York, milliseconds, and the last of four digits. */
const TIMES = [
  '1850-06-01T12:00:00.000Z',
  '1995-10-29T05:30:00.000Z',
  '1995-10-29T06:30:00.000Z',
  '2026-03-08T07:00:00.057Z',
  '9999-12-31T23:59:59.999Z',
]

/** The latest moment of a `Date`, with which queries say "without end": its year has six digits. */
const LATEST_MS = 8.64e15

/** Writes a time as a row, as a value of a model and as one of a raw query, and reads it in each of these ways. */
async function expectKept(database: Database, time: Date): Promise<void> {
  const purchase = { ...aPurchase().build(), occurredAt: time }
  const [inserted] = await database.transaction((tx) => insertRows(tx, 'purchase', [purchase]))
  expect(inserted?.occurredAt).to.deep.equal(time)
  const updated = await database.purchase.update({ where: { id: purchase.id }, data: { recordedAt: time } })
  expect(updated.recordedAt).to.deep.equal(time)
  const rows = await database.$queryRaw<{ recordedAt: Date; same: boolean; epochMs: number }[]>`
    select recorded_at as "recordedAt", recorded_at = ${time}::timestamptz as same,
      extract(epoch from recorded_at)::float8 * 1000 as "epochMs"
    from purchase where id = ${purchase.id}::uuid and occurred_at = ${time}`
  expect(rows).to.deep.equal([{ recordedAt: time, same: true, epochMs: time.getTime() }])
}

if (!onPglite())
  describe('a PostgreSQL database', () => {
    const name = `entente_test_${process.pid}`
    const url = new URL(server ?? '')
    url.pathname = name

    before(() => onServer(`create database ${name}`))
    after(() => onServer(`drop database ${name} with (force)`))

    const open = () => openDatabase({ kind: 'postgres', url: url.href })

    it('is set up once by processes that start together, which leave no lock behind', async () => {
      const databases = await Promise.all([open(), open(), open()])
      const applied = await databases[0].$queryRaw<{ name: string }[]>`
        select migration_name as name from _prisma_migrations where finished_at is not null order by name`
      expect(applied).to.have.length((await readMigrations()).migrationDirectories.length)
      const locks = await databases[0].$queryRaw<unknown[]>`
        select pid from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and datname = current_database()`
      expect(locks).to.deep.equal([])
      await Promise.all(databases.map((database) => database.close()))
    })

    // New York has summer time, Kathmandu has minutes, and in 1850 both went by the sun, to the second.
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kathmandu']) {
      it(`gives times as they were written, whatever it thinks of them in ${zone}`, async () => {
        await onServer(`alter database ${name} set timezone = '${zone}'`)
        const database = await open()
        expect(await database.$queryRaw`show timezone`).to.deep.equal([{ TimeZone: zone }])
        const times = TIMES.map((time) => new Date(time))
        for (const time of times) await expectKept(database, time)
        const all = await database.purchase.findMany({
          where: { occurredAt: { in: times, lt: new Date(LATEST_MS) } },
          orderBy: { occurredAt: 'asc' },
        })
        expect(all.map(({ occurredAt }) => occurredAt)).to.deep.equal(times)
        await database.purchase.deleteMany({})
        await database.close()
      })
    }

    for (const [style, expected] of [
      ['ISO, DMY', null],
      ['SQL, DMY', 'database_date_style'],
    ] as const) {
      it(`that writes times as ${style} is ${expected ?? 'opened'}`, async () => {
        await onServer(`alter database ${name} set datestyle = ${style}`)
        const opened = open().then((database) => database.close())
        if (expected === null) await opened
        else expect(await failureOf(opened)).to.have.property('code', expected)
        await onServer(`alter database ${name} reset datestyle`)
      })
    }

    it('outlives the end of its connections', async () => {
      const database = await open()
      await database.purchase.count()
      await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
      await setTimeout(50)
      expect(await database.transaction((tx) => tx.purchase.count())).to.be.a('number')
      await database.close()
    })

    for (const [what, ask] of [
      ['a query', (database: Database) => database.$queryRaw`select pg_sleep(20)::text`],
      ['a transaction', (database: Database) => database.transaction((tx) => tx.$queryRaw`select pg_sleep(20)::text`)],
    ] as const) {
      it(`says that ${what} may be asked again when its connection ends`, async () => {
        const database = await open()
        const failure = failureOf(ask(database))
        await setTimeout(300)
        await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
        expect(await failure).to.be.instanceOf(Transient)
        await database.close()
      })
    }

    for (const [what, write] of [
      [
        'a row',
        (database: Database) =>
          database.insertAll({ inserts: [{ table: 'purchase', rows: [aPurchase().build()] }], events: [] }),
      ],
      [
        'a transaction',
        (database: Database) => database.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().build()])),
      ],
    ] as const) {
      it(`ends the connections that refuse ${what} as a standby does, and opens others`, async () => {
        const database = await open()
        await onServer(`alter database ${name} set default_transaction_read_only = on`)
        await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
        await setTimeout(50)
        expect(await failureOf(write(database))).to.be.instanceOf(Transient)
        await onServer(`alter database ${name} reset default_transaction_read_only`)
        // Each connection that was opened meanwhile refuses once: that of the keys, and that of the rows.
        const failures = []
        for (let tries = 0; tries < 3; tries += 1) failures.push(await failureOf(write(database)))
        expect(failures.slice(0, -1).every((failure) => failure === null || failure instanceof Transient)).to.equal(
          true,
        )
        expect(failures.at(-1)).to.equal(null)
        await database.close()
      })
    }

    it('does not keep a process alive that has closed it', async () => {
      const script = `const { openDatabase } = await import(${JSON.stringify(CLIENT)})
        const db = await openDatabase({ kind: 'postgres', url: ${JSON.stringify(url.href)} })
        await db.purchase.count()
        await db.close()
        const closedAt = performance.now()
        process.on('exit', () => console.log(performance.now() - closedAt))`
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
      expect(Number(stdout)).to.be.lessThan(5_000)
    })

    it('that does not answer is named in a sentence', async () => {
      const failure = await failureOf(openDatabase({ kind: 'postgres', url: 'postgresql://nobody@127.0.0.1:1/none' }))
      expect(failure).to.have.property('code', 'database_unreachable')
    })
  })
