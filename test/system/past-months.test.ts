import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'
import { Contract, JsonRpcProvider } from 'ethers'

import { ask } from '../support/system/ask.ts'
import { readChainProcesses, waitUntilEnded } from '../support/system/chain-process.ts'
import { copySample } from '../support/system/sample.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import type { EntenteProcess } from '../support/system/entente-process.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

const CLEARING = [
  'function monthOf(uint256 month) view returns (tuple(uint256 closedAt, int256 pool, uint256 positions))',
  'function positionOf(uint256 month, uint32 id) view returns (tuple(uint8 state, int256 net, uint256 sequence, bytes32 partnerPayment, bytes32 operatorPayment))',
]
const BRANDS = ['Albion Homeware', 'Shannon Books', 'Kornblume Garten', 'Maison Verte', 'Meridian Travel']

interface Summary {
  month: string
  settlement: { state: string; netMinor: string; isDifferent: boolean }
}

type Points = Record<'issued' | 'reversed' | 'redeemed' | 'restored', bigint>

interface Month {
  /** The month's number, as the contracts count. */
  number: number
  /** Of each brand that has a statement, in the order of the partners. */
  statements: { netMinor: bigint; state: string; chainNetMinor: bigint; isDifferent: boolean; points: Points }[]
}

interface Past {
  firstMonth: number
  time: string
  isOver: boolean
}

const monthNumber = (text: string) => (Number(text.slice(0, 4)) - 1970) * 12 + Number(text.slice(5, 7)) - 1

/** One month is closed, and the next one is lived through. */
const isInMidst = ({ firstMonth, time }: Past) => monthNumber(time) > firstMonth

