import { expect } from 'chai'
import { Client } from 'pg'

import {
  openPipelined,
  PIPELINED_CONNECTIONS_MAX,
  type PipelinedConnections,
} from '../../../../server/database/engine/pipelined-connections.ts'
import { onPglite } from '../../../support/database.ts'
import { waitUntil } from '../../../support/system/wait-until.ts'

const PID = 'select pg_backend_pid() as pid'

if (!onPglite())
  describe('pipelined connections to PostgreSQL', () => {
    const connectionString = process.env['TEST_DATABASE_URL'] ?? ''
    let opened: number
    let connections: PipelinedConnections

    const open = (connectionsMax?: number) => {
      opened = 0
      const connect = async () => {
        opened += 1
        const client = new Client({ connectionString, pipeline: true })
        await client.connect()
        return client
      }
      connections = openPipelined(connect, connectionsMax)
    }
    const pid = async () => (await connections.query<{ pid: number }>(PID, [])).rows[0]?.pid
    const sleep = (seconds: number) => connections.query('select pg_sleep($1)', [seconds])
    const nextTurn = () => new Promise(setImmediate)

    beforeEach(() => open())
    afterEach(() => connections.end())

    it('ask on one connection what is asked in one turn, and give each its own answer', async () => {
      const numbers = await Promise.all([1, 2, 3].map((n) => connections.query('select $1::int as n', [n])))
      expect(numbers.map(({ rows }) => rows)).to.deep.equal([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
      const pids = await Promise.all([pid(), pid(), pid()])
      expect(new Set(pids)).to.have.property('size', 1)
      expect(opened).to.equal(1)
    })

    it('fail for one without its neighbours', async () => {
      const [before, failed, after] = await Promise.allSettled([
        pid(),
        connections.query('select 1 / $1::int', [0]),
        pid(),
      ])
      expect([before.status, failed.status, after.status]).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
      expect((failed as PromiseRejectedResult).reason).to.include({ code: '22012' })
    })

    it('let nobody of a later turn wait for what takes long, while there is another connection', async () => {
      const first = await pid()
      const slow = sleep(30)
      await nextTurn()
      expect(await pid()).to.not.equal(first)
      expect(opened).to.equal(2)
      await connections.query('select pg_terminate_backend($1)', [first])
      expect(await slow.catch((error: unknown) => error)).to.be.instanceOf(Error)
    })

    it('are as many as are busy, and never more than there may be', async () => {
      const busy: Promise<unknown>[] = []
      for (let at = 0; at <= PIPELINED_CONNECTIONS_MAX; at += 1) {
        busy.push(sleep(0.2))
        await nextTurn()
        expect(opened).to.equal(Math.min(at + 1, PIPELINED_CONNECTIONS_MAX))
      }
      await Promise.all(busy)
    })

    it('are replaced when they break', async () => {
      const broken = await pid()
      const watcher = new Client({ connectionString })
      await watcher.connect()
      const onItsWay = sleep(30).catch((error: unknown) => error)
      await waitUntil(
        async () =>
          (await watcher.query(`select from pg_stat_activity where pid = $1 and state = 'active'`, [broken])).rowCount,
        (count) => count === 1,
      )
      await watcher.query('select pg_terminate_backend($1)', [broken])
      await watcher.end()
      expect(await onItsWay).to.be.instanceOf(Error)
      expect(await pid()).to.not.equal(broken)
    })

    it('answer what was asked before they end', async () => {
      const asked = pid()
      await connections.end()
      expect(await asked).to.be.a('number')
    })

    it('say that a server cannot be reached, and try again with the next question', async () => {
      let tries = 0
      const failing = openPipelined(() => {
        tries += 1
        return Promise.reject(new Error('nobody is there'))
      })
      const failure = () => failing.query(PID, []).catch((error: unknown) => error)
      expect(await failure()).to.include({ message: 'nobody is there' })
      expect(await failure()).to.include({ message: 'nobody is there' })
      expect(tries).to.equal(2)
      await failing.end()
    })
  })
