import { numberToHex } from 'viem'

import { type Fault, makeWayForABatch, mustHaveStruck } from './fault.ts'
import type { Lab } from './lab.ts'
import { openAccountsAgain, transferOf } from './open-accounts-again.ts'

/** Blocks after which a transaction that is not included is called stuck, and one more. */
const STUCK_BLOCKS = 7

/** The newest call of a batch, and how often it was tried. */
async function newestCall({ platform: { database } }: Lab) {
  const call = await database.call.findFirstOrThrow({ where: { kind: 'batch' }, orderBy: { seq: 'desc' } })
  const attempts = await database.attempt.findMany({ where: { callId: call.id }, orderBy: { number: 'asc' } })
  return { call, attempts }
}

const feeSpike: Fault = {
  name: 'fee_spike',
  what: 'Gas gets dearer than was offered: the transaction is stuck, and is replaced by one that offers more.',
  how: `anvil_setNextBlockBaseFeePerGas at twice the offer for ${STUCK_BLOCKS} blocks, then at a tenth of it.`,
  prepare: makeWayForABatch,
  strike: async (lab) => {
    await lab.bindAndSend()
    const { attempts: before } = await newestCall(lab)
    const offered = before.at(-1)!.maxFeePerGas
    for (let block = 0; block < STUCK_BLOCKS; block++) {
      await lab.ask('anvil_setNextBlockBaseFeePerGas', numberToHex(offered * 2n))
      await lab.mine(1)
    }
    await lab.step('replace_stuck', 'send_attempts')
    const { attempts: after } = await newestCall(lab)
    mustHaveStruck(after.length > before.length, 'nothing was replaced')
    await lab.ask('anvil_setNextBlockBaseFeePerGas', numberToHex(offered / 10n))
    lab.platform.clock.advance(10_000)
  },
}

const olderAttemptLands: Fault = {
  name: 'stuck_then_both_offered',
  what: 'A transaction is stuck, is replaced, and then the chain includes the older one.',
  how: `The node drops it before each of ${STUCK_BLOCKS} blocks; once it was replaced, the older bytes alone are given to the node and mined, and then the newer ones.`,
  prepare: makeWayForABatch,
  strike: async (lab) => {
    await lab.bindAndSend()
    const { attempts: before } = await newestCall(lab)
    for (let block = 0; block < STUCK_BLOCKS; block++) {
      await lab.anvil.dropPending()
      await lab.mine(1)
    }
    await lab.step('replace_stuck')
    const { attempts: after } = await newestCall(lab)
    mustHaveStruck(after.length > before.length, 'nothing was replaced')
    await lab.anvil.dropPending()
    await lab.ask('eth_sendRawTransaction', before.at(-1)!.raw)
    await lab.mine(1)
    await lab.step('send_attempts')
    lab.platform.clock.advance(10_000)
  },
}

const noFunds: Fault = {
  name: 'account_without_funds',
  what: 'The sending accounts have no money left: before a batch gets its nonce, or when its bytes are sent.',
  how: 'anvil_setBalance 0 for all accounts that send, and money again after two rounds of work.',
  prepare: async (lab, run) => {
    await lab.settle()
    await lab.tills.sell(2)
    if (run % 2 === 0) await lab.bind()
  },
  strike: async (lab) => {
    const setAll = async (wei: bigint) => {
      for (const { address } of lab.platform.lanes) await lab.ask('anvil_setBalance', address, numberToHex(wei))
    }
    const told = lab.platform.events.length
    await setAll(0n)
    await lab.work(2)
    const names = lab.platform.events.slice(told).map(({ name }) => name)
    mustHaveStruck(names.includes('lane_waits') || names.includes('send_refused'), 'nobody missed the money')
    await setAll(10n ** 24n)
    lab.platform.clock.advance(10_000)
  },
}

const foreignTransaction: Fault = {
  name: 'account_used_by_others',
  what: 'Somebody else uses the key of a sending account, and so the nonce of a batch that is on its way.',
  how: 'A transfer signed with the key of the account, at the nonce of the stored bytes, is mined in their place. Afterwards the operator opens the account again.',
  prepare: async (lab) => {
    await lab.settle()
    await lab.tills.sell(2)
    await lab.bind()
  },
  strike: async (lab) => {
    const { call } = await newestCall(lab)
    const thief = lab.platform.lanes.find(({ address }) => address === call.laneAddress)!
    await lab.anvil.dropPending()
    await lab.ask('eth_sendRawTransaction', await transferOf(thief, call.nonce!))
    await lab.mine(1)
    await lab.settle()
    const lane = await lab.platform.database.lane.findUniqueOrThrow({ where: { address: thief.address } })
    mustHaveStruck(lane.state === 'quarantined', 'the account was not put into quarantine')
    await openAccountsAgain(lab)
  },
}

export const MONEY_FAULTS: readonly Fault[] = [feeSpike, olderAttemptLands, noFunds, foreignTransaction]
