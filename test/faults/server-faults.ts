import type { Eip1193Request } from '../../server/chain/client.ts'
import { type Partner, savePartner } from '../../server/database/partners.ts'
import { saveRows } from '../../server/database/engine/save-rows.ts'
import { relayerSteps } from '../../server/relayer/steps.ts'
import { PARTNER } from '../server/relayer/relayer-platform.ts'
import { issuerOf } from '../support/platform/coalition-chain.ts'
import { type Fault, mustHaveStruck } from './fault.ts'
import { isPassing } from './is-passing.ts'
import type { Lab } from './lab.ts'
import { earningRuleOf } from './tills.ts'

const twoRelayers: Fault = {
  name: 'relayers_on_the_same_lanes',
  what: 'Three relayers have the keys of the same sending accounts, and each believes that they are its own.',
  how: 'All steps of three relayers run at the same time on one database and one node, for three rounds.',
  strike: async (lab) => {
    const { platform } = lab
    const relayers = [platform.relayer, platform.anotherRelayer(), platform.anotherRelayer()]
    for (let round = 0; round < 3; round++) {
      await lab.tills.sell(1)
      const runs = relayers.flatMap((relayer) => relayerSteps(relayer).map((step) => step.run()))
      for (const outcome of await Promise.allSettled(runs))
        if (outcome.status === 'rejected' && !isPassing(outcome.reason)) throw outcome.reason
      await lab.mine(1)
      platform.clock.advance(1_000)
    }
  },
}

/** Steps in which a relayer may have been stopped with a decision in its hands. */
const HELD_STEPS = ['form_batches', 'sign_batches', 'bind_batches', 'send_attempts', 'settle_calls', 'confirm_batches']

const stalledRelayer: Fault = {
  name: 'relayer_wakes_up_late',
  what: 'A relayer stands still in the middle of a step, another one does its work, and then the first goes on with what it knew.',
  how: 'One of its requests to the node is held back, at random, until the other relayer has brought everything to its end.',
  strike: async (lab) => {
    const { platform, random } = lab
    const held = heldRequest(platform.coalition.edr.request, random.whole(0, 8))
    const chain = await lab.connect([held.request])
    held.begin()
    const stalled = relayerSteps(platform.anotherRelayer({ chain })).filter(({ name }) => HELD_STEPS.includes(name))
    const ended = (async () => {
      for (const step of stalled) await step.run()
    })().catch((error: unknown) => {
      if (!isPassing(error)) throw error
    })
    await Promise.race([held.isHeld, ended])
    await lab.settle()
    await lab.tills.sell(1)
    await lab.bind()
    held.release()
    await ended
    await lab.work(1)
  },
}

/** Lets so many requests through, and holds the next one until it is released. */
function heldRequest(request: Eip1193Request, free: number) {
  const held = Promise.withResolvers<undefined>()
  const released = Promise.withResolvers<undefined>()
  let left = Number.POSITIVE_INFINITY
  const holding: Eip1193Request = async (args) => {
    if (left-- === 0) {
      held.resolve(undefined)
      await released.promise
    }
    return request(args)
  }
  return {
    request: holding,
    begin: () => void (left = free),
    isHeld: held.promise,
    release: () => released.resolve(undefined),
  }
}

const JUMPS_MS = [20_000, 10 * 60_000, 25 * 60 * 60_000]

const clockJump: Fault = {
  name: 'clock_jumps',
  what: "The server's clock jumps: 20 s, 10 minutes or 25 hours, ahead for good or back and then right again.",
  how: 'The clock that the steps and the tills are given is moved between two steps.',
  strike: async (lab, run) => {
    const { clock } = lab.platform
    const jump = lab.random.pick(JUMPS_MS)
    await lab.bind()
    if (run % 2 === 0) {
      clock.advance(jump)
      await lab.work(2)
      return
    }
    clock.advance(-jump)
    await lab.tills.sell(1)
    await lab.work(2)
    clock.advance(jump)
  },
}

/** The port of a node that is not there. */
const NOBODY = 'http://127.0.0.1:9'

