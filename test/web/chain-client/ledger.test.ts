import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { expect } from 'chai'
import { BaseError, type PublicClient } from 'viem'

import { LedgerUnreadable, openLedger } from '../../../web/src/chain-client/ledger/open-ledger.ts'
import { readActs } from '../../../web/src/chain-client/ledger/read-acts.ts'
import { CHAPTER_ROWS, readBackwards } from '../../../web/src/chain-client/ledger/read-backwards.ts'
import { readBatches } from '../../../web/src/chain-client/ledger/read-batches.ts'
import { BLOCKS_MAX, type BlockLog, readLogs } from '../../../web/src/chain-client/ledger/read-logs.ts'
import { readMonths } from '../../../web/src/chain-client/ledger/read-months.ts'
import { readPartners } from '../../../web/src/chain-client/ledger/read-partners.ts'
import { lotsOf, readSupply } from '../../../web/src/chain-client/ledger/read-supply.ts'
import { accountOf, type CoalitionChain, issuerOf, openCoalitionChain } from '../../support/platform/coalition-chain.ts'
import type { EdrChain } from '../../support/platform/edr-chain.ts'

const QUESTION = { addresses: [], events: [] }

/** An endpoint with logs in these blocks, which refuses more than so many blocks or logs at once. */
function endpoint(blocks: readonly bigint[], limits: { blocks?: bigint; logs?: number } = {}) {
  const asked: [bigint, bigint][] = []
  const client = {
    getLogs: ({ fromBlock: from, toBlock: to }: { fromBlock: bigint; toBlock: bigint }) => {
      asked.push([from, to])
      const found = blocks.filter((block) => block >= from && block <= to)
      const isTooMuch = to - from + 1n > (limits.blocks ?? 2n ** 64n) || found.length > (limits.logs ?? Infinity)
      if (isTooMuch) return Promise.reject(new BaseError('query returned more than 10000 results'))
      return Promise.resolve(found.map((blockNumber) => ({ blockNumber }) as BlockLog))
    },
    getBlock: ({ blockNumber }: { blockNumber: bigint }) => Promise.resolve({ timestamp: blockNumber * 12n }),
  }
  return { client: client as unknown as PublicClient, asked }
}

const numbers = (logs: readonly BlockLog[]) => logs.map(({ blockNumber }) => blockNumber)

describe('readLogs', function () {
  it('asks in halves for what an endpoint refuses, and loses nothing', async () => {
    const blocks = Array.from({ length: 300 }, (_, at) => BigInt(at * 7))
    const { client, asked } = endpoint(blocks, { blocks: 500n, logs: 40 })
    expect(numbers(await readLogs(client, QUESTION, { from: 0n, to: 5_000n }))).to.deep.equal(blocks)
    const answered = asked.filter(([from, to]) => to - from < 500n)
    expect(answered.length).to.be.above(8)
  })

  it('asks for no more blocks at once than its limit', async () => {
    const { client, asked } = endpoint([1n, BLOCKS_MAX, 2n * BLOCKS_MAX])
    const all = { from: 0n, to: 2n * BLOCKS_MAX }
    expect(numbers(await readLogs(client, QUESTION, all))).to.deep.equal([1n, BLOCKS_MAX, 2n * BLOCKS_MAX])
    for (const [from, to] of asked) expect(to - from + 1n <= BLOCKS_MAX).to.equal(true)
    const { client: other, asked: once } = endpoint([])
    await readLogs(other, QUESTION, { from: 1n, to: BLOCKS_MAX })
    expect(once).to.deep.equal([[1n, BLOCKS_MAX]])
  })

  it('says what the endpoint says to a single block', async () => {
    const { client } = endpoint([5n, 5n], { logs: 1 })
    const error = await readLogs(client, QUESTION, { from: 0n, to: 9n }).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(BaseError)
  })
})

describe('readBackwards', function () {
  it('tells everything once, newest first, in whole blocks', async () => {
    // Some blocks with many logs, and long quiet times.
    const blocks = [0n, 3n, 3n, 900n, ...Array.from({ length: 50 }, () => 70_000n), 400_000n, 400_001n]
    const { client } = endpoint(blocks)
    const told: bigint[] = []
    let chapters = 0
    for (let to: bigint | null = 500_000n; to !== null; chapters += 1) {
      const { rows, before } = await readBackwards(client, QUESTION, to)
      for (const { log, at } of rows) expect(at.getTime()).to.equal(Number(log.blockNumber) * 12_000)
      told.push(...numbers(rows.map(({ log }) => log)))
      to = before
    }
    expect(told).to.deep.equal(blocks.toReversed())
    expect(chapters).to.equal(2)
  })

  it('ends a chapter with a block, and goes on with the one before', async () => {
    const blocks = Array.from({ length: CHAPTER_ROWS * 2 }, (_, at) => BigInt(at))
    const { client } = endpoint(blocks)
    const { rows, before } = await readBackwards(client, QUESTION, 1_000n)
    expect(rows).to.have.length(CHAPTER_ROWS)
    expect(before).to.equal(BigInt(CHAPTER_ROWS - 1))
    expect((await readBackwards(client, QUESTION, before ?? 0n)).before).to.equal(null)
  })
})

