import { expect } from 'chai'

import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { endOf, MARCH } from './support/clearing.ts'
import { modulesFixture } from './support/modules.ts'

const { loadFixture, time } = networkHelpers

const SIZE_MAX = 2n ** 64n - 1n
const rootOf = (text: string) => ethers.id(text)

/** March is over, and nothing is anchored. */
async function aprilFixture() {
  const { logAnchors, operator, anyone, manager, deployer } = await modulesFixture()
  await time.setNextBlockTimestamp(endOf(MARCH))
  await networkHelpers.mine()
  return { anchors: logAnchors.connect(operator), anyone, manager, deployer, operator }
}

/** March has an anchor over ten entries, and April and May are over. */
async function anchoredFixture() {
  const deployed = await loadFixture(aprilFixture)
  await deployed.anchors.anchor(MARCH, 10n, rootOf('march'))
  await time.setNextBlockTimestamp(endOf(MARCH + 2n))
  await networkHelpers.mine()
  return deployed
}

describe('LogAnchors', function () {
  before(backToGenesis)
  after(backToGenesis)

  describe('anchor', function () {
    it('keeps size, root and time of a month, and says so', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      const at = endOf(MARCH) + 100
      await time.setNextBlockTimestamp(at)
      await expect(anchors.anchor(MARCH, 10n, rootOf('march')))
        .to.emit(anchors, 'LogAnchored')
        .withArgs(MARCH, 10n, rootOf('march'))
      expect(await anchors.anchorOf(MARCH)).to.deep.equal([10n, BigInt(at), rootOf('march')])
      expect(await anchors.latest()).to.deep.equal([MARCH, [10n, BigInt(at), rootOf('march')]])
    })

    it('takes the largest size, and passes over months', async function () {
      const { anchors } = await loadFixture(anchoredFixture)
      await anchors.anchor(MARCH + 2n, SIZE_MAX, rootOf('may'))
      const [month, { size }] = await anchors.latest()
      expect([month, size]).to.deep.equal([MARCH + 2n, SIZE_MAX])
      expect((await anchors.anchorOf(MARCH + 1n)).size).to.equal(0n)
      expect((await anchors.anchorOf(MARCH)).root).to.equal(rootOf('march'))
    })

    it('refuses a month that has an anchor, or one before it', async function () {
      const { anchors } = await loadFixture(anchoredFixture)
      for (const month of [MARCH, MARCH - 1n, 0n])
        await expect(anchors.anchor(month, 11n, rootOf('other')))
          .to.be.revertedWithCustomError(anchors, 'MonthOutOfOrder')
          .withArgs(MARCH, month)
      await anchors.anchor(MARCH + 1n, 11n, rootOf('other'))
    })

    it('refuses January 1970, and takes February', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      await expect(anchors.anchor(0n, 1n, rootOf('first')))
        .to.be.revertedWithCustomError(anchors, 'MonthOutOfOrder')
        .withArgs(0n, 0n)
      await anchors.anchor(1n, 1n, rootOf('first'))
    })

    it('refuses a month that is not over, up to its last second', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      const april = MARCH + 1n
      await time.setNextBlockTimestamp(endOf(april) - 1)
      await expect(anchors.anchor(april, 1n, rootOf('april')))
        .to.be.revertedWithCustomError(anchors, 'MonthNotOver')
        .withArgs(april)
      await time.setNextBlockTimestamp(endOf(april))
      await anchors.anchor(april, 1n, rootOf('april'))
    })

    it('refuses a size that is not above the last one', async function () {
      const { anchors } = await loadFixture(anchoredFixture)
      for (const size of [10n, 9n, 0n])
        await expect(anchors.anchor(MARCH + 1n, size, rootOf('april')))
          .to.be.revertedWithCustomError(anchors, 'SizeNotRising')
          .withArgs(10n, size)
      await anchors.anchor(MARCH + 1n, 11n, rootOf('april'))
    })

    it('refuses an empty log', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      await expect(anchors.anchor(MARCH, 0n, rootOf('march')))
        .to.be.revertedWithCustomError(anchors, 'SizeNotRising')
        .withArgs(0n, 0n)
      await anchors.anchor(MARCH, 1n, rootOf('march'))
    })

    it('refuses no root, and takes the smallest', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      await expect(anchors.anchor(MARCH, 1n, ethers.ZeroHash)).to.be.revertedWithCustomError(anchors, 'RootZero')
      await anchors.anchor(MARCH, 1n, ethers.zeroPadValue('0x01', 32))
    })

    it('refuses whoever has not the role, also the administrator', async function () {
      const { anchors, anyone, deployer } = await loadFixture(aprilFixture)
      for (const caller of [anyone, deployer])
        await expect(anchors.connect(caller).anchor(MARCH, 1n, rootOf('march')))
          .to.be.revertedWithCustomError(anchors, 'AccessManagedUnauthorized')
          .withArgs(caller.address)
    })
  })

  describe('views', function () {
    it('are zeros before the first anchor', async function () {
      const { anchors } = await loadFixture(aprilFixture)
      const none = [0n, 0n, ethers.ZeroHash]
      expect(await anchors.latest()).to.deep.equal([0n, none])
      expect(await anchors.anchorOf(MARCH)).to.deep.equal(none)
    })
  })
})
