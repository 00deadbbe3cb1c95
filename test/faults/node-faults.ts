import type { Mischief, RpcCall } from '../support/platform/faulty-node.ts'
import { type Fault, makeWayForABatch, mustHaveStruck } from './fault.ts'
import { isPassing } from './is-passing.ts'
import { FINALITY_DEPTH, IMPATIENT_MS, type Lab } from './lab.ts'
import { openAccountsAgain } from './open-accounts-again.ts'

const SEND = 'eth_sendRawTransaction'
const HEAD_BACK_MS = 31_000
const MINUTES_STOPPED = 5
const CONNECTS_MAX = 20

/** Works while the node misbehaves: with some of the calls, and with everything that is sent. */
async function whileMisbehaving(lab: Lab, draw: (call: RpcCall) => Mischief, passes = 2): Promise<void> {
  const { node, random } = lab
  node.takeCount()
  node.misbehave((call) => (call.method === SEND || random.happens(0.3) ? draw(call) : null))
  await lab.work(passes)
  node.misbehave(null)
  mustHaveStruck(node.takeCount() > 0, 'the node was asked nothing')
  // What waits longer and longer between tries is due again.
  lab.platform.clock.advance(10_000)
}

async function withImpatientClient(lab: Lab, run: () => Promise<void>): Promise<void> {
  const patient = lab.platform.relayer.chain
  lab.use(await connectImpatiently(lab))
  await run()
  lab.use(patient)
}

/** The first question, which chain it is, may take longer than such a client waits, where the machine is busy. */
async function connectImpatiently(lab: Lab): Promise<Awaited<ReturnType<Lab['connect']>>> {
  for (let tries = 1; ; tries++) {
    try {
      return await lab.connect([lab.node.url], IMPATIENT_MS)
    } catch (error) {
      if (!isPassing(error) || tries === CONNECTS_MAX) throw error
    }
  }
}

const lateAnswers: Fault = {
  name: 'node_answers_late',
  what: 'The node answers late, some of it too late.',
  how: `An HTTP proxy keeps answers back for up to ${2 * IMPATIENT_MS} ms; the client waits ${IMPATIENT_MS} ms.`,
  strike: (lab) =>
    withImpatientClient(lab, () =>
      whileMisbehaving(lab, () => ({ kind: 'late', ms: lab.random.whole(1, 2 * IMPATIENT_MS) })),
    ),
}

const timeOuts: Fault = {
  name: 'node_times_out',
  what: 'The node never answers; half of what it was sent it has taken all the same.',
  how: `An HTTP proxy answers nothing; the client gives up after ${IMPATIENT_MS} ms.`,
  strike: (lab) =>
    withImpatientClient(lab, () =>
      whileMisbehaving(lab, () => ({ kind: 'never', isDone: lab.random.happens(0.5) }), 1),
    ),
}

const rateLimit: Fault = {
  name: 'node_answers_429',
  what: 'The provider says that there are too many requests.',
  how: 'An HTTP proxy answers 429 with Retry-After to everything that is sent, and to a third of the reads.',
  strike: (lab) => whileMisbehaving(lab, () => ({ kind: 'status', status: 429, isDone: false })),
}

const serverErrors: Fault = {
  name: 'node_answers_5xx',
  what: 'The provider answers 500, 502, 503 or 504; half of what it was sent has arrived all the same.',
  how: 'An HTTP proxy answers with a page of HTML, before or after it has asked the node.',
  strike: (lab) =>
    whileMisbehaving(lab, () => ({
      kind: 'status',
      status: lab.random.pick([500, 502, 503, 504]),
      isDone: lab.random.happens(0.5),
    })),
}

const droppedConnections: Fault = {
  name: 'connections_dropped',
  what: 'HTTP connections to the node end before or after it has done what it was asked.',
  how: 'An HTTP proxy closes the socket instead of answering.',
  strike: (lab) => whileMisbehaving(lab, () => ({ kind: 'drop', isDone: lab.random.happens(0.5) })),
}

const NONCE_LIES: readonly [code: number, message: string, isDone: boolean][] = [
  [-32_000, 'nonce too low', false],
  [-32_000, 'nonce too low', true],
  [-32_000, 'nonce too high', false],
  [-32_000, 'already known', false],
  [-32_000, 'replacement transaction underpriced', true],
]

const nonceLies: Fault = {
  name: 'node_lies_about_nonces',
  what: 'The node says that a nonce is used, too high or known when it is not, and counts transactions wrongly.',
  how: 'An HTTP proxy answers what is sent with a false refusal, taken or not, and adds or takes up to 3 from eth_getTransactionCount. Accounts that are in quarantine afterwards are opened again, as an operator does.',
  strike: async (lab) => {
    const { node, random } = lab
    node.takeCount()
    node.misbehave(({ method }) => {
      if (method === 'eth_getTransactionCount')
        return { kind: 'lie', tell: (truth) => shifted(truth, random.whole(-3, 3)) }
      if (method !== SEND) return null
      const [code, message, isDone] = random.pick(NONCE_LIES)
      return { kind: 'refuse', code, message, isDone }
    })
    await lab.bindAndSend()
    await lab.work(2)
    node.misbehave(null)
    mustHaveStruck(node.takeCount() > 0, 'no nonce was asked for, and nothing sent')
    await openAccountsAgain(lab)
    lab.platform.clock.advance(10_000)
  },
}

function shifted(count: unknown, by: number): string {
  return `0x${Math.max(Number(count) + by, 0).toString(16)}`
}

