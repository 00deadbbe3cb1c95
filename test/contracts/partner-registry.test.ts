import { expect } from 'chai'

import { ethers, networkHelpers } from './support/chain.ts'
import {
  addressOf,
  ALLOWANCE,
  coalitionFixture,
  DAILY_LIMIT,
  DAY,
  deployedFixture,
  keyOf,
  Module,
  PARTNER,
  Status,
} from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { signedList, signedOrder } from './support/redemption.ts'

const { loadFixture, time } = networkHelpers

const issuerKey = addressOf('issuer').toLowerCase()
const tillKey = addressOf('till').toLowerCase()
const longKey = `${addressOf('verifier').toLowerCase()}${'ab'.repeat(64)}`
const MARCH_2026 = (2026n - 1970n) * 12n + 2n
const APRIL_1 = Date.UTC(2026, 3, 1) / 1000

/** A plain account acts as issuance, so that bookkeeping can be called alone; `redeem` spends points at the partner. */
async function bookkeepingFixture() {
  const modules = await modulesFixture()
  const { token, registry, anyone, domain, redemption, credit } = modules
  await credit({ account: keyOf('ada').address, points: 1_000n })
  await token.replaceModule(Module.Issuance, anyone)
  const redeem = async (points: bigint, nonce: bigint) =>
    redemption.redeem(...(await signedList(domain, [await signedOrder(domain, { points, nonce })])))
  return { ...modules, issuing: registry.connect(anyone), redeem }
}

