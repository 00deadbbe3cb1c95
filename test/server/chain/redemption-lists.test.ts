import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { expect } from 'chai'
import fc from 'fast-check'
import { bytesToHex, type Hex, hashTypedData } from 'viem'

import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { externalSigner } from '../../../server/chain/external-signer.ts'
import { hashOrder } from '../../../server/chain/redemption-order-hash.ts'
import {
  listDigest,
  listTypedData,
  restorationDigest,
  restorationTypedData,
} from '../../../server/chain/redemption-typed-data.ts'
import { isTypedDataSigned } from '../../../server/chain/verify-signature.ts'
import type { RedemptionOrder } from '../../../server/domain/redemption-order.ts'
import { type CoalitionChain, issuerOf, openCoalitionChain } from '../../support/platform/coalition-chain.ts'

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((each) => bytesToHex(each))
const anyOrder: fc.Arbitrary<RedemptionOrder> = fc.record({
  partnerId: fc.constant(7),
  member: bytes(20),
  points: fc.bigInt({ min: 1n, max: 2n ** 48n - 1n }),
  reward: bytes(32),
  nonce: fc.integer({ min: 1, max: 2 ** 20 - 1 }),
  deadline: fc.integer({ min: 0, max: 2 ** 40 }).map((seconds) => new Date(seconds * 1000)),
})
const anyList = fc.array(anyOrder, { minLength: 1, maxLength: 5 })

describe('what a partner signs of redemptions', function () {
  this.timeout(120_000)
  let coalition: CoalitionChain
  before(async () => {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
  })
  after(() => coalition.edr.close())

  it('has the digests that the contract computes, whatever is in it', async () => {
    const { chain } = coalition
    const { client } = chain.endpoints[0]!
    const contract = { address: chain.addresses.redemption, abi: pointsRedemptionAbi } as const
    await fc.assert(
      fc.asyncProperty(anyList, fc.bigInt({ min: 0n, max: 2n ** 48n }), async (orders, restoredBefore) => {
        const hashes = orders.map((order) => hashOrder(order))
        const list = await client.readContract({ ...contract, functionName: 'digestOfList', args: [7, hashes] })
        expect(listDigest(chain, { partnerId: 7, orders })).to.equal(list)
        const { points } = orders[0]!
        const restoration = { partnerId: 7, orderHash: hashes[0]!, points, restoredBefore }
        const args = [7, hashes[0]!, points, restoredBefore] as const
        const digest = await client.readContract({ ...contract, functionName: 'digestOfRestoration', args })
        expect(restorationDigest(chain, restoration)).to.equal(digest)
      }),
      { numRuns: 50 },
    )
  })

  it('is shown whole to its signing service, whose signature of anything else is not taken', async () => {
    const { chain } = coalition
    let signer = issuerOf(7)
    const shown: unknown[] = []
    const service = createServer((request, response) => {
      void text(request).then(async (body) => {
        // The service hashes what it was sent by itself: that must be what the contract hashes.
        const typedData = JSON.parse(body) as Parameters<typeof hashTypedData>[0]
        shown.push(typedData.primaryType)
        response.end(JSON.stringify({ signature: await signer.signHash(hashTypedData(typedData)) }))
      })
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/sign`
      const partner = externalSigner({ url, address: signer.address })
      const [order] = fc.sample(anyOrder, 1) as [RedemptionOrder]
      const asked = [
        listTypedData(chain, { partnerId: 7, orders: [order] }),
        restorationTypedData(chain, { partnerId: 7, orderHash: hashOrder(order), points: 1n, restoredBefore: 0n }),
      ]
      for (const typedData of asked) {
        const signature: Hex = await partner.signTypedData(typedData)
        expect(await isTypedDataSigned(typedData, signature, signer.address)).to.equal(true)
      }
      expect(shown).to.deep.equal(['RedemptionList', 'Restoration'])
      signer = issuerOf(8)
      const refusal: unknown = await partner.signTypedData(asked[0]!).catch((error: unknown) => error)
      expect(refusal).to.include({ name: 'Transient' })
    } finally {
      service.closeAllConnections()
      service.close()
    }
  })
})