const hiddenLogs: Fault = {
  name: 'node_hides_logs',
  what: 'The node leaves events out of its answers.',
  how: 'An HTTP proxy empties the answers to eth_getLogs, or takes their first event out.',
  strike: async (lab) => {
    const { node, random } = lab
    node.takeCount()
    node.misbehave(({ method }) =>
      method === 'eth_getLogs'
        ? { kind: 'lie', tell: (truth) => (random.happens(0.5) ? [] : (truth as unknown[]).slice(1)) }
        : null,
    )
    await lab.work(3)
    node.misbehave(null)
    mustHaveStruck(node.takeCount() > 0, 'no logs were asked for')
  },
}

const forgottenMempool: Fault = {
  name: 'mempool_forgotten',
  what: 'The node forgets the transactions that wait in it.',
  how: 'anvil_dropAllTransactions between sending and the next block.',
  prepare: makeWayForABatch,
  strike: async (lab) => {
    await lab.bindAndSend()
    const { pending } = (await lab.ask('txpool_status')) as { pending: string }
    await lab.ask('anvil_dropAllTransactions')
    mustHaveStruck(Number(pending) > 0, 'nothing waited in the mempool')
    await lab.work(1)
    lab.platform.clock.advance(10_000)
  },
}

const lostBlocks: Fault = {
  name: 'last_blocks_lost',
  what: 'The node comes back with an older state: its last blocks are gone, and so is its mempool.',
  how: 'anvil_rollback by 1 to 12 blocks and anvil_dropAllTransactions; the clock passes the 31 s after which a head that went back is believed.',
  strike: async (lab) => {
    await lab.work(2)
    await lab.anvil.rewind(lab.random.whole(1, 12))
    await lab.anvil.dropPending()
    await lab.mine(0)
    lab.platform.clock.advance(HEAD_BACK_MS)
    await lab.mine(0)
    await lab.work(1)
  },
}

const stoppedNode: Fault = {
  name: 'node_stopped_for_minutes',
  what: `The node does not answer for ${MINUTES_STOPPED} minutes, and then goes on where it was.`,
  how: `SIGSTOP for the node's process; the server's clock passes ${MINUTES_STOPPED} minutes, and every request runs into its time-out; then SIGCONT.`,
  strike: (lab) =>
    withImpatientClient(lab, async () => {
      await lab.bindAndSend()
      process.kill(lab.anvil.pid, 'SIGSTOP')
      try {
        const before = lab.failures()
        await lab.tills.sell(1)
        await lab.step('form_batches', 'sign_batches', 'bind_batches', 'send_attempts', 'settle_calls')
        lab.platform.clock.advance(MINUTES_STOPPED * 60_000)
        await lab.step('form_batches', 'send_attempts', 'replace_stuck', 'confirm_batches')
        mustHaveStruck(lab.failures() > before, 'nobody noticed that the node stood still')
      } finally {
        process.kill(lab.anvil.pid, 'SIGCONT')
      }
    }),
}

/** Depths from 1 to 30, both included, spread over 20 runs. */
function depthOf(run: number): number {
  return 1 + Math.round(((run % 20) * (FINALITY_DEPTH - 3)) / 19)
}

const reorg: Fault = {
  name: 'reorg_of_1_to_30_blocks',
  what: 'The chain replaces its last 1 to 30 blocks by others with other transactions inside.',
  how: "anvil_reorg; the new blocks have strangers' transactions and, in every other run, our partner's own signed batch, posted by a stranger.",
  strike: async (lab, run) => {
    const depth = depthOf(run)
    await lab.bindAndSend()
    await lab.mine(1)
    await lab.step('settle_calls', 'confirm_batches')
    await lab.tills.sell(1)
    await lab.work(1)
    await lab.mine(lab.random.whole(0, Math.max(depth - 2, 0)))
    const before = await lab.anvil.head()
    await lab.ask('anvil_reorg', depth, await transactionsOfStrangers(lab, { depth, isOurBatch: run % 2 === 1 }))
    const after = await lab.anvil.head()
    mustHaveStruck(after.number === before.number && after.hash !== before.hash, 'the head is the same')
    await lab.mine(1)
    lab.platform.clock.advance(10_000)
  },
}

async function transactionsOfStrangers(
  { platform, ask, random }: Lab,
  { depth, isOurBatch }: { depth: number; isOurBatch: boolean },
): Promise<[string, number][]> {
  const { operator, edr, deployment } = platform.coalition
  const fork = (await edr.head()).number - BigInt(depth)
  let nonce = Number(await ask('eth_getTransactionCount', operator.address, `0x${fork.toString(16)}`))
  const sign = (to: string, data: string) =>
    operator.signTransaction({
      chainId: 31_337,
      nonce: nonce++,
      to,
      data,
      gas: 3_000_000n,
      accessList: [],
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 1n,
    })
  const pairs: [string, number][] = [[await sign(deployment.token, '0x06fdde03'), 0]]
  const call = await platform.database.call.findFirst({ where: { kind: 'batch' }, orderBy: { seq: 'desc' } })
  if (isOurBatch && call !== null) pairs.push([await sign(call.to, call.data), random.whole(0, depth - 1)])
  return pairs
}

export const NODE_FAULTS: readonly Fault[] = [
  forgottenMempool,
  lostBlocks,
  reorg,
  lateAnswers,
  timeOuts,
  nonceLies,
  hiddenLogs,
  rateLimit,
  serverErrors,
  droppedConnections,
  stoppedNode,
]