describe('PartnerRegistry', function () {
  describe('register', function () {
    it('makes a partner active, with nothing to issue', async function () {
      const { registry } = await loadFixture(deployedFixture)
      await expect(registry.register(3n, 'Brasserie', issuerKey, longKey))
        .to.emit(registry, 'PartnerRegistered')
        .withArgs(3n, 'Brasserie', issuerKey, longKey)
      const partner = await registry.partner(3n)
      expect([...partner]).to.deep.equal([Status.Active, 1n, 0n, 0n, 0n, issuerKey, longKey])
    })

    it('refuses number 0, a second time, and malformed keys', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      await expect(registry.register(0n, 'x', issuerKey, tillKey))
        .to.be.revertedWithCustomError(registry, 'PartnerUnknown')
        .withArgs(0n)
      await expect(registry.register(PARTNER, 'x', issuerKey, tillKey))
        .to.be.revertedWithCustomError(registry, 'PartnerAlreadyRegistered')
        .withArgs(PARTNER)
      for (const bad of ['0x', issuerKey.slice(0, -2), ethers.ZeroAddress, `${ethers.ZeroAddress}01`]) {
        await expect(registry.register(9n, 'x', bad, tillKey))
          .to.be.revertedWithCustomError(registry, 'SignerKeyMalformed')
          .withArgs(bad)
        await expect(registry.register(9n, 'x', issuerKey, bad))
          .to.be.revertedWithCustomError(registry, 'SignerKeyMalformed')
          .withArgs(bad)
      }
    })
  })

  describe('status', function () {
    it('goes from active to suspended and back, and to left for ever', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      const refused = (call: Promise<unknown>, from: bigint, to: bigint) =>
        expect(call).to.be.revertedWithCustomError(registry, 'StatusUnchangeable').withArgs(PARTNER, from, to)
      await refused(registry.resume(PARTNER), Status.Active, Status.Active)
      await expect(registry.suspend(PARTNER))
        .to.emit(registry, 'PartnerStatusChanged')
        .withArgs(PARTNER, Status.Suspended)
      await refused(registry.suspend(PARTNER), Status.Suspended, Status.Suspended)
      expect((await registry.partner(PARTNER)).issuableNow).to.equal(0n)
      await expect(registry.resume(PARTNER)).to.emit(registry, 'PartnerStatusChanged').withArgs(PARTNER, Status.Active)
      await expect(registry.retire(PARTNER)).to.emit(registry, 'PartnerStatusChanged').withArgs(PARTNER, Status.Left)
      await refused(registry.retire(PARTNER), Status.Left, Status.Left)
      await refused(registry.resume(PARTNER), Status.Left, Status.Active)
      await refused(registry.suspend(PARTNER), Status.Left, Status.Suspended)
      expect((await registry.partner(PARTNER)).redemptionKey).to.equal(tillKey)
    })

    it('of a partner that left lets nothing be changed but a lower allowance', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      await registry.retire(PARTNER)
      const calls = [
        () => registry.setIssuerKey(PARTNER, issuerKey),
        () => registry.setRedemptionKey(PARTNER, tillKey),
        () => registry.raiseAllowance(PARTNER, 1n),
        () => registry.setDailyLimit(PARTNER, 1n),
        () => registry.setPrices(PARTNER, MARCH_2026 + 1n, 1n, 1n),
      ]
      for (const call of calls)
        await expect(call()).to.be.revertedWithCustomError(registry, 'PartnerNotActive').withArgs(PARTNER, Status.Left)
      await registry.lowerAllowance(PARTNER, 1n)
    })

    it('of an unknown partner is unknown, and everything refuses it', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      expect((await registry.partner(99n)).status).to.equal(Status.Unknown)
      expect([await registry.issuerKey(99n), await registry.redemptionKey(99n)]).to.deep.equal(['0x', '0x'])
      const calls = [
        () => registry.suspend(99n),
        () => registry.resume(99n),
        () => registry.retire(99n),
        () => registry.setIssuerKey(99n, issuerKey),
        () => registry.setRedemptionKey(99n, tillKey),
        () => registry.raiseAllowance(99n, 1n),
        () => registry.lowerAllowance(99n, 1n),
        () => registry.setDailyLimit(99n, 1n),
        () => registry.setPrices(99n, MARCH_2026 + 1n, 1n, 1n),
        () => registry.nextEntry(99n),
        () => registry.checkEntry(99n, 1n),
      ]
      for (const call of calls)
        await expect(call()).to.be.revertedWithCustomError(registry, 'PartnerUnknown').withArgs(99n)
    })
  })

  describe('keys', function () {
    it('change between bare addresses and longer ones', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      for (const key of [longKey, addressOf('next').toLowerCase(), longKey]) {
        await expect(registry.setIssuerKey(PARTNER, key))
          .to.emit(registry, 'PartnerIssuerKeyChanged')
          .withArgs(PARTNER, key)
        await expect(registry.setRedemptionKey(PARTNER, key))
          .to.emit(registry, 'PartnerRedemptionKeyChanged')
          .withArgs(PARTNER, key)
        expect([await registry.issuerKey(PARTNER), await registry.redemptionKey(PARTNER)]).to.deep.equal([key, key])
        expect(await registry.checkEntry(PARTNER, 1n)).to.equal(
          key === longKey ? ethers.ZeroAddress : keyOf('next').address,
        )
      }
      await expect(registry.setIssuerKey(PARTNER, '0x12'))
        .to.be.revertedWithCustomError(registry, 'SignerKeyMalformed')
        .withArgs('0x12')
      await expect(registry.setRedemptionKey(PARTNER, '0x'))
        .to.be.revertedWithCustomError(registry, 'SignerKeyMalformed')
        .withArgs('0x')
    })
  })

  describe('allowance and daily limit', function () {
    it('rise and fall by amounts, and never below zero or past 64 bits', async function () {
      const { registry } = await loadFixture(coalitionFixture)
      await expect(registry.raiseAllowance(PARTNER, 5n))
        .to.emit(registry, 'PartnerAllowanceRaised')
        .withArgs(PARTNER, 5n, ALLOWANCE + 5n)
      await expect(registry.lowerAllowance(PARTNER, 6n))
        .to.emit(registry, 'PartnerAllowanceLowered')
        .withArgs(PARTNER, 6n, ALLOWANCE - 1n)
      await expect(registry.lowerAllowance(PARTNER, 2n * ALLOWANCE))
        .to.emit(registry, 'PartnerAllowanceLowered')
        .withArgs(PARTNER, ALLOWANCE - 1n, 0n)
      await registry.raiseAllowance(PARTNER, 2n ** 64n - 1n)
      await expect(registry.raiseAllowance(PARTNER, 1n))
        .to.be.revertedWithCustomError(registry, 'CounterTooHigh')
        .withArgs(2n ** 64n, 64)
      expect((await registry.partner(PARTNER)).issuableNow).to.equal(DAILY_LIMIT)
    })

    it('keep what was used when the daily limit changes', async function () {
      const { registry, issuing } = await loadFixture(bookkeepingFixture)
      await time.increase(DAY)
      await issuing.recordBatch(PARTNER, 2n, 1n, DAILY_LIMIT, 0n)
      await expect(registry.setDailyLimit(PARTNER, 3n * DAILY_LIMIT))
        .to.emit(registry, 'PartnerDailyLimitChanged')
        .withArgs(PARTNER, 3n * DAILY_LIMIT)
      const { issuableNow, dailyLimit } = await registry.partner(PARTNER)
      expect(dailyLimit).to.equal(3n * DAILY_LIMIT)
      // One second of refilling at the old rate may have passed.
      expect(issuableNow - 2n * DAILY_LIMIT).to.be.within(0n, 100n)
    })
  })

  describe('prices', function () {
    it('hold from their month on', async function () {
      const { registry } = await loadFixture(modulesFixture)
      await expect(registry.setPrices(PARTNER, MARCH_2026, 10n, 8n))
        .to.emit(registry, 'PartnerPricesChanged')
        .withArgs(PARTNER, MARCH_2026, 10n, 8n)
      await registry.setPrices(PARTNER, MARCH_2026 + 2n, 12n, 9n)
      await registry.setPrices(PARTNER, MARCH_2026 + 2n, 13n, 9n)
      const at = async (month: bigint) => [...(await registry.prices(PARTNER, month))]
      expect([
        await at(MARCH_2026 - 1n),
        await at(MARCH_2026),
        await at(MARCH_2026 + 1n),
        await at(MARCH_2026 + 2n),
        await at(9_999n),
      ]).to.deep.equal([
        [0n, 0n],
        [10n, 8n],
        [10n, 8n],
        [13n, 9n],
        [13n, 9n],
      ])
    })

    it('are refused for a month that began, out of order, and past 80 bits', async function () {
      const { registry } = await loadFixture(bookkeepingFixture)
      const passed = (month: bigint) =>
        expect(registry.setPrices(PARTNER, month, 1n, 1n))
          .to.be.revertedWithCustomError(registry, 'PriceMonthPassed')
          .withArgs(PARTNER, month)
      await passed(MARCH_2026 - 1n)
      await passed(MARCH_2026)
      await registry.setPrices(PARTNER, MARCH_2026 + 2n, 2n ** 80n - 1n, 2n ** 80n - 1n)
      await expect(registry.setPrices(PARTNER, MARCH_2026 + 1n, 1n, 1n))
        .to.be.revertedWithCustomError(registry, 'PriceMonthOutOfOrder')
        .withArgs(PARTNER, MARCH_2026 + 2n, MARCH_2026 + 1n)
      for (const [issue, redeem] of [
        [2n ** 80n, 1n],
        [1n, 2n ** 80n],
      ] as const) {
        await expect(registry.setPrices(PARTNER, MARCH_2026 + 3n, issue, redeem))
          .to.be.revertedWithCustomError(registry, 'PriceTooHigh')
          .withArgs(PARTNER, issue, redeem)
      }
    })
  })

  describe('bookkeeping', function () {
    it('is for the modules alone', async function () {
      const { token, registry, operator } = await loadFixture(bookkeepingFixture)
      const refused = (call: Promise<unknown>, module: bigint, caller: { address: string }) =>
        expect(call).to.be.revertedWithCustomError(token, 'NotTheModule').withArgs(module, caller.address)
      await refused(registry.recordBatch(PARTNER, 1n, 1n, 1n, 0n), Module.Issuance, operator)
    })

    it('counts each month apart, from its first second', async function () {
      const { registry, issuing, redeem } = await loadFixture(bookkeepingFixture)
      await issuing.recordBatch(PARTNER, 2n, 2n, 100n, 30n)
      await issuing.recordBatch(PARTNER, 4n, 1n, 10n, 0n)
      await redeem(50n, 1n)
      await time.setNextBlockTimestamp(APRIL_1 - 1)
      await redeem(5n, 2n)
      await time.setNextBlockTimestamp(APRIL_1)
      await redeem(7n, 3n)
      await issuing.recordBatch(PARTNER, 5n, 1n, 0n, 9n)
      const totals = async (month: bigint) => [...(await registry.monthTotals(PARTNER, month))]
      expect(await totals(MARCH_2026)).to.deep.equal([1_110n, 30n, 55n, 0n])
      expect(await totals(MARCH_2026 + 1n)).to.deep.equal([0n, 9n, 7n, 0n])
      expect(await totals(MARCH_2026 + 2n)).to.deep.equal([0n, 0n, 0n, 0n])
      expect((await registry.partner(PARTNER)).nextEntry).to.equal(6n)
    })

    it('does not answer for a month while there is no redemption module to ask', async function () {
      const { token, registry } = await loadFixture(bookkeepingFixture)
      await registry.register(8n, 'New', issuerKey, tillKey)
      await token.replaceModule(Module.Redemption, ethers.ZeroAddress)
      const calls = [() => registry.monthTotals(PARTNER, MARCH_2026), () => registry.setPrices(8n, MARCH_2026, 1n, 1n)]
      for (const call of calls) await expect(call()).to.be.revertedWithCustomError(registry, 'RedemptionModuleMissing')
    })

    it('names the redemption key, also of a suspended partner, and refuses one that left or is unknown', async function () {
      const { registry, till } = await loadFixture(bookkeepingFixture)
      await registry.suspend(PARTNER)
      expect(await registry.checkRedeemer(PARTNER)).to.equal(tillKey)
      expect(await registry.bareRedemptionKey(PARTNER)).to.equal(till.address)
      await registry.setRedemptionKey(PARTNER, longKey)
      expect(await registry.checkRedeemer(PARTNER)).to.equal(longKey)
      expect(await registry.bareRedemptionKey(PARTNER)).to.equal(ethers.ZeroAddress)
      await expect(registry.checkRedeemer(99n)).to.be.revertedWithCustomError(registry, 'PartnerUnknown').withArgs(99n)
      expect(await registry.bareRedemptionKey(99n)).to.equal(ethers.ZeroAddress)
      await registry.setRedemptionKey(PARTNER, tillKey)
      await registry.retire(PARTNER)
      expect(await registry.bareRedemptionKey(PARTNER)).to.equal(ethers.ZeroAddress)
      await expect(registry.checkRedeemer(PARTNER))
        .to.be.revertedWithCustomError(registry, 'PartnerNotActive')
        .withArgs(PARTNER, Status.Left)
    })

    it('refuses counters that would leave their lanes', async function () {
      const { registry, issuing } = await loadFixture(bookkeepingFixture)
      await expect(issuing.recordBatch(PARTNER, 2n, 2n ** 56n, 0n, 1n))
        .to.be.revertedWithCustomError(registry, 'CounterTooHigh')
        .withArgs(2n ** 56n + 2n, 56)
      await expect(issuing.recordBatch(PARTNER, 2n, 1n, 0n, 2n ** 56n))
        .to.be.revertedWithCustomError(registry, 'CounterTooHigh')
        .withArgs(2n ** 56n, 56)
    })
  })
})
