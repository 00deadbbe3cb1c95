import { expect } from 'chai'

import { bookkeepingFixture, MARCH_2026 } from './support/bookkeeping.ts'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { addressOf, coalitionFixture, deployedFixture, keyOf, Module, PARTNER, Status } from './support/coalition.ts'

const { loadFixture, time } = networkHelpers

const issuerKey = addressOf('issuer').toLowerCase()
const tillKey = addressOf('till').toLowerCase()
const longKey = `${addressOf('verifier').toLowerCase()}${'ab'.repeat(64)}`
const APRIL_1 = Date.UTC(2026, 3, 1) / 1000

describe('PartnerRegistry', function () {
  // Its months are those after the chain's first day.
  before(backToGenesis)

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

  describe('bookkeeping', function () {
    it('is for the modules alone', async function () {
      const { token, registry, operator } = await loadFixture(bookkeepingFixture)
      const refused = (call: Promise<unknown>, module: bigint, caller: { address: string }) =>
        expect(call).to.be.revertedWithCustomError(token, 'NotTheModule').withArgs(module, caller.address)
      await refused(registry.recordBatch(PARTNER, 1n, 1n, 1n, 0n), Module.Issuance, operator)
    })

    it('stores a month in which nothing but one of both was booked, and be it one point', async function () {
      const { registry, issuing } = await loadFixture(bookkeepingFixture)
      const booked = [
        [1n, 0n],
        [0n, 1n],
        [5n, 0n],
        [0n, 7n],
        [1n, 1n],
      ] as const
      let entry = 2n
      for (const [index, [issued, reversed]] of booked.entries()) {
        await time.setNextBlockTimestamp(Date.UTC(2026, 3 + index, 1) / 1000)
        await issuing.recordBatch(PARTNER, entry++, 1n, issued, reversed)
      }
      await time.setNextBlockTimestamp(Date.UTC(2026, 3 + booked.length, 1) / 1000)
      await issuing.recordBatch(PARTNER, entry, 1n, 2n, 2n)
      const totals = await Promise.all(
        booked.map((_, index) => registry.monthTotals(PARTNER, MARCH_2026 + 1n + BigInt(index))),
      )
      expect(totals.map(({ issued, reversed }) => [issued, reversed])).to.deep.equal(booked)
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
