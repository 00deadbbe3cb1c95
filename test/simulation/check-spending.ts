import { expect } from 'chai'
import { type Abi, decodeEventLog, type Hex } from 'viem'

import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { World } from './world.ts'

/** What the contracts themselves say of an account's points, besides what batches gave and took. */
export interface Spending {
  burned: ReadonlyMap<string, bigint>
  restored: ReadonlyMap<string, bigint>
  /** What batches asked back in vain, by account, and by transaction. */
  short: ReadonlyMap<string, bigint>
  shortIn: ReadonlyMap<string, bigint>
}

interface Logged {
  name: string
  transactionHash: string
  args: Record<string, unknown>
}

/** Every captured order was burned exactly once or refused for good, and every restoration that is done happened once. */
export async function checkSpending(world: World): Promise<Spending> {
  const logs = await readLogs(world, 'redemption', pointsRedemptionAbi)
  const redeemed = logs.filter(({ name }) => name === 'PointsRedeemed')
  const restored = logs.filter(({ name }) => name === 'PointsRestored')
  const { database } = world
  const captured = await database.redemption.findMany({ where: { state: 'captured' } })
  const nameOf = (account: unknown, nonce: unknown, points: unknown, reward: unknown, partnerId: unknown): string =>
    [String(account).toLowerCase(), nonce, points, reward, partnerId].map(String).join(' ')
  const burned = redeemed.map(({ args }) =>
    nameOf(args['member'], args['nonce'], args['points'], args['reward'], args['partnerId']),
  )
  expect(new Set(burned).size, 'orders burned once').to.equal(burned.length)
  expect(burned).to.have.members(
    captured
      .filter(({ refusedReason }) => refusedReason === null)
      .map((row) => nameOf(row.account, row.nonce, row.points, row.rewardHash, row.partnerId)),
  )
  const orders = new Map(captured.map((row) => [row.id, row]))
  const given = await database.restoration.findMany()
  expect(given.filter(({ state }) => state !== 'done')).to.deep.equal([])
  // Parts of an order that waited together were given back by one call.
  const together = Map.groupBy(given, ({ redemptionId, callId }) => `${redemptionId} ${callId}`)
  expect(restored.map(({ args }) => `${String(args['orderHash'])} ${String(args['points'])}`)).to.have.members(
    [...together.values()].map((parts) => {
      const points = parts.reduce((sum, part) => sum + part.points, 0n)
      return `${orders.get(parts[0]!.redemptionId)!.orderHash} ${points}`
    }),
  )
  expect(await database.accountAct.findMany({ where: { state: { not: 'done' } } })).to.deep.equal([])
  expect(await database.redemptionEvent.count({ where: { kind: 'redeemed' } })).to.equal(redeemed.length)
  expect(await database.redemptionEvent.count({ where: { kind: 'restored' } })).to.equal(restored.length)
  const shortfalls = (await readLogs(world, 'token', pointsTokenAbi)).filter(({ name }) => name === 'DebitShortfall')
  return {
    burned: sumBy(redeemed, ({ args }) => String(args['member'])),
    restored: sumBy(restored, ({ args }) => String(args['member'])),
    short: sumBy(shortfalls, ({ args }) => String(args['account'])),
    shortIn: sumBy(shortfalls, ({ transactionHash }) => transactionHash),
  }
}

function sumBy(logs: readonly Logged[], nameOf: (log: Logged) => string): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const log of logs) {
    const name = nameOf(log).toLowerCase()
    sums.set(name, (sums.get(name) ?? 0n) + (log.args['points'] as bigint))
  }
  return sums
}

async function readLogs({ coalition }: World, contract: 'redemption' | 'token', abi: Abi): Promise<Logged[]> {
  const address = coalition.chain.addresses[contract]
  const logs = (await coalition.edr.request({
    method: 'eth_getLogs',
    params: [{ fromBlock: '0x0', toBlock: 'latest', address }],
  })) as { data: Hex; topics: [Hex, ...Hex[]]; transactionHash: string }[]
  return logs.map(({ data, topics, transactionHash }) => {
    const { eventName, args } = decodeEventLog({ abi, data, topics })
    return { name: eventName as unknown as string, args: args as unknown as Record<string, unknown>, transactionHash }
  })
}
