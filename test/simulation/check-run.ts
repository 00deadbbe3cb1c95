import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { expect } from 'chai'
import { type Abi, decodeEventLog, encodeFunctionData, type Hex, keccak256, stringToBytes } from 'viem'

import { pointsIssuanceAbi } from '../../abis/PointsIssuance.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { NewPurchase } from '../../server/actions/purchases/purchase-facts.ts'
import type { OutboxEntry } from '../../server/database/outbox.ts'
import { checkArchive } from './check-archive.ts'
import { checkSpending, type Spending } from './check-spending.ts'
import { earned, type Tills } from './tills.ts'
import type { World } from './world.ts'

const tokenAbi: Abi = pointsTokenAbi
const KINDS: Readonly<Record<string, number>> = { accrual: 1, accrual_reversal: 2, shortfall_recovery: 3 }

/** What the contracts themselves say happened: every BatchPosted log of the canonical chain. */
interface PostedOnChain {
  batchHash: string
  transactionHash: string
  receiptsRoot: string
  partnerId: number
  firstEntry: bigint
  entryCount: bigint
  credited: bigint
  debited: bigint
}

/** Invariants 2 to 5 of DESIGN.md, checked against the chain and the tills' own memory, with code of the test's own. */
export async function checkRun(world: World, tills: Tills): Promise<void> {
  const posted = await readPosted(world)
  await checkAcceptance(world, tills)
  const entries = await checkEntries(world, tills)
  const spending = await checkSpending(world)
  await checkBatches(world, { posted, entries, spending })
  await checkBalances(world, tills, spending)
  await checkNothingStuck(world)
  await checkArchive(world.database, posted)
}

/** Invariant 4: what a till was told is recorded is recorded, and nothing else is. */
async function checkAcceptance({ database }: World, tills: Tills): Promise<void> {
  expect(tills.open().length, 'requests without an answer').to.equal(0)
  const purchases = await database.purchase.findMany()
  expect(purchases.map(({ partnerId, orderRef, id }) => `${partnerId}/${orderRef} ${id}`)).to.have.members(
    [...tills.accepted('purchases')].map(([name, { id }]) => `${name} ${id}`),
  )
  const returns = await database.purchaseReturn.findMany()
  expect(returns.map(({ partnerId, returnRef, id }) => `${partnerId}/${returnRef} ${id}`)).to.have.members(
    [...tills.accepted('returns')].map(([name, { id }]) => `${name} ${id}`),
  )
}

/** Invariant 3, first half: every accepted purchase or return that changes points is exactly one numbered entry. */
async function checkEntries({ database }: World, tills: Tills): Promise<OutboxEntry[]> {
  const entries = (await database.outboxEntry.findMany({
    orderBy: [{ partnerId: 'asc' }, { entryNumber: 'asc' }],
  })) as OutboxEntry[]
  // What a debt takes of later purchases names their source too, and is checked where balances are.
  const explained = entries.filter(({ kind }) => kind !== 'shortfall_recovery')
  const bySource = new Map(explained.map((entry) => [entry.sourceId, entry]))
  expect(bySource.size, 'entries with a source of their own').to.equal(explained.length)
  for (const { id, item } of tills.accepted('purchases').values()) {
    expect(bySource.get(id)?.points ?? 0n, `points of purchase ${id}`).to.equal(
      earned((item as NewPurchase).amountMinor),
    )
  }
  const returns = await database.purchaseReturn.findMany()
  for (const { id, points } of returns) {
    expect(bySource.get(id)?.points ?? 0n, `points of return ${id}`).to.equal(-points)
  }
  for (const partnerId of new Set(entries.map((entry) => entry.partnerId))) {
    const numbers = entries.filter((entry) => entry.partnerId === partnerId).map(({ entryNumber }) => entryNumber)
    expect(numbers, `numbers of partner ${partnerId}`).to.deep.equal(numbers.map((_, index) => BigInt(index + 1)))
  }
  return entries
}

