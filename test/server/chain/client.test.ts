import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect } from 'chai'
import { Registry } from 'prom-client'

import { ChainError, EndpointsDisagree, QuorumMissing } from '../../../server/chain/chain-error.ts'
import {
  connectChain,
  majorityOf,
  type Connection,
  type Eip1193Request,
  readAgreed,
  readFromAll,
  readFromFirst,
} from '../../../server/chain/client.ts'
import { connect as connectUrls } from '../../../server/chain/open-chain.ts'
import { readHead } from '../../../server/chain/read-head.ts'
import { createRpcMetrics } from '../../../server/observability/rpc-metrics.ts'
import { sendRawTransaction } from '../../../server/chain/send-raw-transaction.ts'

const CHAIN_ID = 5

/** An endpoint that says what it is told to. */
function endpoint(answers: Record<string, unknown>): Eip1193Request & { asked: string[] } {
  const asked: string[] = []
  const request = async ({ method }: { method: string }) => {
    if (method !== 'eth_chainId') asked.push(method)
    const answer =
      method === 'eth_chainId' && !('eth_chainId' in answers) ? `0x${CHAIN_ID.toString(16)}` : answers[method]
    if (answer instanceof Error) throw answer
    return answer
  }
  return Object.assign(request, { asked })
}

const down = () => endpoint({ eth_chainId: new Error('connect ECONNREFUSED'), eth_blockNumber: new Error('down') })
const answerError = (message: string, code = -32000) => Object.assign(new Error(message), { code })
const block = (hash: string) => ({
  number: '0x7',
  hash,
  parentHash: hash,
  timestamp: '0x1',
  transactions: [],
  baseFeePerGas: '0x1',
})

