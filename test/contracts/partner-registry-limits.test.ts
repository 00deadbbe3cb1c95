import { expect } from 'chai'

import { bookkeepingFixture, MARCH_2026 } from './support/bookkeeping.ts'
import { backToGenesis, networkHelpers } from './support/chain.ts'
import { ALLOWANCE, coalitionFixture, DAILY_LIMIT, DAY, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'

const { loadFixture, time } = networkHelpers

describe('PartnerRegistry', function () {
  // Its months are those after the chain's first day.
  before(backToGenesis)

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

    it('refill at the old rate until the daily limit changes', async function () {
      const { registry, issuing } = await loadFixture(bookkeepingFixture)
      await time.increase(DAY)
      await issuing.recordBatch(PARTNER, 2n, 1n, DAILY_LIMIT, 0n)
      await time.increase(DAY / 2)
      await registry.setDailyLimit(PARTNER, 3n * DAILY_LIMIT)
      const { issuableNow } = await registry.partner(PARTNER)
      expect(issuableNow - (5n * DAILY_LIMIT) / 2n).to.be.within(0n, 100n)
    })
  })

  describe('prices', function () {
    it('hold from their month on', async function () {
      const { registry } = await loadFixture(modulesFixture)
      await expect(registry.setPrices(PARTNER, MARCH_2026, 10n, 8n))
        .to.emit(registry, 'PartnerPricesChanged')
        .withArgs(PARTNER, MARCH_2026, 10n, 8n)
      await expect(registry.setPrices(PARTNER, MARCH_2026, 11n, 8n))
        .to.be.revertedWithCustomError(registry, 'PriceMonthPassed')
        .withArgs(PARTNER, MARCH_2026)
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

    it('are refused for a month that is over, also the first of a partner that never booked anything', async function () {
      const { registry } = await loadFixture(modulesFixture)
      await expect(registry.setPrices(PARTNER, MARCH_2026 - 1n, 1n, 1n))
        .to.be.revertedWithCustomError(registry, 'PriceMonthPassed')
        .withArgs(PARTNER, MARCH_2026 - 1n)
      await registry.setPrices(PARTNER, MARCH_2026, 1n, 1n)
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
})
