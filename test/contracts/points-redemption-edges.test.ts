import { expect } from 'chai'
import { AbiCoder, concat, dataSlice, keccak256, ZeroAddress, ZeroHash } from 'ethers'

import { networkHelpers } from './support/chain.ts'
import { addressOf, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { callOf, orderHashOf, redeem, Refusal, signedList, signedOrder, signedParts } from './support/redemption.ts'

const { loadFixture, setCode, time } = networkHelpers

const ada = keyOf('ada').address
const rubbish = `0x${'00'.repeat(65)}`

/** Code that answers ERC-1271's yes to whatever it is asked. */
const YES = '0x631626ba7e60e01b5f5260205ff3'

/** A partner that has already redeemed today, so that single orders go the short way. */
async function openDayFixture() {
  const modules = await modulesFixture()
  const { credit, domain, registry, redemption } = modules
  await credit({ account: ada, points: 1_000n })
  await redeem(modules, await signedOrder(domain, { points: 100n, nonce: 1n }))
  const refused = async (parts: Parameters<typeof signedOrder>[1], reason: bigint) => {
    const order = await signedOrder(domain, parts)
    await expect(redeem(modules, order))
      .to.emit(redemption, 'RedemptionRefused')
      .withArgs(PARTNER, order.order.member, order.order.nonce, reason)
      .and.not.to.emit(redemption, 'PointsRedeemed')
  }
  const redeemedNow = async () => {
    const now = new Date((await time.latest()) * 1000)
    const month = BigInt((now.getUTCFullYear() - 1970) * 12 + now.getUTCMonth())
    return (await registry.monthTotals(PARTNER, month)).redeemed
  }
  const chainNow = async () => redemption.chainOf(PARTNER, Math.floor((await time.latest()) / 86_400))
  return { ...modules, refused, redeemedNow, chainNow }
}

describe('PointsRedemption', function () {
  describe('a single order, later on a day', function () {
    it('is refused for the reasons for which it is the first of the day', async function () {
      const { refused, redeemedNow } = await loadFixture(openDayFixture)
      await refused({ points: 1n, nonce: 2n, deadline: BigInt(await time.latest()) }, Refusal.Expired)
      await refused({ points: 0n, nonce: 2n }, Refusal.PointsZero)
      await refused({ points: 1n, nonce: 1n }, Refusal.NonceUnusable)
      await refused({ points: 901n, nonce: 2n }, Refusal.Insufficient)
      expect(await redeemedNow()).to.equal(100n)
    })

    it('is refused whole with a byte too many behind the signatures', async function () {
      const { redemption, domain } = await loadFixture(openDayFixture)
      const [partnerId, orders, signatures] = await signedList(domain, [await signedOrder(domain, { nonce: 2n })])
      const longer = concat([signatures, '0x00'])
      await expect(redemption.redeem(partnerId, orders, longer))
        .to.be.revertedWithCustomError(redemption, 'SignaturesMalformed')
        .withArgs(135)
    })

    it('of nobody is refused as one that nobody signed', async function () {
      const modules = await loadFixture(openDayFixture)
      const { order } = await signedOrder(modules.domain, { member: ZeroAddress, nonce: 2n })
      for (const list of [[{ order, signature: rubbish }], Array(2).fill({ order, signature: rubbish })]) {
        await expect(redeem(modules, ...list))
          .to.emit(modules.redemption, 'RedemptionRefused')
          .withArgs(PARTNER, ZeroAddress, 2n, Refusal.SignatureInvalid)
      }
    })
  })

  describe('a contract wallet', function () {
    it('may approve what reads as the assertion of a passkey with too little data', async function () {
      const modules = await loadFixture(openDayFixture)
      const wallet = addressOf('wallet that says yes')
      await setCode(wallet, YES)
      await modules.credit({ account: wallet, points: 10n })
      const types = ['bytes32', 'bytes32', 'uint256', 'uint256', 'bytes', 'string']
      const assertion = AbiCoder.defaultAbiCoder().encode(types, [ZeroHash, ZeroHash, 0, 0, '0x00', 'text'])
      const { order } = await signedOrder(modules.domain, { member: wallet, points: 10n })
      const signature = concat([ZeroHash, ZeroHash, assertion])
      await expect(redeem(modules, { order, signature }))
        .to.emit(modules.redemption, 'PointsRedeemed')
        .withArgs(PARTNER, wallet, 10n, order.reward, 1n)
    })
  })

  describe('a list', function () {
    it('of refused orders counts nothing and links nothing, also while redeeming is paused', async function () {
      const modules = await loadFixture(openDayFixture)
      const chain = await modules.chainNow()
      const bad = await Promise.all([2n, 3n].map((nonce) => signedOrder(modules.domain, { points: 0n, nonce })))
      await redeem(modules, ...bad)
      await modules.token.pauseRedeeming()
      await expect(redeem(modules, ...bad)).to.emit(modules.redemption, 'RedemptionRefused')
      expect([await modules.redeemedNow(), await modules.chainNow()]).to.deep.equal([100n, chain])
    })

    it('says what the ledger refused where nothing else was wrong, counts a single point, links its order', async function () {
      const modules = await loadFixture(openDayFixture)
      const before = await modules.chainNow()
      const list = [
        await signedOrder(modules.domain, { points: 1n, nonce: 2n }),
        await signedOrder(modules.domain, { points: 5_000n, nonce: 3n }),
      ]
      await expect(redeem(modules, ...list))
        .to.emit(modules.redemption, 'PointsRedeemed')
        .withArgs(PARTNER, ada, 1n, list[0]!.order.reward, 2n)
        .and.to.emit(modules.redemption, 'RedemptionRefused')
        .withArgs(PARTNER, ada, 3n, Refusal.Insufficient)
      expect(await modules.redeemedNow()).to.equal(101n)
      const spent = keccak256(orderHashOf(list[0]!.order))
      expect(await modules.chainNow()).to.equal(dataSlice(keccak256(concat([before, spent])), 0, 24))
    })
  })

  describe("a partner's signature", function () {
    it('that is rubbish or longer than it should be counts neither with nor without a copy of the key', async function () {
      const { redemption, registry, domain } = await loadFixture(openDayFixture)
      const list = [2n, 3n].map((nonce) => signedOrder(domain, { points: 1n, nonce }))
      const parts = await signedParts(domain, await Promise.all(list))
      const longer = concat([parts.partnerSignature, '0x1b'])
      const refuse = async () => {
        for (const partnerSignature of [rubbish, longer]) {
          await expect(redemption.redeem(...callOf({ ...parts, partnerSignature })))
            .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
            .withArgs(PARTNER)
        }
      }
      await refuse()
      await registry.setRedemptionKey(PARTNER, `${keyOf('verifier').address}${'ab'.repeat(64)}`)
      await refuse()
    })
  })
})
