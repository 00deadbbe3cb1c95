import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'
import { createPublicClient, createTestClient, createWalletClient, http, publicActions } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { type EmbeddedChain, startEmbeddedChain, STATES_KEPT } from '../../../server/chain/embedded/embedded-chain.ts'
import { isProcessAlive } from '../../../server/chain/embedded/process-alive.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'

const CHAIN_ID = 31_337
const HOLDER = fileURLToPath(new URL('./hold-chain.ts', import.meta.url))
/** Stores the first word of the input and logs it; without input it returns the stored word. */
const RECORDER = '0x601b8060095f395ff336600c575f545f5260205ff35b5f35805f555f52600160205fa100'
const sender = privateKeyToAccount(generatePrivateKey())

interface Running {
  anvilPid: number
  watcherPid: number
}

describe('embedded chain', function () {
  let folder: string
  let chain: EmbeddedChain | null = null

  const start = async (startsAt?: Date) => {
    chain = await startEmbeddedChain({ folder, chainId: CHAIN_ID, startsAt, onWait: () => undefined })
    return chain
  }
  const running = async () => chain ?? (await start())
  const stop = async () => {
    await chain?.stop()
    chain = null
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-chain-'))
  })
  afterEach(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('begins at a time that it is told, goes on there after a restart, and comes to the present', async () => {
    const day = (text: string) => new Date(`2025-${text}T08:00:00Z`)
    const newest = async ({ url }: EmbeddedChain) => {
      const block = await createPublicClient({ transport: http(url) }).getBlock()
      return { number: block.number, at: new Date(Number(block.timestamp) * 1_000) }
    }
    const first = await start(day('03-01'))
    await first.mine({ blocks: 5, at: day('03-02') })
    expect(await newest(first)).to.deep.equal({ number: 5n, at: new Date(day('03-02').getTime() + 4_000) })
    await stop()
    const second = await start(day('03-02'))
    await second.mine({ blocks: 1, at: day('03-03') })
    expect(await newest(second)).to.deep.equal({ number: 6n, at: day('03-03') })
    const now = new Date()
    await second.mine({ blocks: 1, at: now })
    await stop()
    const third = await start()
    await third.mine()
    expect(((await newest(third)).at.getTime() - now.getTime()) / 1_000).to.be.within(-1, 120)
  })

  it('answers every question about its past after it was stopped and started again', async () => {
    const first = await start()
    const recorder = await deployRecorder(first)
    for (const value of [1, 2, 3]) await record(first, recorder, value)
    const before = await describeChain(first, recorder)
    await stop()
    const second = await start()
    expect(second.startedAtBlock).to.equal(4)
    expect(second.isTipLost).to.equal(false)
    expect(await describeChain(second, recorder)).to.deep.equal(before)
    expect(before.map((block) => block.stored)).to.deep.equal(['none', 0n, 1n, 2n, 3n])
    await second.mine()
    expect((await clientOf(second).getBlock()).parentHash).to.equal(before.at(-1)?.hash)
  })

  it('still has the states of its newest blocks after it was stopped and started several times', async () => {
    const recorder = await deployRecorder(await start())
    for (let value = 1; value <= 70; value += 1) await record(await running(), recorder, value)
    for (let times = 0; times < 3; times += 1) {
      await stop()
      await start()
      for (let value = 1; value <= 5; value += 1) await record(await running(), recorder, value)
    }
    const client = clientOf(await running())
    const head = Number(await client.getBlockNumber())
    const newest = Array.from({ length: STATES_KEPT - 1 }, (_, below) => BigInt(head - below))
    const answers = await Promise.allSettled(newest.map((blockNumber) => client.call({ to: recorder, blockNumber })))
    expect(newest.filter((_, at) => answers[at]?.status === 'rejected')).to.deep.equal([])
  })

  it('saves a state of any size', async function () {
    const started = await start()
    // Bytes that do not compress, so that anvil's answer is above the 10 MiB that viem accepts of a foreign endpoint.
    const client = createTestClient({ mode: 'anvil', transport: http(started.url) })
    for (let account = 1; account <= 256; account += 1) {
      const bytecode = `0x${randomBytes(24_000).toString('hex')}` as const
      await client.setCode({ address: `0x${account.toString(16).padStart(40, 'e')}`, bytecode })
    }
    await started.mine()
    await started.saveState()
    expect(statSync(join(folder, 'state.json')).size).to.be.above(10 * 1024 * 1024)
    expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { best_block_number: number }).to.include({
      best_block_number: 1,
    })
  })

  it('lets the pages of one origin ask it from a browser, and nobody by default', async () => {
    const allowed = async (origin: string) => {
      const { url } = await running()
      const asked = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }
      return (await fetch(url, asked)).headers.get('access-control-allow-origin')
    }
    const ours = 'http://localhost:8080'
    expect(await allowed(ours)).to.equal(null)
    await stop()
    chain = await startEmbeddedChain({ folder, chainId: CHAIN_ID, pageOrigin: ours, onWait: () => undefined })
    expect(await allowed(ours)).to.equal(ours)
    // A browser compares this with the page's own origin: to any other page it is a no.
    expect(await allowed('http://elsewhere.example')).to.not.be.oneOf(['*', 'http://elsewhere.example'])
  })

  it('calls the block eight below its head final', async () => {
    const started = await start()
    for (let index = 0; index < 12; index += 1) await started.mine()
    expect((await clientOf(started).getBlock({ blockTag: 'finalized' })).number).to.equal(4n)
  })

  it('writes its state and ends when the server that holds it is killed', async () => {
    const holder = spawn(process.execPath, [HOLDER, folder, String(CHAIN_ID)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    const { anvilPid, watcherPid } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Running
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const second = await start()
    expect(second.startedAtBlock).to.equal(3)
    expect(second.isTipLost).to.equal(false)
    expect([anvilPid, watcherPid].filter((pid) => isProcessAlive(pid))).to.deep.equal([])
  })

  it('ends a chain whose watcher was killed, and keeps its blocks', async () => {
    const first = await start()
    await first.mine()
    const { watcherPid, anvilPid } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Running
    process.kill(watcherPid, 'SIGKILL')
    await first.lost
    expect(isProcessAlive(anvilPid)).to.equal(true)
    const second = await start()
    expect(second.startedAtBlock).to.equal(1)
    expect(isProcessAlive(anvilPid)).to.equal(false)
  })

  it('goes back to the last saved state when the final write was cut off, and says so', async () => {
    const first = await start()
    await first.mine()
    await first.saveState()
    await first.mine()
    await stop()
    truncateSync(join(folder, 'exit-state.json'), 100)
    const second = await start()
    expect(second.startedAtBlock).to.equal(1)
    expect(second.isTipLost).to.equal(true)
  })

  it('refuses a state that cannot be read with a sentence that names the file', async () => {
    writeFileSync(join(folder, 'state.json'), '{"block":')
    const refusal = await start().then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).to.be.instanceOf(StartRefused)
    expect((refusal as StartRefused).code).to.equal('chain_state_corrupt')
    expect((refusal as StartRefused).message).to.include(join(folder, 'state.json'))
  })

  it('notices that anvil ended by itself', async () => {
    const started = await start()
    const { anvilPid } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Running
    process.kill(anvilPid, 'SIGKILL')
    await started.lost
    expect(existsSync(join(folder, 'running.json'))).to.equal(false)
  })

  it('refuses a transaction above the gas that a real chain allows', async () => {
    const started = await start()
    await started.fund(sender.address, 10n ** 18n)
    const refused = await clientOf(started)
      .sendTransaction({ account: sender, chain: null, to: sender.address, gas: 2n ** 24n + 1n, nonce: 0 })
      .then(
        () => false,
        () => true,
      )
    expect(refused).to.equal(true)
  })
})

