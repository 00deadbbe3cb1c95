import { expect } from 'chai'
import { Signature } from 'ethers'

import { PointsRedemption__factory } from '../../typechain-types/factories/contracts/PointsRedemption__factory.js'
import type { TypedSigner } from './support/batch.ts'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { addressOf, DAY, keyOf, Module, PARTNER } from './support/coalition.ts'
import { domainOf, modulesFixture } from './support/modules.ts'
import { orderHashOf, restorationTypes, signedList, signedOrder } from './support/redemption.ts'

const { loadFixture, time } = networkHelpers

const MARCH = (2026n - 1970n) * 12n + 2n
const RUNNING_DAY_PLACE = 32n
const KEY_PLACE = 33n
const DAY_20 = 2n ** 20n
const REDEEMED_MAX = 2n ** 44n - 1n
const longKey = `${addressOf('verifier').toLowerCase()}${'ab'.repeat(64)}`

const slotOf = (place: bigint, partnerId = PARTNER) => ethers.toBeHex((1n << 40n) | (partnerId << 8n) | place, 32)
const midnight = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / 1000

/** A key that signs in the compact form (ERC-2098). */
function compactKeyOf(name: string): TypedSigner {
  const key: TypedSigner = keyOf(name)
  return {
    signTypedData: async (...typed) => Signature.from(await key.signTypedData(...typed)).compactSerialized,
  }
}

async function partnerFixture() {
  const modules = await modulesFixture()
  const { credit, redemption, domain, registry } = modules
  await credit({ account: addressOf('ada'), points: 100_000n })
  let nonce = 0n
  const post = async (points: bigint, till: TypedSigner = keyOf('till'), to = { redemption, domain }) => {
    nonce += 1n
    const list = [await signedOrder(to.domain, { points, nonce })]
    const sent = await to.redemption.redeem(...(await signedList(to.domain, list, till)))
    return { order: list[0]!.order, sent }
  }
  const at = async (second: number, points: bigint) => {
    await time.setNextBlockTimestamp(second)
    return post(points)
  }
  /** Restores points of the only list of its day. */
  const restore = async (
    order: Parameters<typeof orderHashOf>[0],
    points: bigint,
    day: bigint,
    till = keyOf('till'),
  ) => {
    const hash = orderHashOf(order)
    const proof = { day, chainBefore: `0x${'00'.repeat(24)}`, spentOrders: [hash], position: 0n, laterLists: [] }
    const value = { partnerId: PARTNER, order: hash, points, restoredBefore: await redemption.pointsRestored(hash) }
    const signature = await till.signTypedData(domain, restorationTypes, value)
    return redemption.restore(PARTNER, order, points, proof, signature)
  }
  const months = async (...list: bigint[]) => {
    const totals = await Promise.all(list.map((month) => registry.monthTotals(PARTNER, month)))
    return totals.map(({ redeemed, restored }) => [redeemed, restored])
  }
  /** A module that comes after the present one. */
  const successor = async () => {
    const old = await modules.token.moduleOf(Module.Redemption)
    const next = await new PointsRedemption__factory(modules.deployer).deploy(modules.token, registry, old)
    return { redemption: next, domain: await domainOf('Entente Redemption', next) }
  }
  return { ...modules, post, at, restore, months, successor }
}

