import { expect } from 'chai'

import { netMonth } from '../../server/domain/clearing/net-month.ts'
import { Clearing__factory } from '../../typechain-types/factories/contracts/Clearing__factory.js'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { DAY, keyOf, Module, PARTNER } from './support/coalition.ts'
import { A, APRIL, B, bookedFixture, C, clearingFixture, endOf, MARCH, State } from './support/clearing.ts'
import { DISPUTE_WINDOW, GRACE } from './support/modules.ts'

const { loadFixture, time } = networkHelpers
const ada = keyOf('ada').address

describe('Clearing', function () {
  // The tests pass months, so each begins in the same one.
  beforeEach(backToGenesis)

  describe('constructor', function () {
    const deploy = async (parts: { firstMonth?: bigint; grace?: number; disputeWindow?: number }) => {
      const { manager, registry, deployer } = await loadFixture(clearingFixture)
      const { firstMonth = MARCH, grace = GRACE, disputeWindow = DISPUTE_WINDOW } = parts
      const factory = new Clearing__factory(deployer)
      return { factory, deployed: factory.deploy(manager, registry, firstMonth, grace, disputeWindow) }
    }

    it('begins with the running month or an earlier one', async function () {
      const { factory, deployed } = await deploy({ firstMonth: APRIL })
      await expect(deployed).to.be.revertedWithCustomError(factory, 'FirstMonthAhead').withArgs(APRIL, MARCH)
      const earlier = await (await deploy({ firstMonth: MARCH - 2n })).deployed
      expect([...(await earlier.next())]).to.deep.equal([MARCH - 2n, 1n])
    })

    for (const [name, error, least, most] of [
      ['grace', 'GraceOutOfRange', 3_600, 31 * DAY],
      ['disputeWindow', 'DisputeWindowOutOfRange', DAY, 366 * DAY],
    ] as const) {
      it(`takes a ${name} of ${least} to ${most} seconds`, async function () {
        for (const seconds of [least, most]) await (await deploy({ [name]: seconds })).deployed
        for (const seconds of [least - 1, most + 1]) {
          const { factory, deployed } = await deploy({ [name]: seconds })
          await expect(deployed).to.be.revertedWithCustomError(factory, error).withArgs(seconds)
        }
      })
    }
  })

  describe('closeMonth', function () {
    it('nets the worked example to the cent, with its gross legs, for whoever asks', async function () {
      const { clearing, anyone } = await loadFixture(bookedFixture)
      await expect(clearing.connect(anyone).closeMonth(MARCH, 10n))
        .to.emit(clearing, 'PositionClosed')
        .withArgs(MARCH, 1n, 100_000n, 2_000n, 10_000n, 0n, 1_000_000n, 800_000n, 980_00n, 80_00n, -900_00n)
        .and.to.emit(clearing, 'PositionClosed')
        .withArgs(MARCH, 2n, 20_000n, 0n, 60_000n, 1_500n, 1_050_000n, 800_000n, 210_00n, 468_00n, 258_00n)
        .and.to.emit(clearing, 'MonthClosed')
        .withArgs(MARCH, 642_00n, 2n)
      expect([...(await clearing.monthOf(MARCH))]).to.deep.equal([BigInt(await time.latest()), 642_00n, 2n])
      expect([...(await clearing.positionOf(MARCH, 1n))]).to.deep.equal([
        State.Open,
        -900_00n,
        0n,
        ethers.ZeroHash,
        ethers.ZeroHash,
      ])
      expect([...(await clearing.next())]).to.deep.equal([APRIL, 1n])
    })

    it('comes to the same in steps of any size', async function () {
      const { clearing } = await loadFixture(bookedFixture)
      const start = await networkHelpers.takeSnapshot()
      for (const partnersMax of [1n, 2n, 3n, 2n ** 256n - 1n]) {
        const closed = []
        for (;;) {
          const receipt = await (await clearing.closeMonth(MARCH, partnersMax)).wait()
          closed.push(...receipt!.logs.map((log) => [...clearing.interface.parseLog(log)!.args]))
          const [month, partner] = await clearing.next()
          if (month !== MARCH) break
          expect(partner % partnersMax).to.equal(1n % partnersMax)
          expect([...(await clearing.monthOf(MARCH))]).to.deep.equal([0n, 0n, 0n])
        }
        expect(closed.map((args) => args.at(-1))).to.deep.equal([-900_00n, 258_00n, 2n])
        expect((await clearing.monthOf(MARCH)).pool).to.equal(642_00n)
        await start.restore()
      }
    })

    it('waits until the month and the grace period are over, to the second', async function () {
      const { clearing } = await loadFixture(clearingFixture)
      await time.setNextBlockTimestamp(endOf(MARCH) + GRACE - 1)
      await expect(clearing.closeMonth(MARCH, 1n))
        .to.be.revertedWithCustomError(clearing, 'MonthNotOver')
        .withArgs(MARCH)
      await time.setNextBlockTimestamp(endOf(MARCH) + GRACE)
      await clearing.closeMonth(MARCH, 1n)
    })

    it('goes month by month, and closes none twice', async function () {
      const { clearing, passMonth } = await loadFixture(bookedFixture)
      await passMonth(APRIL)
      for (const month of [MARCH - 1n, APRIL]) {
        await expect(clearing.closeMonth(month, 10n))
          .to.be.revertedWithCustomError(clearing, 'MonthOutOfOrder')
          .withArgs(MARCH, month)
      }
      await clearing.closeMonth(MARCH, 10n)
      await expect(clearing.closeMonth(MARCH, 10n))
        .to.be.revertedWithCustomError(clearing, 'MonthOutOfOrder')
        .withArgs(APRIL, MARCH)
      await expect(clearing.closeMonth(APRIL, 10n)).to.emit(clearing, 'MonthClosed').withArgs(APRIL, 0n, 0n)
    })

    it('refuses to take no step', async function () {
      const { clearing } = await loadFixture(bookedFixture)
      await expect(clearing.closeMonth(MARCH, 0n)).to.be.revertedWithCustomError(clearing, 'PartnersMaxZero')
    })

    it('counts what comes back in the month of its return, at its price, and leaves the closed month alone', async function () {
      const { clearing, registry, book, spend, passMonth } = await loadFixture(clearingFixture)
      await book(A, { credits: [{ account: ada, points: 5_000n }] })
      await registry.setPrices(A.id, APRIL, 1_200_000n, 900_000n)
      await time.increaseTo(endOf(MARCH) - 60)
      const restore = await spend(A, 100n)
      await passMonth(MARCH)
      await expect(clearing.closeMonth(MARCH, 10n)).to.emit(clearing, 'MonthClosed').withArgs(MARCH, 4_920n, 1n)
      const closed = await clearing.legsOf(MARCH, A.id)
      await restore(60n)
      await book(A, { debits: [{ account: ada, points: 250n }] })
      expect(await clearing.legsOf(MARCH, A.id)).to.deep.equal(closed)
      await passMonth(APRIL)
      await expect(clearing.closeMonth(APRIL, 10n))
        .to.emit(clearing, 'PositionClosed')
        .withArgs(APRIL, 1n, 0n, 250n, 0n, 60n, 1_200_000n, 900_000n, -300n, -54n, 246n)
      expect((await clearing.monthOf(MARCH)).pool).to.equal(4_920n)
    })

    it('rounds each leg once, halves away from zero, as the plain model does', async function () {
      const { clearing, registry, book, passMonth } = await loadFixture(clearingFixture)
      await registry.setPrices(C.id, MARCH, 500_000n, 0n)
      await book(C, { credits: [{ account: ada, points: 3n }] })
      await passMonth(MARCH)
      await clearing.closeMonth(MARCH, 10n)
      expect((await clearing.legsOf(MARCH, C.id)).dueFrom).to.equal(2n)
      await book(C, { debits: [{ account: ada, points: 3n }] })
      expect((await clearing.legsOf(APRIL, C.id)).dueFrom).to.equal(-2n)
      const [issued, reversed, redeemed, restored, issuePrice, redeemPrice, dueFrom, dueTo, net] =
        await clearing.legsOf(APRIL, C.id)
      const totals = { partnerId: 3, issued, reversed, redeemed, restored, issuePrice, redeemPrice }
      expect(netMonth([totals]).positions).to.deep.equal([{ ...totals, dueFrom, dueTo, net }])
    })

    it('settles a net of zero at once, and has no position of a partner that did nothing', async function () {
      const { clearing, book, passMonth } = await loadFixture(clearingFixture)
      await book(C, { credits: [{ account: ada, points: 10n }] })
      await passMonth(MARCH)
      await clearing.closeMonth(MARCH, 10n)
      expect((await clearing.positionOf(MARCH, C.id)).state).to.equal(State.Settled)
      expect((await clearing.positionOf(MARCH, A.id)).state).to.equal(State.None)
      expect((await clearing.monthOf(MARCH)).positions).to.equal(1n)
    })

    it('finds partners that join, up to the first number that is missing', async function () {
      const { clearing, registry, book, credit, passMonth } = await loadFixture(clearingFixture)
      await passMonth(MARCH)
      await clearing.closeMonth(MARCH, 10n)
      await registry.register(4n, 'Fourth', A.issuer.address, A.till.address)
      await registry.raiseAllowance(4n, 100n)
      await registry.setDailyLimit(4n, 100n)
      await book({ ...A, id: 4n }, { credits: [{ account: ada, points: 10n }] })
      await credit({ account: ada, points: 10n })
      await passMonth(APRIL)
      await clearing.closeMonth(APRIL, 10n)
      expect((await clearing.positionOf(APRIL, 4n)).state).to.equal(State.Settled)
      expect((await clearing.positionOf(APRIL, PARTNER)).state).to.equal(State.None)
    })

    it('closes the last month of a partner that left', async function () {
      const { clearing, registry } = await loadFixture(bookedFixture)
      await registry.retire(A.id)
      await expect(clearing.closeMonth(MARCH, 10n)).to.emit(clearing, 'MonthClosed').withArgs(MARCH, 642_00n, 2n)
    })

    it('closes nothing while nobody can say what was redeemed', async function () {
      const { clearing, registry, token } = await loadFixture(bookedFixture)
      await token.replaceModule(Module.Redemption, ethers.ZeroAddress)
      await expect(clearing.closeMonth(MARCH, 10n)).to.be.revertedWithCustomError(registry, 'RedemptionModuleMissing')
    })

    it('cannot be made to leave a partner out by too little gas', async function () {
      const { clearing } = await loadFixture(bookedFixture)
      const whole = await clearing.closeMonth.estimateGas(MARCH, 10n)
      const start = await networkHelpers.takeSnapshot()
      for (let parts = 1n; parts <= 40n; parts += 1n) {
        const gasLimit = 60_000n + ((whole - 60_000n) * parts) / 40n
        const sent = await clearing.closeMonth(MARCH, 10n, { gasLimit }).catch(() => null)
        const receipt = await sent?.wait().catch(() => null)
        const [month, partner] = await clearing.next()
        if (receipt?.status === 1) expect((await clearing.monthOf(MARCH)).positions).to.equal(2n)
        else expect([month, partner]).to.deep.equal([MARCH, 1n])
        await start.restore()
      }
    })
  })

  describe('extendTo', function () {
    it('takes a partner with a number out of line into the next closings', async function () {
      const { clearing, anyone, credit, passMonth } = await loadFixture(clearingFixture)
      await credit({ account: ada, points: 10n })
      await expect(clearing.connect(anyone).extendTo(PARTNER)).to.emit(clearing, 'PartnersExtended').withArgs(PARTNER)
      await passMonth(MARCH)
      await expect(clearing.closeMonth(MARCH, 7n)).to.emit(clearing, 'MonthClosed').withArgs(MARCH, 0n, 1n)
      expect((await clearing.positionOf(MARCH, PARTNER)).state).to.equal(State.Settled)
      await passMonth(APRIL)
      await expect(clearing.closeMonth(APRIL, 6n)).not.to.emit(clearing, 'MonthClosed')
    })

    it('refuses what is known, unknown, or too far away', async function () {
      const { clearing, registry } = await loadFixture(bookedFixture)
      await clearing.closeMonth(MARCH, 10n)
      await registry.register(1_003n, 'As far as possible', A.issuer.address, A.till.address)
      await registry.register(1_004n, 'Too far', A.issuer.address, A.till.address)
      for (const id of [0n, 3n, 1_004n]) {
        await expect(clearing.extendTo(id))
          .to.be.revertedWithCustomError(clearing, 'PartnerOutOfReach')
          .withArgs(id, 3n)
      }
      await expect(clearing.extendTo(5n)).to.be.revertedWithCustomError(clearing, 'PartnerUnknown').withArgs(5n)
      await clearing.extendTo(1_003n)
      await clearing.extendTo(1_004n)
      await expect(clearing.extendTo(B.id)).to.be.revertedWithCustomError(clearing, 'PartnerOutOfReach')
    })
  })
})