describe('lotsOf', function () {
  const word = (epoch: bigint, ...lots: bigint[]) =>
    lots.reduce((sum, points, lot) => sum | (points << (36n * BigInt(lot))), epoch << 240n)

  it('ages what was not touched, and drops what has expired', () => {
    const touched = word(10n, 1n, 2n, 0n, 4n, 0n, 2n ** 36n - 1n)
    expect(lotsOf(touched, 10n)).to.deep.equal([
      { epoch: 5n, points: 2n ** 36n - 1n },
      { epoch: 7n, points: 4n },
      { epoch: 9n, points: 2n },
      { epoch: 10n, points: 1n },
    ])
    expect(lotsOf(touched, 13n).map(({ epoch }) => epoch)).to.deep.equal([9n, 10n])
    expect(lotsOf(touched, 15n).map(({ epoch }) => epoch)).to.deep.equal([10n])
    expect(lotsOf(touched, 16n)).to.deep.equal([])
  })
})

describe('openLedger', function () {
  this.timeout(60_000)
  let coalition: CoalitionChain
  let server: Server
  let url: string

  before(async function () {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
    server = serve(coalition.edr)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    for (const id of [3, 7]) await join(id)
    await coalition.post({ partnerId: 7, firstEntry: 1n, entries: [[accountOf('ann'), 200n]] })
    await coalition.edr.mine(Date.UTC(2026, 1, 10) / 1_000)
    await coalition.post({ partnerId: 3, firstEntry: 1n, entries: [[accountOf('ann'), 30n]] })
    await coalition.post({ partnerId: 7, firstEntry: 2n, entries: [[accountOf('ann'), -50n]] })
    await coalition.edr.mine(Date.UTC(2026, 2, 10) / 1_000)
  })

  after(() => server.close())

  async function join(id: number): Promise<void> {
    const key = issuerOf(id).address
    await coalition.registry('register', [id, `Brand ${String(id)}`, key, key])
    await coalition.registry('raiseAllowance', [id, 1_000n])
    await coalition.registry('setDailyLimit', [id, 1_000n])
    await coalition.edr.mine()
  }

  it('finds all from the token alone: contracts, supply, partners, months, batches, acts', async () => {
    const { addresses } = coalition.chain
    const ledger = await openLedger(url, addresses.token)
    const { token, issuance, redemption, accounts, registry, manager } = ledger.contracts
    const lower = (address: string) => address.toLowerCase()
    expect([token, issuance, redemption, accounts, registry, manager].map(lower)).to.deep.equal(
      [
        addresses.token,
        addresses.issuance,
        addresses.redemption,
        addresses.accounts,
        addresses.registry,
        addresses.accessManager,
      ].map(lower),
    )
    const { total, lots } = await readSupply(ledger)
    expect(total).to.equal(180n)
    expect(lots.reduce((sum, { points }) => sum + points, 0n)).to.equal(180n)
    expect(lots.every(({ expiresAt }) => expiresAt > ledger.block.at)).to.equal(true)
    const partners = await readPartners(ledger)
    expect(partners.map(({ partnerId, name }) => [partnerId, name])).to.deep.equal([
      [3, 'Brand 3'],
      [7, 'Brand 7'],
    ])
    const months = (await readMonths(ledger, partners)).filter(({ issued, reversed }) => issued + reversed > 0n)
    expect(months.map(({ partnerId, month, issued, reversed }) => [month, partnerId, issued, reversed])).to.deep.equal([
      ['2026-02', 7, 200n, 0n],
      ['2026-03', 3, 30n, 0n],
      ['2026-03', 7, 0n, 50n],
    ])
    const batches = (await readBatches(ledger, ledger.block.number)).rows
    const first = [batches.at(-1)?.partnerId, batches.at(-1)?.firstEntry, batches.at(-1)?.lastEntry]
    expect([batches.length, ...first]).to.deep.equal([3, 7, 1n, 1n])
    expect(batches[0]?.at.toISOString()).to.equal('2026-03-10T00:00:00.000Z')
    const acts = await readActs(ledger, ledger.block.number)
    expect(acts.rows.map(({ event }) => event)).to.include.members(['PartnerRegistered', 'PartnerDailyLimitChanged'])
    expect(acts.rows.find(({ event }) => event === 'PartnerRegistered')?.args).to.include({ name: 'Brand 7', id: '7' })
  })

  it('says whether the endpoint or the address is the wrong one', async () => {
    const reasonOf = (asked: Promise<unknown>) =>
      asked.then(
        () => null,
        (error: unknown) => (error instanceof LedgerUnreadable ? error.reason : error),
      )
    expect(await reasonOf(openLedger(url, '0x12'))).to.equal('not_a_token')
    expect(await reasonOf(openLedger(url, accountOf('ann')))).to.equal('not_a_token')
    expect(await reasonOf(openLedger(url, coalition.chain.addresses.registry))).to.equal('not_a_token')
    expect(await reasonOf(openLedger(`${url}/nothing`, coalition.chain.addresses.token))).to.equal('endpoint')
  })
})

/** JSON-RPC over HTTP, one question or several at once. */
function serve(edr: EdrChain): Server {
  type Asked = { id: number; method: string; params: unknown[] }
  const answer = async ({ id, method, params }: Asked) => {
    const said = await edr.request({ method, params }).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: { code: -32_000, message: String(error) } }),
    )
    return { jsonrpc: '2.0', id, ...said }
  }
  return createServer((request, response) => {
    void text(request)
      .then(async (body) => {
        if (request.url !== '/') return response.writeHead(404).end()
        const asked = JSON.parse(body) as Asked | Asked[]
        const said = Array.isArray(asked) ? await Promise.all(asked.map(answer)) : await answer(asked)
        response.setHeader('content-type', 'application/json')
        return response.end(JSON.stringify(said))
      })
      .catch((error: unknown) => response.destroy(error as Error))
  })
}