describe('PointsRedemption', function () {
  before(backToGenesis)

  describe("a partner's month", function () {
    it('begins with its first second, also the leap day, the year and months without lists', async function () {
      const { at, months } = await loadFixture(partnerFixture)
      await at(midnight(2026, 4, 1) - 1, 1n)
      await at(midnight(2026, 4, 1), 2n)
      await at(midnight(2026, 4, 1) + 1, 4n)
      await at(midnight(2026, 4, 30), 8n)
      await at(midnight(2026, 5, 1) - 1, 16n)
      expect(await months(MARCH, MARCH + 1n, MARCH + 2n)).to.deep.equal([
        [1n, 0n],
        [30n, 0n],
        [0n, 0n],
      ])
      await at(midnight(2026, 8, 31), 32n)
      expect(await months(MARCH, MARCH + 1n, MARCH + 2n, MARCH + 5n)).to.deep.equal([
        [1n, 0n],
        [30n, 0n],
        [0n, 0n],
        [32n, 0n],
      ])
      await at(midnight(2026, 8, 31) + DAY - 1, 64n)
      await at(midnight(2026, 9, 1), 128n)
      expect(await months(MARCH + 5n, MARCH + 6n)).to.deep.equal([
        [96n, 0n],
        [128n, 0n],
      ])
    })

    it('counts what is restored where it is restored, and the redemption where it was', async function () {
      const { at, restore, months } = await loadFixture(partnerFixture)
      const { order } = await at(midnight(2026, 3, 31), 100n)
      const day = BigInt(midnight(2026, 3, 31) / DAY)
      await restore(order, 10n, day)
      await time.setNextBlockTimestamp(midnight(2026, 4, 1) - 1)
      await restore(order, 20n, day)
      await time.setNextBlockTimestamp(midnight(2026, 4, 1))
      await restore(order, 30n, day)
      await at(midnight(2026, 4, 2), 7n)
      expect(await months(MARCH, MARCH + 1n)).to.deep.equal([
        [100n, 30n],
        [7n, 30n],
      ])
      await time.setNextBlockTimestamp(midnight(2026, 4, 3))
      await restore(order, 40n, day)
      await at(midnight(2026, 5, 1), 1n)
      expect(await months(MARCH, MARCH + 1n, MARCH + 2n)).to.deep.equal([
        [100n, 30n],
        [7n, 70n],
        [1n, 0n],
      ])
    })

    it('is not lost when the module is replaced, and counted once', async function () {
      const { token, registry, post, restore, successor, months, redemption } = await loadFixture(partnerFixture)
      await registry.register(8n, 'Twin', addressOf('issuer'), addressOf('till'))
      expect(await redemption.isBooked(PARTNER)).to.equal(false)
      const { order } = await post(100n)
      await restore(order, 10n, BigInt(Math.floor((await time.latest()) / DAY)))
      for (const points of [20n, 3n]) {
        const next = await successor()
        await token.replaceModule(Module.Redemption, next.redemption)
        expect(await next.redemption.isBooked(PARTNER)).to.equal(true)
        expect(await next.redemption.isBooked(8n)).to.equal(false)
        await post(points, keyOf('till'), next)
      }
      expect(await months(MARCH, MARCH - 1n)).to.deep.equal([
        [123n, 10n],
        [0n, 0n],
      ])
      // What was redeemed before counts as booked: the month's price cannot be set any more.
      await expect(registry.setPrices(PARTNER, MARCH, 1n, 1n)).to.be.revertedWithCustomError(
        registry,
        'PriceMonthPassed',
      )
      await registry.setPrices(8n, MARCH, 1n, 1n)
    })

    it('holds 2^44 - 1 points, and no list that would pass that', async function () {
      const { redemption, post, months } = await loadFixture(partnerFixture)
      await post(1n)
      const day = BigInt(Math.floor((await time.latest()) / DAY))
      const word = (day << 44n) | (REDEEMED_MAX - 2n)
      await networkHelpers.setStorageAt(await redemption.getAddress(), slotOf(RUNNING_DAY_PLACE), word)
      await expect(post(3n))
        .to.be.revertedWithCustomError(redemption, 'RedeemedTooHigh')
        .withArgs(REDEEMED_MAX + 1n, REDEEMED_MAX)
      await post(2n)
      expect(await months(MARCH)).to.deep.equal([[REDEEMED_MAX, 0n]])
      expect(day < DAY_20).to.equal(true)
    })

    it('that is full refuses a list and what is redeemed, restored and redeemed again, until it is over', async function () {
      const { redemption, domain, post, at, restore, months } = await loadFixture(partnerFixture)
      const { order } = await post(100n)
      const today = Math.floor((await time.latest()) / DAY)
      const chain = BigInt(await redemption.chainOf(PARTNER, today))
      const word = (chain << 64n) | (BigInt(today) << 44n) | REDEEMED_MAX
      await networkHelpers.setStorageAt(await redemption.getAddress(), slotOf(RUNNING_DAY_PLACE), word)
      await restore(order, 100n, BigInt(today))
      const nonces = [order.nonce + 100n, order.nonce + 101n]
      const list = await Promise.all(nonces.map((nonce) => signedOrder(domain, { points: 1n, nonce })))
      await expect(redemption.redeem(...(await signedList(domain, list))))
        .to.be.revertedWithCustomError(redemption, 'RedeemedTooHigh')
        .withArgs(REDEEMED_MAX + 2n, REDEEMED_MAX)
      await expect(post(100n)).to.be.revertedWithCustomError(redemption, 'RedeemedTooHigh')
      await expect(at(midnight(2026, 4, 1) - 1, 1n))
        .to.be.revertedWithCustomError(redemption, 'RedeemedTooHigh')
        .withArgs(REDEEMED_MAX + 1n, REDEEMED_MAX)
      await at(midnight(2026, 4, 1), 100n)
      expect(await months(MARCH, MARCH + 1n)).to.deep.equal([
        [REDEEMED_MAX, 100n],
        [100n, 0n],
      ])
    })
  })

  describe("a partner's day", function () {
    it('has a chain of its own, which the ring keeps for 31 days', async function () {
      const { redemption, at } = await loadFixture(partnerFixture)
      const first = midnight(2026, 4, 1)
      const day = BigInt(first / DAY)
      const chain = (of: bigint) => redemption.chainOf(PARTNER, of)
      const none = `0x${'00'.repeat(24)}`
      await at(first, 1n)
      const begun = await chain(day)
      await at(first + DAY - 1, 1n)
      const whole = await chain(day)
      expect(new Set([none, begun, whole]).size).to.equal(3)
      await at(first + DAY, 1n)
      expect([await chain(day), await chain(day - 1n), await chain(day + 2n)]).to.deep.equal([whole, none, none])
      await at(first + 31 * DAY, 1n)
      expect(await chain(day)).to.equal(whole)
      expect(await chain(day + 31n)).not.to.equal(none)
      await at(first + 32 * DAY, 1n)
      expect(await chain(day)).to.equal(whole)
      // The place is written when the day is over.
      await at(first + 33 * DAY, 1n)
      expect(await chain(day)).to.equal(none)
      expect(await chain(day + 32n)).not.to.equal(none)
    })
  })

  describe("a partner's key", function () {
    it('is copied when it is registered or changed, if it is an address', async function () {
      const { redemption, registry } = await loadFixture(partnerFixture)
      const copy = async () =>
        BigInt(await ethers.provider.getStorage(await redemption.getAddress(), slotOf(KEY_PLACE)))
      expect(await copy()).to.equal(BigInt(addressOf('till')))
      await registry.setRedemptionKey(PARTNER, addressOf('new till'))
      expect(await copy()).to.equal(BigInt(addressOf('new till')))
      await registry.setRedemptionKey(PARTNER, longKey)
      expect(await copy()).to.equal(0n)
      await registry.setRedemptionKey(PARTNER, addressOf('till'))
      await registry.suspend(PARTNER)
      expect(await copy()).to.equal(BigInt(addressOf('till')))
      await registry.retire(PARTNER)
      expect(await copy()).to.equal(0n)
      await redemption.refreshKey(PARTNER)
      expect(await copy()).to.equal(0n)
    })

    it('that was changed is refused in the next call, for redeeming and restoring', async function () {
      const { redemption, registry, post, restore } = await loadFixture(partnerFixture)
      const { order } = await post(10n)
      const day = BigInt(Math.floor((await time.latest()) / DAY))
      await registry.setRedemptionKey(PARTNER, addressOf('new till'))
      for (const call of [() => post(10n), () => restore(order, 1n, day)])
        await expect(call()).to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid').withArgs(PARTNER)
      await restore(order, 1n, day, keyOf('new till'))
      await post(10n, keyOf('new till'))
    })

    it('of a partner that left is refused in the next call, whoever refreshes it', async function () {
      const { redemption, registry, post, restore } = await loadFixture(partnerFixture)
      const { order } = await post(10n)
      const day = BigInt(Math.floor((await time.latest()) / DAY))
      await registry.retire(PARTNER)
      for (let turn = 0; turn < 2; turn += 1) {
        for (const call of [() => post(10n), () => restore(order, 1n, day)])
          await expect(call()).to.be.revertedWithCustomError(registry, 'PartnerNotActive').withArgs(PARTNER, 3n)
        await redemption.refreshKey(PARTNER)
      }
    })

    it('is asked for by a new module until it has a copy, and never copied by another than the present one', async function () {
      const { token, registry, redemption, anyone, post, successor } = await loadFixture(partnerFixture)
      const next = await successor()
      const copy = async () =>
        BigInt(await ethers.provider.getStorage(await next.redemption.getAddress(), slotOf(KEY_PLACE)))
      await expect(next.redemption.refreshKey(PARTNER))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, await next.redemption.getAddress())
      await token.replaceModule(Module.Redemption, next.redemption)
      await expect(redemption.refreshKey(PARTNER)).to.be.revertedWithCustomError(token, 'NotTheModule')
      await post(10n, keyOf('till'), next)
      expect(await copy()).to.equal(0n)
      await post(10n, compactKeyOf('till'), next)
      await expect(post(10n, compactKeyOf('thief'), next)).to.be.revertedWithCustomError(
        redemption,
        'PartnerSignatureInvalid',
      )
      await next.redemption.connect(anyone).refreshKey(PARTNER)
      expect(await copy()).to.equal(BigInt(addressOf('till')))
      await post(10n, compactKeyOf('till'), next)
      await registry.setRedemptionKey(PARTNER, addressOf('new till'))
      await expect(post(10n, keyOf('till'), next)).to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
      await post(10n, keyOf('new till'), next)
      await expect(token.replaceModule(Module.Redemption, redemption)).to.be.revertedWithCustomError(
        token,
        'ModuleReplacedBefore',
      )
      await expect(post(10n, keyOf('till'))).to.be.revertedWithCustomError(token, 'NotTheModule')
    })
  })
})
