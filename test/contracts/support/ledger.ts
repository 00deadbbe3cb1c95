import type { ContractTransactionResponse } from 'ethers'

import type { PointsToken } from '../../../typechain-types/contracts/PointsToken.js'
import { ethers, networkHelpers } from './chain.ts'
import { deployedFixture, Module, PARTNER } from './coalition.ts'
import { packOrders, packRecords } from './records.ts'
import type { AccountPoints, SpendOrder } from './records.ts'

const { time } = networkHelpers

/** What became of an order. */
export const Outcome = { Spent: 0, NonceUnusable: 1, Frozen: 2, Closed: 3, Insufficient: 4 }

/** The ledger with plain accounts as its modules, so that each hook can be called alone. */
export async function ledgerFixture() {
  const deployed = await deployedFixture()
  const { token, redemption, accounts, operator } = deployed
  const [, , , , , issuer] = await ethers.getSigners()
  await token.replaceModule(Module.Issuance, issuer!)
  const credit = (...records: AccountPoints[]) => token.connect(issuer).issuePoints(packRecords(records))
  const debit = (...records: AccountPoints[]) => token.connect(issuer).reversePoints(PARTNER, packRecords(records))
  const spend = (...orders: SpendOrder[]) => token.connect(redemption).spend(packOrders(orders))
  const outcomes = async (...orders: SpendOrder[]) => {
    const [total, bytes] = await token.connect(redemption).spend.staticCall(packOrders(orders))
    return { total, outcomes: [...ethers.getBytes(bytes)] }
  }
  const move = (from: string, to: string) => token.connect(accounts).moveAccount(from, to)
  return { ...deployed, operator, issuer: issuer!, credit, debit, spend, outcomes, move }
}

/** Moves the clock to a second of epoch `current + epochs`: its first one, or `offset` away from it. */
export async function toEpoch(token: PointsToken, epochs: bigint, offset = 0n) {
  await time.setNextBlockTimestamp((await token.epochStart((await token.currentEpoch()) + epochs)) + offset)
}

export async function mineAtEpoch(token: PointsToken, epochs: bigint, offset = 0n) {
  await toEpoch(token, epochs, offset)
  await networkHelpers.mine()
}

/** The transfers that a transaction logged, in order. */
export async function transfersOf(token: PointsToken, sent: ContractTransactionResponse) {
  const { logs } = (await sent.wait())!
  const parsed = logs.map((log) => token.interface.parseLog(log))
  return parsed.filter((log) => log?.name === 'Transfer').map((log) => [...log!.args])
}
