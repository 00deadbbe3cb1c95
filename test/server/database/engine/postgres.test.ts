import { execFile } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { Client } from 'pg'
import { openDatabase } from '../../../../server/database/engine/open-database.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
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

if (!onPglite())
  describe('a PostgreSQL database', () => {
    const name = `entente_test_${process.pid}`
    const url = new URL(server ?? '')
    url.pathname = name

    before(async () => {
      await onServer(`create database ${name}`)
      await onServer(`alter database ${name} set timezone = 'America/New_York'`)
    })
    after(() => onServer(`drop database ${name} with (force)`))

    it('is set up once by processes that start together, and reads times as they were written in any time zone', async () => {
      const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'postgres', url: url.href })))
      const [first, second] = databases
      const purchase = aPurchase().build()
      const [inserted] = (await first?.transaction((tx) => insertRows(tx, 'purchase', [purchase]))) ?? []
      expect(inserted?.occurredAt).to.deep.equal(purchase.occurredAt)
      expect(await second?.purchase.findFirst({ where: { occurredAt: purchase.occurredAt } })).to.deep.equal(inserted)
      await Promise.all(databases.map((database) => database.close()))
    })

    it('outlives the end of its connections', async () => {
      const database = await openDatabase({ kind: 'postgres', url: url.href })
      await database.purchase.count()
      await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
      await setTimeout(50)
      expect(await database.transaction((tx) => tx.purchase.count())).to.be.a('number')
      await database.close()
    })

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