const endpointsDown: Fault = {
  name: 'endpoints_fail_over',
  what: 'Of three RPC endpoints one is down, and the work goes on; then two are, and it waits for one to come back.',
  how: 'The relayer is given URLs at which nobody listens; while one endpoint of three answers, nothing may be decided.',
  strike: async (lab) => {
    const { url } = lab.node
    const usual = lab.platform.relayer.chain
    lab.use(await lab.connect([url, NOBODY, url]))
    await lab.work(2)
    const failed = lab.failures()
    await lab.tills.sell(1)
    lab.use({
      ...(await lab.connect([url, url, url])),
      endpoints: (await lab.connect([url, NOBODY, NOBODY])).endpoints,
    })
    await lab.work(1)
    mustHaveStruck(lab.failures() > failed, 'nobody missed the endpoints')
    lab.use(usual)
  },
}

const endpointsDisagree: Fault = {
  name: 'endpoints_disagree',
  what: 'Three RPC endpoints answer, and one of them has other hashes of blocks and receipts than the others.',
  how: 'One of three endpoints changes a digit of every hash in its answers; then it is taken out.',
  strike: async (lab) => {
    const { edr } = lab.platform.coalition
    const usual = lab.platform.relayer.chain
    let lies = 0
    const liar: Eip1193Request = async (args) => {
      const truth = await edr.request(args)
      if (args.method !== 'eth_getBlockByNumber' && args.method !== 'eth_getTransactionReceipt') return truth
      lies += 1
      return JSON.parse(JSON.stringify(truth).replaceAll(/"(hash|blockHash)":"0x(.)/g, swapDigit)) as unknown
    }
    lab.use(await lab.connect([edr.request, liar, edr.request]))
    await lab.work(2)
    mustHaveStruck(lies > 0, 'the liar was not asked')
    lab.use(usual)
  },
}

function swapDigit(_all: string, name: string, digit: string): string {
  return `"${name}":"0x${digit === 'a' ? 'b' : 'a'}`
}

const OTHER_PARTNER = 8

const poisonedEntry: Fault = {
  name: 'entry_that_would_revert',
  what: 'An entry that the contract refuses, here one of more points than its partner may issue, waits in the middle of others.',
  how: "The partner's allowance is lowered so that what came before fits and the entry does not. What fits and all of another partner must become final meanwhile; then the allowance is raised.",
  prepare: async (lab) => {
    await addOtherPartner(lab)
    await lab.settle()
    await lab.tills.sell(1, { points: 3n })
  },
  strike: async (lab) => {
    const { coalition, follow } = lab.platform
    await coalition.registry('lowerAllowance', [PARTNER, (await readAllowance(lab)) - 10n])
    await lab.mine(1)
    await lab.tills.sell(1, { points: 5_000n })
    await lab.tills.sell(2, { partnerId: OTHER_PARTNER })
    await lab.work(4)
    await lab.mine(40)
    await lab.work(1)
    const parked = (await lab.platform.batches()).filter(({ state }) => state === 'parked')
    mustHaveStruck(parked.length > 0, 'nothing was parked')
    const waiting = await lab.countInFlight()
    if (waiting !== 1) throw new Error(`${waiting} orders wait where only the refused one should`)
    await coalition.registry('raiseAllowance', [PARTNER, 1_000_000n])
    await lab.mine(1)
    await follow()
  },
}

async function readAllowance({ platform }: Lab): Promise<bigint> {
  const { readPartner } = await import('../../server/chain/read-partner.ts')
  return (await readPartner(platform.relayer.chain, PARTNER)).allowance
}

/** Another partner with the same terms, where there is none yet. */
async function addOtherPartner({ platform, mine }: Lab): Promise<void> {
  const { database, coalition } = platform
  const partner = await database.partner.findUniqueOrThrow({ where: { id: PARTNER } })
  if ((await database.partner.count()) > 1) return
  const key = issuerOf(OTHER_PARTNER).address
  await coalition.registry('register', [OTHER_PARTNER, 'Eight', key, key])
  await coalition.registry('raiseAllowance', [OTHER_PARTNER, 1_000_000n])
  await coalition.registry('setDailyLimit', [OTHER_PARTNER, 1_000_000n])
  await mine(1)
  await database.transaction(async (tx) => {
    await savePartner(tx, {
      ...(partner as Partner),
      ...{ id: OTHER_PARTNER, name: 'Eight', issuerAddress: key, nextEntryNumber: 1n },
    })
    await saveRows(tx, 'earning_rule', [earningRuleOf(OTHER_PARTNER)])
  })
}

export const SERVER_FAULTS: readonly Fault[] = [
  twoRelayers,
  stalledRelayer,
  clockJump,
  endpointsDown,
  endpointsDisagree,
  poisonedEntry,
]
