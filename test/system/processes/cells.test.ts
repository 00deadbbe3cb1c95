import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'
import { Wallet } from 'ethers'

import { onPglite } from '../../support/database.ts'
import { type Answer, ask, askStatus } from '../../support/system/ask.ts'
import type { BareChain } from '../../support/system/bare-chain.ts'
import { type LedgerReader, openLedger } from '../../support/system/ledger-reader.ts'
import { fundLanes, makeDatabase, query, readOperator, startSharedChain } from '../../support/system/shared-chain.ts'
import { waitUntil } from '../../support/system/wait-until.ts'
import { type StartOptions, type TestServer, useWorkplace } from '../../support/system/workplace.ts'
import { enrolWallet, type Redeemer } from '../support/redeemers.ts'

const DAY_SECONDS = 86_400
/** What the administrator's calls wait, and a day. */
const AGO_SECONDS = 8 * DAY_SECONDS
/** What the operator of a cell needs to add partners and let them issue. */
const ROLES_OF_OPERATOR = ['partner_manager', 'allowance_manager']
const SPANS = { first: '1-500', second: '501-1000' }

interface Cell {
  name: keyof typeof SPANS
  database: Awaited<ReturnType<typeof makeDatabase>>
  start: StartOptions
  server: TestServer
  partnerId: number
  key: string
}

