import { expect } from 'chai'
import { concat, dataLength, dataSlice, keccak256, Signature, toBeHex } from 'ethers'

import { ethers, networkHelpers } from './support/chain.ts'
import { keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { callOf, orderHashOf, redeem, Refusal, signedOrder, signedParts } from './support/redemption.ts'

const { loadFixture, time } = networkHelpers

const ada = keyOf('ada').address

/** The order of secp256k1: with a signature (r, s, v), (r, N - s, 55 - v) is one of the same key. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function malleated(signature: string): string {
  const { r, s, v } = Signature.from(signature)
  return concat([r, toBeHex(N - BigInt(s), 32), toBeHex(55 - v, 1)])
}

/** A partner that has already redeemed today: the ledger knows the member, and single orders go the short way. */
async function openDayFixture() {
  const modules = await modulesFixture()
  await modules.credit({ account: ada, points: 1_000n })
  await redeem(modules, await signedOrder(modules.domain, { points: 100n, nonce: 1n }))
  const order = await signedOrder(modules.domain, { points: 30n, nonce: 2n })
  const chainNow = async () => modules.redemption.chainOf(PARTNER, Math.floor((await time.latest()) / 86_400))
  const monthNow = async () => {
    const now = new Date((await time.latest()) * 1000)
    const month = BigInt((now.getUTCFullYear() - 1970) * 12 + now.getUTCMonth())
    return (await modules.registry.monthTotals(PARTNER, month)).redeemed
  }
  return { ...modules, order, parts: await signedParts(modules.domain, [order]), chainNow, monthNow }
}

type OpenDay = Awaited<ReturnType<typeof openDayFixture>>

async function expectNothingSpent({ token, monthNow }: OpenDay) {
  expect([await token.balanceOf(ada), await token.totalSupply(), await monthNow()]).to.deep.equal([900n, 900n, 100n])
}

describe('PointsRedemption', function () {
  describe('a usual order, later on a day', function () {
    it('is logged to the byte, linked, counted and taken from its member', async function () {
      const { redemption, token, order, parts, chainNow, monthNow } = await loadFixture(openDayFixture)
      const before = await chainNow()
      const sent = await redemption.redeem(...callOf(parts))
      await expect(sent)
        .to.emit(redemption, 'PointsRedeemed')
        .withArgs(PARTNER, ada, 30n, order.order.reward, 2n)
        .and.to.emit(token, 'Transfer')
        .withArgs(ada, ethers.ZeroAddress, 30n)
      const { logs } = (await sent.wait())!
      expect(logs.map(({ data }) => dataLength(data))).to.deep.equal([32, 96])
      const list = keccak256(orderHashOf(order.order))
      expect(await chainNow()).to.equal(dataSlice(keccak256(concat([before, list])), 0, 24))
      expect([await token.balanceOf(ada), await token.lastNonce(ada)]).to.deep.equal([870n, 2n])
      expect([await token.totalSupply(), await monthNow()]).to.deep.equal([870n, 130n])
    })

    it('is refused if the member did not sign it, or signed it in the malleated form', async function () {
      const modules = await loadFixture(openDayFixture)
      const { redemption, domain, order } = modules
      const strangers = await signedOrder(domain, { points: 30n, nonce: 2n }, keyOf('bert'))
      const rubbish = `0x${'00'.repeat(65)}`
      for (const signature of [strangers.signature, malleated(order.signature), rubbish]) {
        await expect(redeem(modules, { order: order.order, signature }))
          .to.emit(redemption, 'RedemptionRefused')
          .withArgs(PARTNER, ada, 2n, Refusal.SignatureInvalid)
      }
      await expectNothingSpent(modules)
    })

    it('is refused whole if the partner did not sign it, or signed it in the malleated form', async function () {
      const modules = await loadFixture(openDayFixture)
      const { redemption, domain, order, parts } = modules
      const strangers = await signedParts(domain, [order], keyOf('bert'))
      const rubbish = `0x${'00'.repeat(65)}`
      for (const partnerSignature of [strangers.partnerSignature, malleated(parts.partnerSignature), rubbish]) {
        await expect(redemption.redeem(...callOf({ ...parts, partnerSignature })))
          .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
          .withArgs(PARTNER)
      }
      await expectNothingSpent(modules)
    })

    it('is refused with two bad signatures, whichever of them is malleated', async function () {
      const modules = await loadFixture(openDayFixture)
      const { redemption, domain, order } = modules
      const signature = (await signedOrder(domain, { points: 30n, nonce: 2n }, keyOf('bert'))).signature
      const parts = await signedParts(domain, [{ order: order.order, signature }], keyOf('bert'))
      for (const partnerSignature of [parts.partnerSignature, malleated(parts.partnerSignature)]) {
        await expect(redemption.redeem(...callOf({ ...parts, partnerSignature })))
          .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
          .withArgs(PARTNER)
      }
      await expectNothingSpent(modules)
    })
  })
})
