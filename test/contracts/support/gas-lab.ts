import type { PointsToken__factory } from '../../../typechain-types/factories/contracts/PointsToken__factory.js'
import { PlainPointsToken__factory } from '../../../typechain-types/factories/contracts/mocks/PlainPointsToken__factory.js'
import { networkHelpers, ethers } from './chain.ts'
import { aBatch, signedCall } from './batch.ts'
import type { BatchStatement } from './batch.ts'
import { coalitionWith, DAY, PARTNER } from './coalition.ts'
import type { Coalition } from './coalition.ts'
import { packOrders } from './records.ts'
import type { AccountPoints } from './records.ts'

// Short, so that an epoch can end without a month ending too: the fixed date is the tenth.
const LAB_EPOCH = 7 * DAY

const TRANSACTION_GAS_MAX = 2n ** 24n

/** The same accounts and amounts in every run: hashes for addresses, 1 to 5,000 points. */
export function labRecords(count: number, seed: string): AccountPoints[] {
  return Array.from({ length: count }, (_, index) => {
    const hash = ethers.id(`${seed} ${index}`)
    return { account: ethers.getAddress(hash.slice(0, 42)), points: (BigInt(hash) % 5_000n) + 1n }
  })
}

/** A coalition in its steady state: the partner has posted before, its limits are far away. */
export const labFixture = () => labWith()

/** The same with the credit loop in plain Solidity; the mock's interface is the ledger's own. */
export const plainLabFixture = () => labWith(PlainPointsToken__factory as unknown as typeof PointsToken__factory)

async function labWith(Token?: typeof PointsToken__factory) {
  const coalition = await coalitionWith(LAB_EPOCH, Token)
  await coalition.registry.raiseAllowance(PARTNER, 10n ** 12n)
  await coalition.registry.setDailyLimit(PARTNER, 10n ** 12n)
  const lab = { ...coalition, nextEntry: 1n }
  await post(lab, { credits: labRecords(2, 'warm'), debits: labRecords(1, 'warm') })
  return lab
}

export type Lab = Coalition & { nextEntry: bigint }

/** Posts a batch and returns the gas of the whole transaction. */
export async function post(lab: Lab, parts: Partial<BatchStatement>): Promise<bigint> {
  const batch = aBatch({ firstEntry: lab.nextEntry, ...parts })
  const call = await signedCall(batch, lab.issuer, lab.domain)
  const transaction = await lab.issuance.connect(lab.anyone).post(...call, { gasLimit: TRANSACTION_GAS_MAX })
  const receipt = await transaction.wait()
  lab.nextEntry += batch.entryCount
  return receipt!.gasUsed
}

/** Credits accounts in batches that fit into a transaction, without measuring. */
export async function seedHolders(lab: Lab, records: readonly AccountPoints[]): Promise<void> {
  for (let from = 0; from < records.length; from += 500) await post(lab, { credits: records.slice(from, from + 500) })
}

/** Gas of a whole transaction that spends for each of the records once, straight at the ledger. */
export async function spend(lab: Lab, records: readonly AccountPoints[], nonce: bigint): Promise<bigint> {
  const orders = packOrders(records.map((record) => ({ ...record, nonce })))
  const receipt = await (await lab.token.connect(lab.redemption).spend(orders)).wait()
  return receipt!.gasUsed
}

/** Lets one epoch pass. */
export async function passEpoch(): Promise<void> {
  await networkHelpers.time.increase(LAB_EPOCH)
}

/** Lets a month pass that ends in the epoch after the next: nobody's points expire. */
export async function passMonth(): Promise<void> {
  await networkHelpers.time.increase(4 * LAB_EPOCH)
}
