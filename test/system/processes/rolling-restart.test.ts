import { setTimeout as sleep } from 'node:timers/promises'

import { expect } from 'chai'

import { LEAD_MS } from '../../../server/indexer/lead.ts'
import { onPglite } from '../../support/database.ts'
import { ask, askStatus } from '../../support/system/ask.ts'
import { type Balancer, startBalancer } from '../../support/system/balancer.ts'
import type { BareChain } from '../../support/system/bare-chain.ts'
import type { EntenteProcess } from '../../support/system/entente-process.ts'
import { openLedger } from '../../support/system/ledger-reader.ts'
import { fundLanes, makeDatabase, query, startSharedChain } from '../../support/system/shared-chain.ts'
import { waitUntil } from '../../support/system/wait-until.ts'
import { useWorkplace } from '../../support/system/workplace.ts'

const CLIENTS = 4
const POINTS_EACH = 10n
const PAUSE_MS = 100

if (!onPglite())
  describe('a rolling restart', function () {
    // Ten starts, a deployment and blocks take a minute; on a machine that does other things besides, many times as long.
    this.timeout(400_000)
    const workplace = useWorkplace()
    let database: Awaited<ReturnType<typeof makeDatabase>>
    let chain: BareChain
    let env: Record<string, string>
    let balancer: Balancer
    let key: string
    let card: string
    const processes: { role: string; process: EntenteProcess; url: string | null }[] = []

    async function start(role: string): Promise<(typeof processes)[number]> {
      const started = workplace.launch({ args: ['--no-demo', '--role', role], env })
      const [, url = null] = await started.said(/^ready(?: (http:\S+))?$/m)
      if (url !== null) {
        balancer.add(url)
        await waitUntil(
          () => Promise.resolve(balancer.takes(url)),
          (isTaken) => isTaken,
        )
      }
      return { role, process: started, url }
    }

    before(async () => {
      database = await makeDatabase(`entente_rolling_${String(process.pid)}`)
      const shared = await startSharedChain(workplace, 'data', ['--block-time', '1'])
      chain = shared.chain
      env = { ...shared.env, DATABASE_URL: database.url, DRAIN_SECONDS: '1' }
      // Every process reads the same code.
      env['NODE_COMPILE_CACHE'] = workplace.path('compiled')
      balancer = await startBalancer()
      for (const role of ['indexer', 'relayer', 'relayer', 'api', 'api']) processes.push(await start(role))
      await fundLanes(chain, database.url)
      const terms = ['--name', 'Harbour Books', '--allowance', '1000000', '--daily-limit', '1000000']
      const added = await workplace.run(['partner', 'add', ...terms, '--json'], { env })
      expect(added.code, added.stderr).to.equal(0)
      key = JSON.parse(added.stdout).apiKey.apiKey
      card = (await ask(balancer.url, '/v1/members', { key, body: { kind: 'card' } })).body.cardNumber
    })
    after(async () => {
      await Promise.all(processes.map(({ process }) => (process.signal('SIGKILL'), process.ended)))
      await balancer.close()
      await chain.close()
      await database.drop()
    })

    /** A till that sells without a pause to speak of, until it is told to stop, and what was answered to each sale. */
    async function sell(till: number, isOver: () => boolean): Promise<{ orderRef: string; status: number }[]> {
      const answers: { orderRef: string; status: number }[] = []
      for (let at = 0; !isOver(); at += 1) {
        const orderRef = `till-${String(till)}-${String(at)}`
        const member = { kind: 'card', value: card }
        const body = { orderRef, member, currency: 'GBP', amountMinor: '1000', occurredAt: new Date().toISOString() }
        const headers = { 'Idempotency-Key': orderRef }
        const { status } = await ask(balancer.url, '/v1/purchases', { key, body, headers })
        answers.push({ orderRef, status })
        await sleep(PAUSE_MS)
      }
      return answers
    }

    /** Which process follows the chain. */
    async function leader(): Promise<number> {
      const [row] = await query<{ leader: string | null }>(database.url, 'select leader from chain_cursor')
      return Number(row?.leader?.split(':')[1])
    }

    let sold: Set<string>

    it('shows no client an error while each of five processes ends and another one takes its place', async () => {
      let isOver = false
      const tills = Array.from({ length: CLIENTS }, (_, till) => sell(till, () => isOver))
      for (const old of [...processes]) {
        // As an orchestrator does it: the new one is ready before the old one is told to stop.
        const fresh = await start(old.role)
        processes.push(fresh)
        old.process.signal('SIGTERM')
        expect((await old.process.ended).code, old.process.stderr()).to.equal(0)
        processes.splice(processes.indexOf(old), 1)
        if (old.role === 'indexer') await waitUntil(leader, (pid) => pid === fresh.process.pid, LEAD_MS / 3)
      }
      isOver = true
      const answers = (await Promise.all(tills)).flat()
      expect(balancer.failures).to.deep.equal([])
      expect(answers.filter(({ status }) => status !== 201)).to.deep.equal([])
      sold = new Set(answers.map(({ orderRef }) => orderRef))
      expect(sold.size)
        .to.equal(answers.length)
        .and.to.be.above(CLIENTS * 10)
      // Four servers took part: two from before, and the two in their place.
      expect([...balancer.served.values()].filter((count) => count > 5)).to.have.length(4)
    })

    it('has every purchase minted exactly once', async () => {
      const asked = { url: balancer.url }
      await waitUntil(
        () => askStatus(asked),
        ({ entries }) => entries.confirmed === String(sold.size),
        120_000,
      )
      const { contracts } = await askStatus(asked)
      const ledger = openLedger(chain.url, contracts.token)
      expect(await ledger.totalSupply()).to.equal(BigInt(sold.size) * POINTS_EACH)
      ledger.close()
      const recorded = await query<{ sold: string }>(database.url, 'select count(*) as sold from purchase')
      expect(recorded).to.deep.equal([{ sold: String(sold.size) }])
      const failed = `select state, count(*) from call where kind = 'batch' and state not in ('included', 'final') group by 1`
      expect(await query(database.url, failed)).to.deep.equal([])
    })
  })