describe('several endpoints', function () {
  const pauses: number[] = []
  const connect = (...endpoints: (Eip1193Request | string)[]) =>
    connectChain({
      endpoints,
      chainId: CHAIN_ID,
      timeoutMs: 50,
      retry: { sleep: async (ms) => void pauses.push(ms), random: () => 0 },
    })
  const caught = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => null,
      (error: unknown) => error,
    )

  beforeEach(() => pauses.splice(0))

  it('are refused when one serves another chain, with a sentence', async () => {
    const error = await caught(connect(endpoint({}), endpoint({ eth_chainId: '0x1' })))
    expect(error).to.include({ name: 'StartRefused', code: 'chain_id_wrong' })
    expect((error as Error).message)
      .to.include('chain 1')
      .and.include('chain 5')
  })

  it('are refused later too, when the wrong one was down at first', async () => {
    let answer: unknown = new Error('down')
    const late: Eip1193Request = async () => {
      if (answer instanceof Error) throw answer
      return answer
    }
    const connection = await connect(endpoint({ eth_blockNumber: '0x7' }), late)
    answer = '0x1'
    const error = await caught(readAgreed(connection, 'a number', (client) => client.getBlockNumber(), String))
    expect(error).to.include({ code: 'chain_id_wrong' })
  })

  it('answer for one that is down', async () => {
    const connection = await connect(down(), endpoint({ eth_blockNumber: '0x7' }))
    expect(await readFromFirst(connection, (client) => client.getBlockNumber())).to.equal(7n)
  })

  it('are asked a bounded number of rounds, with longer and longer pauses', async () => {
    const one = endpoint({ eth_blockNumber: answerError('rate limit exceeded', -32005) })
    const connection = await connect(one)
    const error = await caught(readFromFirst(connection, (client) => client.getBlockNumber()))
    expect(error).to.be.instanceOf(ChainError).and.include({ kind: 'transient' })
    expect(one.asked).to.have.length(3)
    expect(pauses).to.deep.equal([100, 200])
  })

  it('are not asked to overrule a refusal', async () => {
    const other = endpoint({ eth_blockNumber: '0x7' })
    const connection = await connect(endpoint({ eth_blockNumber: answerError('execution reverted', 3) }), other)
    const error = await caught(readFromFirst(connection, (client) => client.getBlockNumber()))
    expect(error).to.include({ kind: 'reverted' })
    expect(other.asked).to.deep.equal([])
  })

  it('do not wait for one that hangs', async () => {
    const hanging: Eip1193Request = async ({ method }) =>
      method === 'eth_chainId' ? '0x5' : new Promise(() => undefined)
    const connection = await connect(hanging, endpoint({ eth_blockNumber: '0x7' }))
    expect(await readFromFirst(connection, (client) => client.getBlockNumber())).to.equal(7n)
  })

  describe('that fail', function () {
    const failuresOf = async (endpoints: (Eip1193Request | string)[], run: (chain: Connection) => Promise<unknown>) => {
      const registry = new Registry()
      const connection = await connectChain({
        endpoints,
        chainId: CHAIN_ID,
        timeoutMs: 50,
        retry: { roundsMax: 1 },
        onError: createRpcMetrics(registry).failed,
      })
      registry.resetMetrics()
      await run(connection).catch(() => undefined)
      return (await registry.metrics()).split('\n').filter((line) => line.startsWith('entente_rpc_errors_total{'))
    }

    it('are counted by kind and place, even where another one answers', async () => {
      const limited = endpoint({ eth_blockNumber: answerError('rate limit exceeded', -32005) })
      const answers = endpoint({ eth_blockNumber: '0x7' })
      const ask = (connection: Connection) => readFromFirst(connection, (client) => client.getBlockNumber())
      expect(
        await failuresOf([limited, answers], async (connection) => [await ask(connection), await ask(connection)]),
      ).to.deep.equal(['entente_rpc_errors_total{kind="transient",endpoint="1"} 2'])
      expect(await failuresOf([answers, limited], ask)).to.deep.equal([])
    })

    it('are counted when they hang, when they revert and when they refuse bytes', async () => {
      const hanging: Eip1193Request = async ({ method }) =>
        method === 'eth_chainId' ? '0x5' : new Promise(() => undefined)
      const reverts = endpoint({ eth_blockNumber: answerError('execution reverted', 3) })
      const all = (connection: Connection) => readFromAll(connection, (client) => client.getBlockNumber())
      expect(await failuresOf([hanging, reverts], all)).to.have.members([
        'entente_rpc_errors_total{kind="transient",endpoint="1"} 1',
        'entente_rpc_errors_total{kind="reverted",endpoint="2"} 1',
      ])
      const old = endpoint({ eth_sendRawTransaction: answerError('nonce too low') })
      const takes = endpoint({ eth_sendRawTransaction: '0x' })
      expect(await failuresOf([takes, old], (connection) => sendRawTransaction(connection, '0x02'))).to.deep.equal([
        'entente_rpc_errors_total{kind="nonce_too_low",endpoint="2"} 1',
      ])
    })
  })

  it('must agree about what matters', async () => {
    const [one, other] = [
      endpoint({ eth_getBlockByNumber: block(`0x${'1'.repeat(64)}`) }),
      endpoint({ eth_getBlockByNumber: block(`0x${'2'.repeat(64)}`) }),
    ]
    const connection = await connect(one, other)
    const error = await caught(
      readAgreed(
        connection,
        'block 7',
        (client) => client.getBlock({ blockNumber: 7n }),
        ({ hash }) => hash,
      ),
    )
    expect(error).to.be.instanceOf(EndpointsDisagree)
    expect((await readHead(connection)).number).to.equal(7n)
  })

  it('are not compared where one answers and one is enough', async () => {
    const shown: bigint[] = []
    const show = (height: bigint) => String(shown.push(height))
    const read = async (...ends: Eip1193Request[]) =>
      readAgreed(await connect(...ends), 'a number', (client) => client.getBlockNumber(), show)
    expect(await read(endpoint({ eth_blockNumber: '0x7' }))).to.equal(7n)
    expect(shown).to.deep.equal([])
    await caught(read(endpoint({ eth_blockNumber: '0x7' }), endpoint({ eth_blockNumber: '0x8' })))
    expect(shown).to.deep.equal([7n, 8n, 7n, 8n])
  })

  describe('of which some are down', function () {
    /** An endpoint that is up at the start, and is switched afterwards. */
    const switched = (answers: Record<string, unknown>) => {
      const one = { isDown: false, answers }
      const request: Eip1193Request = async ({ method }) => {
        if (method === 'eth_chainId') return '0x5'
        if (one.isDown) throw new Error('connect ECONNREFUSED')
        const answer = one.answers[method]
        if (answer instanceof Error) throw answer
        return answer
      }
      return Object.assign(one, { request })
    }
    const three = () => [7, 7, 7].map((height) => switched({ eth_blockNumber: `0x${height}` }))
    const connectTo = (
      ends: ReturnType<typeof three>,
      quorum?: number,
      onQuorumMissing: () => void = () => undefined,
    ) =>
      connectChain({
        endpoints: ends.map(({ request }) => request),
        chainId: CHAIN_ID,
        quorum,
        retry: { sleep: async () => undefined },
        onQuorumMissing,
      })
    const height = (connection: Connection) =>
      readAgreed(connection, 'a number', (client) => client.getBlockNumber(), String)

    it('decide nothing while fewer answer than must agree, say so, and go on once enough do', async () => {
      const registry = new Registry()
      const ends = three()
      const connection = await connectTo(ends, undefined, createRpcMetrics(registry).quorumMissing)
      for (const { down, decides } of [
        { down: [false, false, false], decides: true },
        { down: [false, true, false], decides: true },
        { down: [false, true, true], decides: false },
        { down: [true, true, true], decides: false },
        { down: [true, false, false], decides: true },
      ]) {
        ends.forEach((end, at) => (end.isDown = down[at]!))
        const outcome = await height(connection).catch((error: unknown) => error)
        if (decides) expect(outcome, String(down)).to.equal(7n)
        else expect(outcome, String(down)).to.be.instanceOf(QuorumMissing).and.include({ kind: 'transient' })
      }
      expect(await registry.metrics()).to.include('entente_rpc_quorum_missing_total 2')
    })

    it('decide nothing of two when one is left, unless the operator says that one is enough', async () => {
      const ends = three().slice(1)
      const [both, any] = [await connectTo(ends), await connectTo(ends, 1)]
      ends[0]!.isDown = true
      expect(await caught(height(both))).to.be.instanceOf(QuorumMissing)
      expect(await height(any)).to.equal(7n)
      ends[0]!.isDown = false
      expect(await height(both)).to.equal(7n)
    })

    it('still stop everything with a single other answer, however many agree', async () => {
      const ends = three()
      ends[2]!.answers['eth_blockNumber'] = '0x8'
      expect(await caught(height(await connectTo(ends)))).to.be.instanceOf(EndpointsDisagree)
    })

    it('are not refused by one of them alone either', async () => {
      const ends = three()
      const connection = await connectTo(ends)
      ends[0]!.answers['eth_blockNumber'] = answerError('execution reverted', 3)
      expect(await height(connection)).to.equal(7n)
      ends[1]!.isDown = true
      expect(await caught(height(connection))).to.be.instanceOf(QuorumMissing)
      ends[1]!.isDown = false
      ends[1]!.answers['eth_blockNumber'] = answerError('execution reverted', 3)
      expect(await caught(height(connection))).to.include({ kind: 'reverted' })
    })

    it('refuse a start of which too few know, and name neither keys nor paths', async () => {
      const node = createServer((_request, response) => {
        response.setHeader('Content-Type', 'application/json').end('{"jsonrpc":"2.0","id":1,"result":"0x5"}')
      })
      await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
      const { port } = node.address() as AddressInfo
      const urls = [`http://127.0.0.1:${port}/a-key`, 'http://127.0.0.1:1/a-key']
      const refusal = await caught(connectUrls(urls, CHAIN_ID))
      const one = await connectUrls(urls, CHAIN_ID, { quorum: 1 })
      await new Promise((resolve) => node.close(resolve))
      expect(refusal).to.include({ name: 'StartRefused', code: 'chain_unreachable' })
      expect((refusal as Error).message)
        .to.include('1 answered, and 2 must agree')
        .and.include('RPC_QUORUM')
        .and.not.include('a-key')
      expect(one.quorum).to.equal(1)
    })

    it('are more than half unless the operator says otherwise', () => {
      expect([1, 2, 3, 4, 5].map(majorityOf)).to.deep.equal([1, 2, 2, 3, 3])
    })
  })

  it('all get the bytes, and one that knows them is enough', async () => {
    const full = endpoint({ eth_sendRawTransaction: answerError('txpool is full') })
    const knows = endpoint({ eth_sendRawTransaction: answerError('already known') })
    const connection = await connect(full, down(), knows)
    expect(await sendRawTransaction(connection, '0x02')).to.equal('accepted')
    expect(full.asked).to.deep.equal(['eth_sendRawTransaction'])
  })

  it('leave it open what became of bytes that none of them answered for', async () => {
    const connection = await connect(endpoint({ eth_sendRawTransaction: new Error('socket hang up') }))
    expect(await sendRawTransaction(connection, '0x02')).to.equal('transient')
  })
})