/** Invariants 3 and 5: every entry is in one batch that the chain posted once, and its receipts explain the batch. */
async function checkBatches(
  { database }: World,
  { posted, entries, spending }: { posted: PostedOnChain[]; entries: OutboxEntry[]; spending: Spending },
): Promise<void> {
  const batches = await database.batch.findMany()
  expect(posted.map(({ batchHash }) => batchHash)).to.have.members(batches.map(({ batchHash }) => batchHash))
  const projected = await database.postedBatch.findMany()
  expect(projected.map(({ batchHash }) => batchHash)).to.have.members(batches.map(({ batchHash }) => batchHash))
  for (const batch of batches) {
    const own = entries.filter(({ batchId }) => batchId === batch.id)
    const onChain = posted.find(({ batchHash }) => batchHash === batch.batchHash)!
    const leaves = own.map((entry) => [
      String(entry.entryNumber),
      entry.orderCommitment,
      String(entry.partnerId),
      entry.account,
      String(entry.points),
      String(KINDS[entry.kind]),
      keccak256(stringToBytes(entry.explanation!)),
    ])
    const { root } = StandardMerkleTree.of(leaves, [
      'uint256',
      'bytes32',
      'uint32',
      'address',
      'int256',
      'uint8',
      'bytes32',
    ])
    const sum = (sign: bigint) =>
      own.reduce((total, { points }) => (points * sign > 0n ? total + points * sign : total), 0n)
    expect(onChain).to.deep.include({
      receiptsRoot: root,
      partnerId: batch.partnerId,
      firstEntry: own[0]!.entryNumber,
      entryCount: BigInt(own.length),
      credited: sum(1n),
      debited: sum(-1n) - (spending.shortIn.get(onChain.transactionHash) ?? 0n),
    })
  }
  expect(
    entries.every(({ batchId }) => batchId !== null),
    'every entry is in a batch',
  ).to.equal(true)
}

/**
 * Invariant 2, and what the points should be by the rule alone: what remains of each purchase, earned anew, less what was
 * burned and not given back. What a return could not take is a debt, which later purchases pay.
 */
async function checkBalances(world: World, tills: Tills, spending: Spending): Promise<void> {
  const { database, members } = world
  const taken = new Map<string, bigint>()
  for (const { purchaseId, amountMinor } of await database.returnAllocation.findMany()) {
    taken.set(purchaseId, (taken.get(purchaseId) ?? 0n) + amountMinor)
  }
  let supply = 0n
  for (const member of members) {
    const bought = [...tills.accepted('purchases').values()].filter(
      ({ item }) => (item as NewPurchase).member.value === member.id,
    )
    const recovered = await database.outboxEntry.aggregate({
      where: { account: member.address, kind: 'shortfall_recovery' },
      _sum: { points: true },
    })
    const { burned, restored, short } = spending
    const [less, back, owed] = [burned, restored, short].map((sums) => sums.get(member.address) ?? 0n) as [
      bigint,
      bigint,
      bigint,
    ]
    const besides = back - less + owed + (recovered._sum.points ?? 0n)
    const expected = bought.reduce((sum, { id, item }) => {
      const left = (item as NewPurchase).amountMinor - (taken.get(id) ?? 0n)
      expect(left >= 0n, `more came back of ${id} than was bought`).to.equal(true)
      return sum + earned(left)
    }, besides)
    expect(await callToken(world, 'balanceOf', [member.address]), `balance of ${member.id}`).to.equal(expected)
    const moved = await database.movement.aggregate({ where: { account: member.address }, _sum: { points: true } })
    expect(moved._sum.points ?? 0n, `movements of ${member.id}`).to.equal(expected)
    supply += expected
  }
  expect(await callToken(world, 'totalSupply', []), 'total supply').to.equal(supply)
}

/** Everything that was begun is over: posted, final, and no lane in doubt. */
async function checkNothingStuck({ database }: World): Promise<void> {
  const cursor = await database.chainCursor.findFirstOrThrow()
  expect(cursor.haltedReason).to.equal(null)
  expect(
    await database.postedBatch.count({ where: { blockNumber: { gt: cursor.finalizedNumber } } }),
    'not final',
  ).to.equal(0)
  expect(await database.call.count({ where: { state: { notIn: ['final', 'failed'] } } }), 'open calls').to.equal(0)
  expect(await database.batch.count({ where: { state: { not: 'posted' } } }), 'batches that are not posted').to.equal(0)
  expect(await database.lane.findMany({ where: { state: { not: 'active' } } })).to.deep.equal([])
}

async function readPosted({ coalition }: World): Promise<PostedOnChain[]> {
  const { issuance } = coalition.chain.addresses
  const logs = (await coalition.edr.request({
    method: 'eth_getLogs',
    params: [{ fromBlock: '0x0', toBlock: 'latest', address: issuance }],
  })) as { data: Hex; topics: [Hex, ...Hex[]]; transactionHash: string }[]
  return logs.map(({ transactionHash, ...log }) => ({
    ...decodeEventLog({ abi: pointsIssuanceAbi, eventName: 'BatchPosted', ...log }).args,
    transactionHash,
  }))
}

async function callToken({ coalition }: World, functionName: string, args: readonly unknown[]): Promise<bigint> {
  const data = encodeFunctionData({ abi: tokenAbi, functionName, args })
  const params = [{ to: coalition.chain.addresses.token, data }, 'latest']
  return BigInt((await coalition.edr.request({ method: 'eth_call', params })) as Hex)
}