function clientOf(chain: EmbeddedChain) {
  return createWalletClient({ account: sender, transport: http(chain.url), cacheTime: 0 }).extend(publicActions)
}

async function deployRecorder(chain: EmbeddedChain): Promise<`0x${string}`> {
  await chain.fund(sender.address, 10n ** 18n)
  const hash = await clientOf(chain).deployContract({ abi: [], bytecode: RECORDER, chain: null, gas: 1_000_000n })
  await chain.mine()
  const { contractAddress } = await clientOf(chain).getTransactionReceipt({ hash })
  return contractAddress ?? '0x'
}

async function record(chain: EmbeddedChain, recorder: `0x${string}`, value: number): Promise<void> {
  const data = `0x${value.toString(16).padStart(64, '0')}` as const
  await clientOf(chain).sendTransaction({ to: recorder, data, chain: null, gas: 100_000n })
  await chain.mine()
}

/** Everything that the indexer and the relayer ask of old blocks. */
async function describeChain(chain: EmbeddedChain, recorder: `0x${string}`) {
  const client = clientOf(chain)
  const publicClient = createPublicClient({ transport: http(chain.url) })
  const head = await client.getBlockNumber()
  const numbers = Array.from({ length: Number(head) + 1 }, (_, index) => BigInt(index))
  return Promise.all(
    numbers.map(async (blockNumber) => {
      const block = await client.getBlock({ blockNumber })
      const logs = await client.getLogs({ blockHash: block.hash })
      const receipts = await Promise.all(block.transactions.map((hash) => client.getTransactionReceipt({ hash })))
      const { data } = await client.call({ to: recorder, blockNumber })
      const byHash = await publicClient.request({
        method: 'eth_call',
        params: [{ to: recorder }, { blockHash: block.hash }],
      })
      return {
        hash: block.hash,
        logs: logs.map((log) => [log.data, log.transactionHash, log.logIndex]),
        receipts: receipts.map((receipt) => [receipt.blockHash, receipt.gasUsed, receipt.status]),
        nonce: await client.getTransactionCount({ address: sender.address, blockNumber }),
        code: await client.getCode({ address: recorder, blockNumber }),
        stored: data === undefined ? 'none' : BigInt(data),
        isSameByHash: byHash === (data ?? '0x'),
      }
    }),
  )
}
