import { expect } from 'chai'
import { concat, dataSlice, keccak256 } from 'ethers'

import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { addressOf, DAY, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { anOrder, orderHashOf, restorationTypes, signedList, signedOrder } from './support/redemption.ts'
import type { Order, SignedOrder } from './support/redemption.ts'
import type { TypedSigner } from './support/batch.ts'

const { loadFixture, time } = networkHelpers

const ada = addressOf('ada')
const bob = addressOf('bob')

const dayNow = async () => BigInt(Math.floor((await time.latest()) / DAY))

/** 192 bits of the hash of what was before and of what the list spent. */
const linkOf = (chain: string, list: string) => dataSlice(keccak256(concat([chain, list])), 0, 24)

const listOf = (orders: readonly Order[]) => keccak256(concat(orders.map((order) => orderHashOf(order))))

async function restoringFixture() {
  const modules = await modulesFixture()
  const { redemption, domain, credit, registry } = modules
  await credit({ account: ada, points: 5_000n }, { account: bob, points: 5_000n })
  await registry.register(8n, 'Twin', addressOf('issuer'), addressOf('twin till'))
  /** Posts a list and returns what a proof of its orders needs. */
  const post = async (...list: SignedOrder[]) => {
    const chainBefore = await redemption.chainOf(PARTNER, BigInt(Math.floor(((await time.latest()) + 1) / DAY)))
    await redemption.redeem(...(await signedList(domain, list)))
    const spentOrders = list.map(({ order }) => orderHashOf(order))
    return { day: await dayNow(), chainBefore, spentOrders, position: 0n, laterLists: [] as string[] }
  }
  /** Restores points of an order by the signature of the partner's till. */
  const restore = async (
    order: Order,
    points: bigint,
    proof: Awaited<ReturnType<typeof post>>,
    options: { restoredBefore?: bigint; signer?: TypedSigner; partnerId?: bigint } = {},
  ) => {
    const { restoredBefore = 0n, signer = keyOf('till'), partnerId = PARTNER } = options
    const value = { partnerId, order: orderHashOf(order, partnerId), points, restoredBefore }
    const signature = await signer.signTypedData(domain, restorationTypes, value)
    return redemption.restore(partnerId, order, points, proof, signature)
  }
  return { ...modules, post, restore }
}

describe('PointsRedemption', function () {
  before(backToGenesis)

  describe('restore', function () {
    it('gives an order back to its member, into the current epoch, in parts and never more than it spent', async function () {
      const { redemption, token, registry, domain, post, restore } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, { points: 300n })
      const proof = await post(signed)
      const hash = orderHashOf(signed.order)
      await expect(restore(signed.order, 100n, proof))
        .to.emit(redemption, 'PointsRestored')
        .withArgs(PARTNER, ada, 100n, hash)
        .and.to.emit(token, 'Transfer')
        .withArgs(ethers.ZeroAddress, ada, 100n)
      await expect(restore(signed.order, 201n, proof, { restoredBefore: 100n }))
        .to.be.revertedWithCustomError(redemption, 'RestoreExceedsOrder')
        .withArgs(hash, 200n, 201n)
      await restore(signed.order, 200n, proof, { restoredBefore: 100n })
      for (const points of [0n, 1n]) {
        await expect(restore(signed.order, points, proof, { restoredBefore: 300n }))
          .to.be.revertedWithCustomError(redemption, 'RestoreExceedsOrder')
          .withArgs(hash, 0n, points)
      }
      expect(await token.balanceOf(ada)).to.equal(5_000n)
      expect(await redemption.pointsRestored(hash)).to.equal(300n)
      const { redeemed, restored } = await registry.monthTotals(PARTNER, (2026n - 1970n) * 12n + 2n)
      expect([redeemed, restored]).to.deep.equal([300n, 300n])
    })

    it("does not take a partner's signature twice", async function () {
      const { redemption, domain, post, restore } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, { points: 300n })
      const proof = await post(signed)
      await restore(signed.order, 100n, proof)
      await expect(restore(signed.order, 100n, proof))
        .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
        .withArgs(PARTNER)
    })

    it('needs the signature of the redemption key of that partner', async function () {
      const { redemption, domain, post, restore, operator } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, {})
      const proof = await post(signed)
      for (const signer of [keyOf('issuer'), keyOf('twin till'), keyOf('ada'), operator]) {
        await expect(restore(signed.order, 100n, proof, { signer }))
          .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
          .withArgs(PARTNER)
      }
    })

    it('finds an order anywhere in its list, and its list anywhere in its day', async function () {
      const { redemption, token, domain, post, restore } = await loadFixture(restoringFixture)
      const orders = await Promise.all([1n, 2n, 3n, 4n, 5n].map((nonce) => signedOrder(domain, { nonce })))
      await post(orders[0]!)
      const proof = await post(orders[1]!, orders[2]!)
      const last = await post(orders[3]!)
      const later = [listOf([orders[3]!.order])]
      const twice = await post(orders[4]!)
      later.push(listOf([orders[4]!.order]))
      await restore(orders[1]!.order, 100n, { ...proof, laterLists: later })
      await restore(orders[2]!.order, 100n, { ...proof, laterLists: later, position: 1n })
      await restore(orders[3]!.order, 100n, { ...last, laterLists: later.slice(1) })
      await restore(orders[4]!.order, 100n, twice)
      expect(await token.balanceOf(ada)).to.equal(4_900n)
      expect(await redemption.chainOf(PARTNER, proof.day)).to.equal(
        linkOf(linkOf(linkOf(proof.chainBefore, listOf([orders[1]!.order, orders[2]!.order])), later[0]!), later[1]!),
      )
    })

    it('gives back to the key that the account moved to', async function () {
      const { token, domain, post, restore, accounts, accountsDomain } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, {})
      const proof = await post(signed)
      const value = { from: ada, to: addressOf('new ada'), deadline: 2n ** 40n }
      const fields = ['from address', 'to address', 'deadline uint64'].map((each) => each.split(' '))
      const types = { Move: fields.map(([name, type]) => ({ name: name!, type: type! })) }
      const [old, fresh] = await Promise.all(
        ['ada', 'new ada'].map((name) => keyOf(name).signTypedData(accountsDomain, types, value)),
      )
      await accounts.move(value.from, value.to, value.deadline, old!, fresh!)
      await restore(signed.order, 100n, proof)
      expect(await token.balanceOf(addressOf('new ada'))).to.equal(5_000n)
      expect(await token.balanceOf(ada)).to.equal(0n)
    })

    it('works on the day of the list and the 31 days after it, while other days are redeemed on', async function () {
      const { redemption, domain, post, restore } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, { points: 300n })
      const proof = await post(signed)
      for (let day = 1n; day <= 31n; day += 1n) {
        await time.increase(DAY)
        await post(await signedOrder(domain, { points: 1n, nonce: 1n + day }))
      }
      await restore(signed.order, 100n, proof)
      await time.setNextBlockTimestamp((proof.day + 32n) * BigInt(DAY) - 1n)
      await restore(signed.order, 100n, proof, { restoredBefore: 100n })
      await time.setNextBlockTimestamp((proof.day + 32n) * BigInt(DAY))
      await expect(restore(signed.order, 100n, proof, { restoredBefore: 200n }))
        .to.be.revertedWithCustomError(redemption, 'RestoreOutOfTime')
        .withArgs(proof.day, proof.day + 32n)
      await expect(restore(signed.order, 100n, { ...proof, day: proof.day + 33n }, { restoredBefore: 200n }))
        .to.be.revertedWithCustomError(redemption, 'RestoreOutOfTime')
        .withArgs(proof.day + 33n, proof.day + 32n)
      expect(await redemption.pointsRestored(orderHashOf(signed.order))).to.equal(200n)
    })

    it('is refused to a partner that left, and while redeeming is paused', async function () {
      const { registry, token, domain, post, restore } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, {})
      const proof = await post(signed)
      await token.pauseRedeeming()
      await expect(restore(signed.order, 1n, proof)).to.be.revertedWithCustomError(token, 'RedeemingIsPaused')
      await token.resumeRedeeming()
      await registry.retire(PARTNER)
      await expect(restore(signed.order, 1n, proof)).to.be.revertedWithCustomError(registry, 'PartnerNotActive')
    })

    it('makes no points out of orders that were never spent, whatever partner and member agree on', async function () {
      const modules = await loadFixture(restoringFixture)
      const { redemption, token, domain, post, restore } = modules
      const spent = await signedOrder(domain, { points: 1n, nonce: 2n })
      const poor = await signedOrder(domain, { points: 99_999n, nonce: 3n })
      const proof = await post(spent)
      await redemption.redeem(...(await signedList(domain, [poor])))
      const supply = await token.totalSupply()
      const dead = anOrder({ nonce: 1n, points: 900n })
      const other = anOrder({ member: bob, points: 1n, nonce: 2n })
      const link = linkOf(proof.chainBefore, listOf([spent.order]))
      const attempts: Record<string, [Order, typeof proof]> = {
        'a nonce that was passed over': [dead, proof],
        'the same, with a list of its own': [dead, { ...proof, spentOrders: [orderHashOf(dead)] }],
        'an order refused by the ledger': [poor.order, { ...proof, spentOrders: [orderHashOf(poor.order)] }],
        'the refused one, as a later list': [
          poor.order,
          { ...proof, chainBefore: link, spentOrders: [orderHashOf(poor.order)] },
        ],
        "another member's": [other, { ...proof, spentOrders: [orderHashOf(other)] }],
        'more points in the same order': [{ ...spent.order, points: 900n }, proof],
        'a longer list': [dead, { ...proof, spentOrders: [...proof.spentOrders, orderHashOf(dead)], position: 1n }],
        'a place outside the list': [spent.order, { ...proof, position: 1n }],
        'no list at all': [spent.order, { ...proof, spentOrders: [] }],
        'another day of the ring': [spent.order, { ...proof, day: proof.day - 1n }],
        'a link that is none': [spent.order, { ...proof, laterLists: [ethers.id('x')] }],
        'another chain before': [spent.order, { ...proof, chainBefore: dataSlice(ethers.id('x'), 0, 24) }],
      }
      for (const [why, [order, each]] of Object.entries(attempts)) {
        await expect(restore(order, 1n, each), why)
          .to.be.revertedWithCustomError(redemption, 'OrderNotSpent')
          .withArgs(orderHashOf(order))
      }
      expect(await token.totalSupply()).to.equal(supply)
    })

    it("does not restore at one partner what was spent at another's", async function () {
      const { redemption, domain, post, restore } = await loadFixture(restoringFixture)
      const signed = await signedOrder(domain, {})
      const proof = await post(signed)
      const options = { partnerId: 8n, signer: keyOf('twin till') }
      for (const spentOrders of [proof.spentOrders, [orderHashOf(signed.order, 8n)]]) {
        await expect(restore(signed.order, 1n, { ...proof, spentOrders }, options))
          .to.be.revertedWithCustomError(redemption, 'OrderNotSpent')
          .withArgs(orderHashOf(signed.order, 8n))
      }
    })

    it('chains only what was spent of a list with bad orders', async function () {
      const { redemption, token, domain, restore } = await loadFixture(restoringFixture)
      const good = await signedOrder(domain, { nonce: 5n })
      const bad = await signedOrder(domain, { nonce: 4n })
      const poor = await signedOrder(domain, { nonce: 6n, points: 9_999n })
      const forged = await signedOrder(domain, { nonce: 7n }, keyOf('mallory'))
      const last = await signedOrder(domain, { nonce: 8n })
      const day = await dayNow()
      const chainBefore = await redemption.chainOf(PARTNER, day)
      await redemption.redeem(...(await signedList(domain, [forged, good, bad, poor, last])))
      const proof = {
        day,
        chainBefore,
        spentOrders: [good, last].map(({ order }) => orderHashOf(order)),
        laterLists: [],
      }
      const balance = await token.balanceOf(ada)
      await restore(good.order, 1n, { ...proof, position: 0n })
      await restore(last.order, 2n, { ...proof, position: 1n })
      const hashes = [good, last, bad, poor, forged].map(({ order }) => orderHashOf(order))
      const restored = await Promise.all(hashes.map((hash) => redemption.pointsRestored(hash)))
      expect(restored).to.deep.equal([1n, 2n, 0n, 0n, 0n])
      expect(await token.balanceOf(ada)).to.equal(balance + 3n)
    })
  })
})