describe('the past months of the sample coalition', function () {
  // A start takes some thirty seconds; on a machine that does other things besides, many times as long.
  this.timeout(900_000)
  const workplace = useWorkplace()
  let server: TestServer
  /** What each month came to, by brand. */
  let first: Points[][]
  let told: { rpcUrl: string; contracts: Record<string, string> }

  const readServer = (folder: string) =>
    JSON.parse(readFileSync(join(workplace.path(folder), 'server.json'), 'utf8')) as { url: string; rpcUrl: string }
  const keys = () =>
    (
      JSON.parse(readFileSync(join(server.dataFolder, 'keys/demo-keys.json'), 'utf8')) as {
        partners: { partnerId: number; key: string }[]
      }
    ).partners
  const get = async (path: string, key: string) => {
    const { status, body } = await ask(server.url, path, { key })
    expect(status, path).to.equal(200)
    return body
  }

  /** Every statement that the API shows to the brands, by month, the newest first. */
  async function readMonths(): Promise<Month[]> {
    const months = new Map<string, Month>()
    for (const { key } of keys()) {
      const { data } = (await get('/v1/statements', key)) as { data: Summary[] }
      for (const { month, settlement } of data) {
        const { statement } = await get(`/v1/statements/${month}`, key)
        const { issued, reversed, redeemed, restored } = statement.points
        const of = months.get(month) ?? { number: monthNumber(month), statements: [] }
        of.statements.push({
          netMinor: BigInt(statement.totals.netMinor),
          state: settlement.state,
          chainNetMinor: BigInt(settlement.netMinor),
          isDifferent: settlement.isDifferent,
          points: {
            issued: BigInt(issued),
            reversed: BigInt(reversed),
            redeemed: BigInt(redeemed),
            restored: BigInt(restored),
          },
        })
        months.set(month, of)
      }
    }
    return [...months.values()].toSorted((one, other) => other.number - one.number)
  }

  /** What the contract has of a month, asked without our code. */
  async function readOnChain(month: number): Promise<{ pool: bigint; positions: { state: bigint; net: bigint }[] }> {
    const provider = new JsonRpcProvider(told.rpcUrl, undefined, { cacheTimeout: -1 })
    try {
      const clearing = new Contract(told.contracts['clearing'] ?? '', CLEARING, provider)
      const read = (name: string, ...args: number[]) => clearing.getFunction(name)(...args)
      const { pool, closedAt } = await read('monthOf', month)
      expect(closedAt > 0n).to.be.true
      const positions = await Promise.all(keys().map(({ partnerId }) => read('positionOf', month, partnerId)))
      return { pool, positions }
    } finally {
      provider.destroy()
    }
  }

  /** Starts a server, and waits until its past has come so far. */
  async function launchUntil(folder: string, isFar: (past: Past) => boolean): Promise<EntenteProcess> {
    const started = workplace.launch({ folder })
    const file = join(workplace.path(folder), 'demo.json')
    const readPast = async () =>
      existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { past: Past }).past : null
    await waitUntil(readPast, (past) => past !== null && isFar(past), 600_000)
    return started
  }

  /** Kills a start in the past, and lets its chain write its state. */
  async function killIn(folder: string, isFar: (past: Past) => boolean): Promise<void> {
    const started = await launchUntil(folder, isFar)
    started.signal('SIGKILL')
    await started.ended
    await waitUntilEnded(readChainProcesses(workplace.path(folder)))
  }

  async function expectThreeMonths(folder = 'data'): Promise<void> {
    told = JSON.parse((await workplace.run(['status', '--json'], { folder })).stdout)
    const months = await readMonths()
    expect(months).to.have.length(3)
    const newest = monthNumber(new Date().toISOString().slice(0, 7)) - (months[0]?.number ?? 0)
    expect(newest, 'the newest is last month, or the one before in the first days of a month').to.be.within(1, 2)
    for (const [at, { number, statements }] of months.entries()) {
      expect(number).to.equal((months[0]?.number ?? 0) - at)
      expect(statements).to.have.length(BRANDS.length)
      expect(statements.every(({ netMinor, chainNetMinor, isDifferent }) => netMinor === chainNetMinor && !isDifferent))
        .to.be.true
      const { pool, positions } = await readOnChain(number)
      expect(positions.map(({ net }) => net)).to.deep.equal(statements.map(({ netMinor }) => netMinor))
      expect(pool + statements.reduce((sum, { netMinor }) => sum + netMinor, 0n)).to.equal(0n)
      for (const kind of ['issued', 'reversed', 'redeemed', 'restored'] as const)
        expect(
          statements.some(({ points }) => points[kind] > 0n),
          `${kind} in ${String(number)}`,
        ).to.be.true
      const states = statements.map(({ state }) => state)
      expect(states).to.deep.equal(
        at === 0 ? ['disputed', 'open', 'open', 'open', 'open'] : BRANDS.map(() => 'settled'),
      )
    }
  }

  it('are three, closed here and in the contract to the cent, with two of them paid and one statement disputed', async () => {
    const shown = await copySample(workplace.path('data'))
    expect(shown.stderr()).to.contain('three past months').and.contain('tills send')
    server = await workplace.start()
    await expectThreeMonths()
  })

  it('add up to the supply, with the sample day', async () => {
    first = (await readMonths()).map(({ statements }) => statements.map(({ points }) => points))
    const { totalSupply } = (await ask(server.url, '/v1/status')).body
    const [, sum] = / = ([\d,]+)$/m.exec(server.stdout()) ?? []
    expect(BigInt((sum ?? '').replaceAll(',', ''))).to.equal(BigInt(totalSupply))
  })

  it('let the owner of a brand sign in to the console with a code that the command line shows', async () => {
    const [, page = '', email = ''] =
      /^partner (\S+) +(\S+@\S+), code: npm run entente -- messages$/m.exec(server.stdout()) ?? []
    expect((await fetch(`${server.url}${new URL(page).pathname}`)).status).to.equal(200)
    const headers = { origin: new URL(page).origin }
    const asked = await ask(server.url, '/v1/partner/sign-in-codes', { body: { email }, headers })
    expect(asked.status).to.equal(201)
    const readNewest = async () => (await workplace.run(['messages'])).stdout
    const message = await waitUntil(readNewest, (text) => text.startsWith(`To: ${email}`) && /\b\d{8}\b/.test(text))
    const [code = ''] = /\b\d{8}\b/.exec(message) ?? []
    const session = await ask(server.url, '/v1/partner/sessions', { body: { email, code }, headers })
    expect({ status: session.status, ...session.body }).to.deep.include({ status: 201, role: 'owner' })
  })

  it('go on where a start was killed, before anything was sold and in the midst', async () => {
    server.signal('SIGINT')
    await server.ended
    await killIn('killed', () => true)
    await killIn('killed', isInMidst)
    // The sample day that follows changes nothing of them.
    await launchUntil('killed', ({ isOver }) => isOver)
    server = { ...server, dataFolder: workplace.path('killed'), ...readServer('killed') }
    await expectThreeMonths('killed')
    expect((await readMonths()).map(({ statements }) => statements.map(({ points }) => points))).to.deep.equal(first)
  })

  it('stay as they are where somebody started without them in between, and the sample day follows', async () => {
    await killIn('left', isInMidst)
    const between = await workplace.start({ folder: 'left', args: ['--no-demo'] })
    const { rpcUrl } = readServer('left')
    const provider = new JsonRpcProvider(rpcUrl, undefined, { cacheTimeout: -1 })
    // An idle chain takes ten minutes for the next block.
    await provider.send('anvil_mine', ['0x1'])
    provider.destroy()
    between.signal('SIGINT')
    expect((await between.ended).code).to.equal(0)
    const { stderr } = await launchUntil('left', ({ isOver }) => isOver)
    await waitUntil(
      async () => stderr(),
      (said) => said.includes('tills send'),
      300_000,
    )
    expect(stderr()).to.contain('the past months were cut off')
    expect((await ask(readServer('left').url, '/v1/status')).body).to.deep.include({ haltedReason: null })
  })
})