if (!onPglite())
  describe('two cells of partners on one chain', function () {
    // Four starts, a deployment, the administrator's calls and blocks take half a minute on an idle machine.
    this.timeout(400_000)
    const workplace = useWorkplace()
    const cells: Cell[] = []
    const closers: (() => Promise<void>)[] = []
    let chain: BareChain
    let ledger: LedgerReader
    const wallet = Wallet.createRandom()
    const redeemers: Redeemer[] = []
    let supply = 0n

    const json = async (folder: string, env: Record<string, string>, ...args: string[]) => {
      const { code, stdout, stderr } = await workplace.run([...args, '--json'], { folder, env })
      expect(code, stderr).to.equal(0)
      return JSON.parse(stdout)
    }

    /** The administrator gives the operator of another cell the roles that it needs, a week after it was announced. */
    async function grantRoles(env: Record<string, string>, operator: string): Promise<void> {
      const keystore = JSON.parse(await readFile(join(workplace.path('first'), 'keys', 'administrator.json'), 'utf8'))
      await chain.fund(`0x${String(keystore.address).replace(/^0x/, '')}`)
      const admin = (...args: string[]) => json('first', env, 'admin', ...args)
      for (const role of ROLES_OF_OPERATOR) await admin('schedule', 'grantRole', role, operator, '0', '--yes')
      await chain.ask('evm_increaseTime', [AGO_SECONDS])
      await chain.ask('evm_mine', [])
      for (const { operationId } of (await admin('list')).operations) await admin('execute', operationId, '--yes')
    }

    async function openCell(name: Cell['name'], env: Record<string, string>): Promise<Cell> {
      const database = await makeDatabase(`entente_cell_${name}_${String(process.pid)}`)
      closers.push(() => database.drop())
      const start = {
        folder: name,
        args: ['--no-demo'],
        env: { ...env, DATABASE_URL: database.url, CELL_PARTNERS: SPANS[name] },
      }
      const server = await workplace.start(start)
      closers.push(async () => {
        const { server: last } = cells.find((one) => one.name === name) ?? { server }
        last.signal('SIGKILL')
        await last.ended
      })
      await fundLanes(chain, database.url)
      const operatorKey = (await readFile(join(server.dataFolder, 'keys', 'operator-api-key'), 'utf8')).trim()
      const earningRule = { points: '1', perMinor: '100', pointsMax: '1000000' }
      const limits = { allowance: '1000000', dailyLimit: '1000000' }
      const body = { name: `The ${name} shop`, currency: 'GBP', earningRule, ...limits }
      const added = await ask(server.url, '/v1/partners', { key: operatorKey, body })
      expect(added.status, JSON.stringify(added.body)).to.equal(201)
      return { name, database, start, server, partnerId: added.body.partnerId, key: added.body.apiKey.apiKey }
    }

    before(async () => {
      const begins = Math.floor(Date.now() / 1_000) - AGO_SECONDS
      const shared = await startSharedChain(workplace, 'first', [
        ...['--block-time', '1', '--timestamp', String(begins)],
      ])
      chain = shared.chain
      closers.push(() => chain.close())
      const env = { ...shared.env, NODE_COMPILE_CACHE: workplace.path('compiled') }
      // The second cell has keys of its own, and the record of the same contracts.
      const asked = await workplace.run(['deploy', '--dry-run'], { folder: 'second', env })
      expect(asked.code, asked.stderr).to.be.oneOf([0, 1])
      const record = (folder: string) => join(workplace.path(folder), 'deployments')
      await cp(record('first'), record('second'), { recursive: true, force: true })
      const operator = await readOperator(workplace.path('second'))
      await chain.fund(operator)
      await grantRoles(env, operator)
      for (const name of ['first', 'second'] as const) cells.push(await openCell(name, env))
      const { contracts } = await askStatus(cell('first').server)
      ledger = openLedger(chain.url, contracts.token)
      closers.push(() => Promise.resolve(ledger.close()))
      for (const { server, key } of cells) redeemers.push(await enrolWallet(server.url, key, wallet))
    })
    after(async () => {
      // What was opened last ends first, also where `before` came only half way.
      for (const close of closers.toReversed()) await close()
    })

    function cell(name: Cell['name']): Cell {
      const found = cells.find((one) => one.name === name)
      if (found === undefined) throw new Error(`the ${name} cell was not opened`)
      return found
    }
    const asTill = (name: Cell['name'], path: string, body?: object): Promise<Answer> =>
      ask(cell(name).server.url, path, { key: cell(name).key, ...(body === undefined ? {} : { body }) })
    const member = { kind: 'wallet', value: wallet.address }

    async function buy(name: Cell['name'], orderRef: string, pounds: number): Promise<void> {
      const amount = { currency: 'GBP', amountMinor: String(pounds * 100), occurredAt: new Date().toISOString() }
      const bought = await asTill(name, '/v1/purchases', { orderRef, member, ...amount })
      expect(bought.status, JSON.stringify(bought.body)).to.equal(201)
      const state = async () => (await asTill(name, `/v1/purchases/${String(bought.body.purchaseId)}`)).body.state
      await waitUntil(state, (found) => found === 'final', 120_000)
      supply += BigInt(pounds)
    }
    const hold = (name: Cell['name'], reference: string, points: number) =>
      asTill(name, '/v1/redemptions', { reference, member, points: String(points) })
    /** The hold, once the cell has read of the points on the chain. */
    const holdOnceKnown = async (name: Cell['name'], reference: string, points: number) => {
      const held = await waitUntil(
        () => hold(name, reference, points),
        ({ status }) => status === 201,
      )
      return held.body
    }

    async function consent(name: Cell['name'], { redemptionId, approvalUrl }: Answer['body']): Promise<void> {
      const headers = { 'entente-approval': new URL(approvalUrl).hash.slice(1) }
      const path = `/v1/approvals/${String(redemptionId)}`
      const { url } = cell(name).server
      const { body: shown } = await ask(url, path, { headers })
      const body = await redeemers[0]?.consent(shown)
      const given = await ask(url, `${path}/consent`, { headers, body })
      expect(given.status, JSON.stringify(given.body)).to.equal(200)
    }

    async function capture(name: Cell['name'], redemptionId: string): Promise<void> {
      const captured = await asTill(name, `/v1/redemptions/${redemptionId}/capture`, {})
      expect(captured.status, JSON.stringify(captured.body)).to.equal(200)
    }
    const stateOf = async (name: Cell['name'], id: string): Promise<string> =>
      (await asTill(name, `/v1/redemptions/${id}`)).body.state
    const ended = (name: Cell['name'], id: string) =>
      waitUntil(
        () => stateOf(name, id),
        (state) => state === 'final' || state === 'refused',
        120_000,
      )
    const expectPoints = async (points: bigint) => {
      expect(await ledger.balances([wallet.address])).to.deep.equal([points])
      expect(await ledger.totalSupply()).to.equal(points)
    }

    it('number their partners apart', () => {
      expect(cells.map(({ partnerId }) => partnerId)).to.deep.equal([1, 501])
    })

    it('let a member earn in one and redeem in the other, once', async () => {
      await buy('first', 'sale-1', 400)
      const held = await holdOnceKnown('second', 'till-1', 150)
      await consent('second', held)
      await capture('second', held.redemptionId)
      expect(await ended('second', held.redemptionId)).to.equal('final')
      await expectPoints(250n)
      // What was spent there is gone here as well.
      await waitUntil(
        () => hold('first', 'too-much', 251),
        ({ body }) => body.code === 'points_insufficient',
      )
      const quote = await asTill('first', '/v1/redemptions/quote', { member, points: '250' })
      expect(quote.body.isAllowed, JSON.stringify(quote.body)).to.equal(true)
    })

    it('burn points once that both give out at the same time, and say so to the partner that comes second', async () => {
      const held = {
        first: await holdOnceKnown('first', 'both', 250),
        second: await holdOnceKnown('second', 'both', 250),
      }
      for (const name of ['first', 'second'] as const) await consent(name, held[name])
      await Promise.all((['first', 'second'] as const).map((name) => capture(name, String(held[name].redemptionId))))
      const states = await Promise.all([
        ended('first', held.first.redemptionId),
        ended('second', held.second.redemptionId),
      ])
      expect(states.toSorted()).to.deep.equal(['final', 'refused'])
      await expectPoints(0n)
    })

    it('take a batch of the other for no stranger, now and when they start again', async () => {
      await buy('second', 'sale-2', 30)
      await buy('first', 'sale-3', 20)
      for (const one of cells) {
        const { url } = one.server
        expect((await askStatus({ url })).quarantinedPartners, one.name).to.equal(0)
        one.server.signal('SIGTERM')
        expect((await one.server.ended).code).to.equal(0)
        one.server = await workplace.start(one.start)
        expect((await askStatus(one.server)).quarantinedPartners, one.name).to.equal(0)
        expect(await query(one.database.url, 'select distinct partner_id from unexplained_batch')).to.deep.equal([])
      }
      await buy('second', 'sale-4', 5)
      await expectPoints(55n)
      expect(supply).to.equal(455n)
    })

    it('refuse to start with the numbers of the other', async () => {
      const { start } = cell('second')
      const launched = workplace.launch({ ...start, env: { ...start.env, CELL_PARTNERS: SPANS.first } })
      const { code, stdout, stderr } = await launched.ended
      expect(code, stdout).to.equal(1)
      expect(stderr).to.contain('The database has partner 501, whose number is not in CELL_PARTNERS')
    })
  })
