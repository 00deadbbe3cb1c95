import { expect } from 'chai'
import fc from 'fast-check'
import { bytesToHex, type Hex } from 'viem'

import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { commitToReward, hashOrder, orderDigest, orderTypedData } from '../../../server/chain/redemption-order-hash.ts'
import type { RedemptionOrder } from '../../../server/domain/redemption-order.ts'
import { type CoalitionChain, openCoalitionChain } from '../../support/platform/coalition-chain.ts'

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count }).map((value) => bytesToHex(value))

const anyOrder: fc.Arbitrary<RedemptionOrder> = fc.record({
  partnerId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  member: bytes(20),
  points: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
  reward: bytes(32),
  nonce: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
  deadline: fc.integer({ min: 0, max: 2 ** 42 }).map((seconds) => new Date(seconds * 1_000)),
})

describe('a redemption order', function () {
  let coalition: CoalitionChain
  before(async () => {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
  })
  after(() => coalition.edr.close())

  it('has the hash and the digest that the contract computes, whatever is in it', async () => {
    const { chain } = coalition
    const { client } = chain.endpoints[0]!
    const ask = (functionName: 'hashOfOrder' | 'digestOfOrder', { partnerId, ...order }: RedemptionOrder) =>
      client.readContract({
        address: chain.addresses.redemption,
        abi: pointsRedemptionAbi,
        functionName,
        args: [
          partnerId,
          {
            ...order,
            member: order.member as Hex,
            reward: order.reward as Hex,
            nonce: BigInt(order.nonce),
            deadline: BigInt(order.deadline.getTime() / 1_000),
          },
        ],
      })
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        expect(hashOrder(order)).to.equal(await ask('hashOfOrder', order))
        expect(orderDigest(chain, order)).to.equal(await ask('digestOfOrder', order))
      }),
      { numRuns: 100 },
    )
  })

  it('shows a wallet the contract, the chain and all numbers as texts', () => {
    const [order] = fc.sample(anyOrder, { numRuns: 1, seed: 7 })
    const { domain, message, primaryType } = orderTypedData(coalition.chain, order!)
    expect(domain).to.deep.equal({
      name: 'Entente Redemption',
      version: '1',
      chainId: '31337',
      verifyingContract: coalition.chain.addresses.redemption,
    })
    expect(primaryType).to.equal('Redemption')
    expect(message['points']).to.equal(String(order!.points))
    expect(message['deadline']).to.equal(String(order!.deadline.getTime() / 1_000))
  })

  it('names what is given by a hash that nobody can test without the salt', () => {
    const given = { partnerId: 1, rewardId: null, reference: 'P1', salt: '0x01' }
    expect(commitToReward(given)).to.match(/^0x[0-9a-f]{64}$/)
    expect(commitToReward({ ...given, salt: '0x02' })).to.not.equal(commitToReward(given))
  })
})
