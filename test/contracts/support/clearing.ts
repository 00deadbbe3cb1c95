import type { Wallet } from 'ethers'

import { aBatch, signedCall } from './batch.ts'
import { ethers, networkHelpers } from './chain.ts'
import { ALLOWANCE, DAILY_LIMIT, DAY, keyOf } from './coalition.ts'
import { domainOf, GRACE, modulesFixture } from './modules.ts'
import type { AccountPoints } from './records.ts'
import { orderHashOf, restorationTypes, signedList, signedOrder } from './redemption.ts'

const { time } = networkHelpers

/** Months since 1970-01: that in which the tests begin. */
export const MARCH = 674n
export const APRIL = 675n

/** When a month is over, in Unix seconds. */
export const endOf = (month: bigint): number => Date.UTC(1970, Number(month) + 1) / 1_000

export const State = { None: 0n, Open: 1n, Disputed: 2n, Settled: 3n }
export const Side = { Partner: 0n, Operator: 1n }

const position = [
  { name: 'month', type: 'uint256' },
  { name: 'partnerId', type: 'uint32' },
]
const sequence = { name: 'sequence', type: 'uint256' }
const net = { name: 'net', type: 'int256' }

/** What a partner signs about a position. */
export const clearingTypes = {
  PaymentMark: [...position, net, { name: 'payment', type: 'bytes32' }, sequence],
  Dispute: [...position, net, { name: 'reason', type: 'bytes32' }, sequence],
  DisputeWithdrawal: [...position, sequence],
}

/** A partner with its own keys. */
export interface ClearedPartner {
  id: bigint
  issuer: Wallet
  till: Wallet
}

const partnerOf = (id: bigint): ClearedPartner => ({ id, issuer: keyOf(`issuer ${id}`), till: keyOf(`till ${id}`) })
export const [A, B, C] = [partnerOf(1n), partnerOf(2n), partnerOf(3n)] as const

/** Partners 1 to 3 with prices of this month; `PARTNER`, of the other fixtures, has a number out of line. */
export async function clearingFixture() {
  const modules = await modulesFixture()
  const { registry, issuance, redemption, clearing, operator, domain } = modules
  for (const { id, issuer, till } of [A, B, C]) {
    await registry.register(id, `Partner ${id}`, issuer.address, till.address)
    await registry.raiseAllowance(id, ALLOWANCE)
    await registry.setDailyLimit(id, DAILY_LIMIT)
  }
  await registry.setPrices(A.id, MARCH, 1_000_000n, 800_000n)
  await registry.setPrices(B.id, MARCH, 1_050_000n, 800_000n)
  const issuing = await domainOf('Entente Issuance', issuance)
  const clearingDomain = await domainOf('Entente Clearing', clearing)

  /** Posts a batch of a partner. */
  const book = async (
    { id, issuer }: ClearedPartner,
    records: { credits?: readonly AccountPoints[]; debits?: readonly AccountPoints[] },
  ) => {
    const batch = aBatch({ partnerId: id, firstEntry: await registry.nextEntry(id), ...records })
    await issuance.post(...(await signedCall(batch, issuer, issuing)))
  }
  let nonce = 0n
  const lists = new Map<string, string[]>()
  /** Spends points of ada's at a partner; returns what gives them back. */
  const spend = async ({ id, till }: ClearedPartner, points: bigint) => {
    nonce += 1n
    const signed = await signedOrder(domain, { points, nonce }, keyOf('ada'), id)
    const day = Math.floor((await time.latest()) / DAY)
    const chainBefore = await redemption.chainOf(id, day)
    await redemption.redeem(...(await signedList(domain, [signed], till, id)))
    const order = orderHashOf(signed.order, id)
    const ofDay = lists.get(`${id} ${day}`) ?? []
    lists.set(`${id} ${day}`, ofDay)
    const place = ofDay.push(ethers.keccak256(order))
    return async (back: bigint) => {
      const value = { partnerId: id, order, points: back, restoredBefore: 0n }
      const signature = await till.signTypedData(domain, restorationTypes, value)
      const proof = { day, chainBefore, spentOrders: [order], position: 0n, laterLists: ofDay.slice(place) }
      await redemption.restore(id, signed.order, back, proof, signature)
    }
  }
  const passMonth = (month: bigint) => time.increaseTo(endOf(month) + GRACE)
  return { ...modules, clearing: clearing.connect(operator), clearingDomain, book, spend, passMonth }
}

/** March as section 6.1 of the reference has it: A owes 900.00, B is owed 258.00, the pool keeps 642.00. */
export async function bookedFixture() {
  const coalition = await clearingFixture()
  const { book, spend, passMonth } = coalition
  const ada = keyOf('ada').address
  await book(A, { credits: [{ account: ada, points: 100_000n }] })
  await book(A, { debits: [{ account: ada, points: 2_000n }] })
  await book(B, { credits: [{ account: ada, points: 20_000n }] })
  await spend(A, 10_000n)
  const restore = await spend(B, 60_000n)
  await restore(1_500n)
  await passMonth(MARCH)
  return coalition
}

/** The same, closed, with the partner's acts ready to be signed. */
export async function closedFixture() {
  const coalition = await bookedFixture()
  const { clearing, clearingDomain } = coalition
  await clearing.closeMonth(MARCH, 10n)
  const sign = async (
    type: keyof typeof clearingTypes,
    { id, issuer }: ClearedPartner,
    values: { payment?: string; reason?: string; sequence: bigint; net?: bigint; month?: bigint },
    domain = clearingDomain,
  ) => {
    const { net } = await clearing.positionOf(MARCH, id)
    const value = { month: MARCH, partnerId: id, net, ...values }
    return issuer.signTypedData(domain, { [type]: clearingTypes[type] }, value)
  }
  const mark = async (partner: ClearedPartner, payment: string, sequence = 0n) =>
    clearing.markByPartner(
      MARCH,
      partner.id,
      payment,
      sequence,
      await sign('PaymentMark', partner, { payment, sequence }),
    )
  const dispute = async (partner: ClearedPartner, sequence = 0n, reason = ethers.id('the figures of the 12th')) =>
    clearing.dispute(MARCH, partner.id, reason, sequence, await sign('Dispute', partner, { reason, sequence }))
  const withdraw = async (partner: ClearedPartner, sequence: bigint) =>
    clearing.withdrawDispute(MARCH, partner.id, sequence, await sign('DisputeWithdrawal', partner, { sequence }))
  return { ...coalition, sign, mark, dispute, withdraw }
}
