import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'
import { Client } from 'pg'

import { onPglite } from '../../../support/database.ts'
import { type Pgbouncer, POOLED_CONNECTIONS, startPgbouncer } from '../../../support/platform/pgbouncer.ts'
import { ask, askStatus } from '../../../support/system/ask.ts'
import { type BareChain, startBareChain } from '../../../support/system/bare-chain.ts'
import { openLedger } from '../../../support/system/ledger-reader.ts'
import { waitUntil } from '../../../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../../../support/system/workplace.ts'

const CHAIN_ID = 31_337
const PURCHASES = 60

if (!onPglite())
  describe('two processes of all roles behind PgBouncer in transaction mode', function () {
    // Starts, a deployment and blocks take half a minute; on a machine that does other things besides, many times as long.
    this.timeout(300_000)
    const workplace = useWorkplace()
    const name = `entente_pooled_${String(process.pid)}`
    const serverUrl = process.env['TEST_DATABASE_URL'] ?? ''
    const databaseUrl = Object.assign(new URL(serverUrl), { pathname: name })
    let chain: BareChain
    let pooler: Pgbouncer
    let env: Record<string, string>
    let servers: TestServer[] = []
    let key: string
    let card: string

    /** Asks PostgreSQL itself, without the pooler. */
    async function query<Row extends object>(sql: string, connectionString = databaseUrl.href): Promise<Row[]> {
      const client = new Client({ connectionString })
      await client.connect()
      const { rows } = await client.query<Row>(sql).finally(() => client.end())
      return rows
    }
    const onServer = (sql: string) => query(sql, serverUrl)
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await workplace.run([...args, '--json'], { env })
      expect(code, stderr).to.equal(0)
      return JSON.parse(stdout)
    }
    /** The chain mines what it is sent; a block besides now and then makes it final. */
    const mine = () =>
      fetch(chain.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'evm_mine', params: [] }),
      })
    const confirm = (entries: number) =>
      waitUntil(
        () => mine().then(() => askStatus(servers.at(-1) ?? { url: '' })),
        (status) => status.entries.confirmed === String(entries),
        120_000,
      )
    /** The hour that New York's clocks left out, to the millisecond. */
    const occurredAt = (at: number) => new Date(Date.UTC(2026, 2, 8, 6, 59, at, at * 7)).toISOString()
    const buy = (server: TestServer | undefined, at: number) =>
      ask(server?.url ?? '', '/v1/purchases', {
        key,
        headers: { 'Idempotency-Key': `k${String(at)}` },
        body: {
          orderRef: `o${String(at)}`,
          member: { kind: 'card', value: card },
          currency: 'GBP',
          amountMinor: '1000',
          occurredAt: occurredAt(at),
        },
      })
    const expectSupply = async (points: bigint) => {
      const { contracts } = await askStatus(servers.at(-1) ?? { url: '' })
      const ledger = openLedger(chain.url, contracts.token)
      expect(await ledger.totalSupply()).to.equal(points)
      ledger.close()
    }

    before(async () => {
      await onServer(`create database ${name}`)
      await onServer(`alter database ${name} set timezone = 'America/New_York'`)
      pooler = await startPgbouncer(databaseUrl)
      chain = await startBareChain(CHAIN_ID)
      env = { DATABASE_URL: pooler.url, RPC_URL: chain.url, CHAIN_ID: String(CHAIN_ID) }
      // The first try makes the keys, and says that their account has no money.
      expect((await workplace.run(['deploy', '--json'], { env })).code).to.equal(1)
      const keystore = JSON.parse(await readFile(join(workplace.path('data'), 'keys', 'operator.json'), 'utf8'))
      await chain.fund(`0x${String(keystore.address).replace(/^0x/, '')}`)
      await json('deploy')
    })
    after(async () => {
      await Promise.all(servers.map((server) => (server.signal('SIGKILL'), server.ended)))
      await pooler.end()
      await chain.close()
      await onServer(`drop database ${name} with (force)`)
    })

    it('start together on an empty database, and leave no lock with a pooled session', async () => {
      servers = await Promise.all([1, 2].map(() => workplace.start({ args: ['--no-demo'], env })))
      const config = await pooler.ask('show config')
      expect(config.find(({ key }) => key === 'pool_mode')).to.include({ value: 'transaction' })
      for (const { address } of await query<{ address: string }>('select address from lane')) await chain.fund(address)
      const locks = `select pid from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and datname = '${name}'`
      // Those of transactions come and go; one of a session would stay.
      await waitUntil(
        () => query(locks),
        (held) => held.length === 0,
        10_000,
      )
    })

    it('record each purchase once, mint its points once, and keep its time', async () => {
      ;({
        apiKey: { apiKey: key },
      } = await json('partner', 'add', '--name', 'Harbour Books'))
      const enrolled = await ask(servers[0]?.url ?? '', '/v1/members', { key, body: { kind: 'card' } })
      card = enrolled.body.cardNumber
      const numbers = Array.from({ length: PURCHASES }, (_, at) => at)
      const answers = await Promise.all(numbers.flatMap((at) => servers.map((server) => buy(server, at))))
      expect(answers.filter(({ status }) => status === 201)).to.have.length(PURCHASES)
      expect(answers.every(({ status }) => status === 200 || status === 201)).to.equal(true)
      const given = answers.map(({ body }) => body.occurredAt).filter((_, index) => index % 2 === 0)
      expect(given).to.deep.equal(numbers.map(occurredAt))
      const stored = `select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from purchase order by order_ref::text collate "C"`
      expect((await query<{ at: string }>(stored)).map(({ at }) => at).toSorted()).to.deep.equal(
        numbers.map(occurredAt),
      )
      await confirm(PURCHASES)
      await expectSupply(BigInt(PURCHASES) * 10n)
    })

    it('share fewer sessions than they have connections', async () => {
      const [sessions, clients] = await Promise.all([pooler.ask('show servers'), pooler.ask('show clients')])
      expect(sessions.length).to.be.at.most(POOLED_CONNECTIONS)
      expect(clients.filter(({ database }) => database === name).length).to.be.above(sessions.length)
    })

    it('say that they do not answer while PostgreSQL ends every session, and go on', async () => {
      const statuses = new Set<number>()
      for (let round = 0; round < 10; round++) {
        const ending = query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = '${name}' and pid <> pg_backend_pid()`)
        const answers = await Promise.all(servers.map((server) => buy(server, round)))
        for (const { status } of answers) statuses.add(status)
        await ending
      }
      expect([...statuses].filter((status) => status !== 200 && status !== 503)).to.deep.equal([])
      const answer = await waitUntil(
        () => buy(servers[1], PURCHASES),
        ({ status }) => status === 200 || status === 201,
      )
      expect(answer.body.occurredAt).to.equal(occurredAt(PURCHASES))
      await confirm(PURCHASES + 1)
    })

    it('go on when the one that leads the indexer is killed', async () => {
      const [lead] = await query<{ leader: string }>('select leader from chain_cursor')
      const leads = ({ pid }: TestServer) => lead?.leader.endsWith(`:${String(pid)}`) === true
      const leader = servers.find(leads)
      expect(leader).not.to.equal(undefined)
      leader?.signal('SIGKILL')
      servers = servers.filter((server) => !leads(server))
      expect((await buy(servers[0], PURCHASES + 1)).status).to.equal(201)
      await confirm(PURCHASES + 2)
      await expectSupply(BigInt(PURCHASES + 2) * 10n)
    })
  })
