import { expect } from 'chai'
import { concat } from 'ethers'

import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { addressOf, DAY, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { anOrder, callOf, listTypes, orderHashOf, redeem, redemptionTypes, Refusal } from './support/redemption.ts'
import { signedList, signedOrder, signedParts } from './support/redemption.ts'

const { loadFixture, time } = networkHelpers

const ada = addressOf('ada')
const bob = addressOf('bob')

async function redeemingFixture() {
  const modules = await modulesFixture()
  await modules.credit({ account: ada, points: 1_000n }, { account: bob, points: 500n })
  return modules
}

describe('PointsRedemption', function () {
  before(backToGenesis)

  describe('redeem', function () {
    it('burns what the member signed and the partner countersigned, whoever posts it', async function () {
      const { redemption, token, registry, domain, anyone } = await loadFixture(redeemingFixture)
      const signed = await signedOrder(domain, { points: 300n, nonce: 4n })
      const call = await signedList(domain, [signed])
      await expect(redemption.connect(anyone).redeem(...call))
        .to.emit(redemption, 'PointsRedeemed')
        .withArgs(PARTNER, ada, 300n, signed.order.reward, 4n)
        .and.to.emit(token, 'Transfer')
        .withArgs(ada, ethers.ZeroAddress, 300n)
      expect(await token.balanceOf(ada)).to.equal(700n)
      expect(await token.totalSupply()).to.equal(1_200n)
      expect(await token.lastNonce(ada)).to.equal(4n)
      const month = (2026n - 1970n) * 12n + 2n
      expect((await registry.monthTotals(PARTNER, month)).redeemed).to.equal(300n)
    })

    it('carries out the good orders of a list and logs each bad one with its reason', async function () {
      const modules = await loadFixture(redeemingFixture)
      const { redemption, token, registry, operator, domain, credit } = modules
      for (const name of ['frozen', 'moved']) await credit({ account: addressOf(name), points: 100n })
      await token.connect(operator).freeze(addressOf('frozen'))
      await moveAway(modules, 'moved')
      const past = BigInt(await time.latest())
      const list = [
        { by: 'ada', parts: { points: 100n, nonce: 2n } },
        { by: 'ada', parts: { nonce: 2n }, refusal: Refusal.NonceUnusable },
        { by: 'ada', parts: { nonce: 1n }, refusal: Refusal.NonceUnusable },
        { by: 'ada', parts: { nonce: 2n ** 20n }, refusal: Refusal.NonceUnusable },
        { by: 'frozen', parts: {}, refusal: Refusal.Frozen },
        { by: 'moved', parts: {}, refusal: Refusal.Closed },
        { by: 'bob', parts: { points: 501n }, refusal: Refusal.Insufficient },
        { by: 'bob', parts: { deadline: past }, refusal: Refusal.Expired },
        { by: 'bob', parts: { points: 0n }, refusal: Refusal.PointsZero },
        { by: 'mallory', parts: { member: bob }, refusal: Refusal.SignatureInvalid },
        { by: 'mallory', parts: { member: ethers.ZeroAddress }, refusal: Refusal.SignatureInvalid },
        { by: 'nobody', parts: { points: 1n }, refusal: Refusal.Insufficient },
        { by: 'bob', parts: { points: 500n, nonce: 9n } },
      ]
      const orders = await Promise.all(
        list.map(({ by, parts }) => signedOrder(domain, { member: addressOf(by), ...parts }, keyOf(by))),
      )
      // A signature of nobody must not pass for that of the zero address.
      const ofNobody = list.findIndex(({ parts }) => 'member' in parts && parts.member === ethers.ZeroAddress)
      orders[ofNobody] = { ...orders[ofNobody]!, signature: '0x' }
      const transaction = await redeem(modules, ...orders)
      for (const [index, { refusal }] of list.entries()) {
        const { member, nonce, points, reward } = orders[index]!.order
        const [event, last] = refusal
          ? (['RedemptionRefused', [member, nonce, refusal]] as const)
          : (['PointsRedeemed', [member, points, reward, nonce]] as const)
        await expect(transaction, `order ${index}`)
          .to.emit(redemption, event)
          .withArgs(PARTNER, ...last)
      }
      expect(await token.balanceOf(ada)).to.equal(900n)
      expect(await token.balanceOf(bob)).to.equal(0n)
      const month = (2026n - 1970n) * 12n + 2n
      expect((await registry.monthTotals(PARTNER, month)).redeemed).to.equal(600n)
    })

    it('spends nothing again when a list is posted again, and only logs it', async function () {
      const { redemption, token, domain } = await loadFixture(redeemingFixture)
      const call = await signedList(domain, [await signedOrder(domain, {})])
      await redemption.redeem(...call)
      const day = BigInt(Math.floor((await time.latest()) / DAY))
      const chain = await redemption.chainOf(PARTNER, day)
      await expect(redemption.redeem(...call))
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(PARTNER, ada, 1n, Refusal.NonceUnusable)
        .and.not.to.emit(token, 'Transfer')
      expect(await token.balanceOf(ada)).to.equal(900n)
      expect(await redemption.chainOf(PARTNER, day)).to.equal(chain)
    })

    it('lets a griefer who posts the list with other signatures change nothing', async function () {
      const { redemption, token, domain } = await loadFixture(redeemingFixture)
      const good = await signedOrder(domain, {})
      const bad = { ...good, signature: (await signedOrder(domain, { nonce: 2n })).signature }
      await expect(redemption.redeem(...(await signedList(domain, [bad]))))
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(PARTNER, ada, 1n, Refusal.SignatureInvalid)
      await redemption.redeem(...(await signedList(domain, [good])))
      expect(await token.balanceOf(ada)).to.equal(900n)
    })

    it('accepts an order in the second of its deadline and not after', async function () {
      const modules = await loadFixture(redeemingFixture)
      const deadline = BigInt(await time.latest()) + 100n
      const orders = await Promise.all([1n, 2n].map((nonce) => signedOrder(modules.domain, { nonce, deadline })))
      await time.setNextBlockTimestamp(deadline)
      await expect(redeem(modules, orders[0]!)).to.emit(modules.redemption, 'PointsRedeemed')
      await expect(redeem(modules, orders[1]!))
        .to.emit(modules.redemption, 'RedemptionRefused')
        .withArgs(PARTNER, ada, 2n, Refusal.Expired)
    })

    it('refuses the whole list where its bytes are not what they should be', async function () {
      const { redemption, domain } = await loadFixture(redeemingFixture)
      const [id, orders, signatures] = await signedList(domain, [
        await signedOrder(domain, {}),
        await signedOrder(domain, { nonce: 2n }),
      ])
      await expect(redemption.redeem(id, '0x', signatures)).to.be.revertedWithCustomError(redemption, 'ListEmpty')
      for (const [bad, length] of [
        [concat([orders, '0x00']), 139n],
        [orders.slice(0, -2), 137n],
      ] as const) {
        await expect(redemption.redeem(id, bad, signatures))
          .to.be.revertedWithCustomError(redemption, 'OrdersMalformed')
          .withArgs(length)
      }
      const odd = ['0x', '0x00', signatures.slice(0, -2), concat([signatures, '0x00']), signatures.slice(0, 2 + 67 * 4)]
      for (const bad of odd) {
        await expect(redemption.redeem(id, orders, bad))
          .to.be.revertedWithCustomError(redemption, 'SignaturesMalformed')
          .withArgs((bad.length - 2) / 2)
      }
    })

    it('refuses the whole list without the signature of the partner of the list', async function () {
      const { redemption, registry, domain, issuer } = await loadFixture(redeemingFixture)
      const orders = [await signedOrder(domain, {}), await signedOrder(domain, { nonce: 2n })]
      const list = await signedParts(domain, orders)
      await registry.register(8n, 'Twin', issuer.address, addressOf('other till'))
      const swapped = await signedParts(domain, [...orders].reverse())
      const bad = [
        await signedList(domain, orders, issuer),
        await signedList(domain, orders, keyOf('other till')),
        callOf({ ...list, partnerSignature: swapped.partnerSignature }),
        callOf({ ...list, partnerSignature: '0x' }),
      ]
      for (const each of bad) {
        await expect(redemption.redeem(...each))
          .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
          .withArgs(PARTNER)
      }
      await expect(redemption.redeem(...callOf({ ...list, partnerId: 8n })))
        .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
        .withArgs(8n)
    })

    it('refuses a partner that is unknown or left, and none that is suspended', async function () {
      const { redemption, registry, domain } = await loadFixture(redeemingFixture)
      const list = [await signedOrder(domain, {})]
      await expect(redemption.redeem(...(await signedList(domain, list, keyOf('till'), 9n))))
        .to.be.revertedWithCustomError(registry, 'PartnerUnknown')
        .withArgs(9n)
      await registry.suspend(PARTNER)
      await redemption.redeem(...(await signedList(domain, list)))
      await registry.retire(PARTNER)
      await expect(redemption.redeem(...(await signedList(domain, [await signedOrder(domain, { nonce: 2n })]))))
        .to.be.revertedWithCustomError(registry, 'PartnerNotActive')
        .withArgs(PARTNER, 3n)
    })

    it('stops while redeeming is paused', async function () {
      const { redemption, token, domain } = await loadFixture(redeemingFixture)
      await token.pauseRedeeming()
      const call = await signedList(domain, [await signedOrder(domain, {})])
      await expect(redemption.redeem(...call)).to.be.revertedWithCustomError(token, 'RedeemingIsPaused')
      await token.resumeRedeeming()
      await redemption.redeem(...call)
    })
  })

  describe('the typed data', function () {
    it('is what ethers says it is', async function () {
      const { redemption, domain } = await loadFixture(redeemingFixture)
      const order = anOrder({ points: 77n, nonce: 3n, deadline: 12_345n })
      const value = { partnerId: PARTNER, ...order }
      expect(await redemption.hashOfOrder(PARTNER, order)).to.equal(orderHashOf(order))
      expect(await redemption.digestOfOrder(PARTNER, order)).to.equal(
        ethers.TypedDataEncoder.hash(domain, redemptionTypes, value),
      )
      const other = anOrder({ nonce: 4n })
      const list = { partnerId: PARTNER, orders: [value, { partnerId: PARTNER, ...other }] }
      expect(await redemption.digestOfList(PARTNER, [orderHashOf(order), orderHashOf(other)])).to.equal(
        ethers.TypedDataEncoder.hash(domain, listTypes, list),
      )
    })
  })
})

/** Moves a member's account to another key, so that the old one is closed. */
async function moveAway({ accounts, accountsDomain }: Awaited<ReturnType<typeof modulesFixture>>, name: string) {
  const [from, to] = [keyOf(name), keyOf(`new ${name}`)]
  const value = { from: from.address, to: to.address, deadline: 2n ** 40n }
  const types = {
    Move: [
      { name: 'from', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'deadline', type: 'uint64' },
    ],
  }
  const sign = (key: typeof from) => key.signTypedData(accountsDomain, types, value)
  await accounts.move(value.from, value.to, value.deadline, await sign(from), await sign(to))
}
