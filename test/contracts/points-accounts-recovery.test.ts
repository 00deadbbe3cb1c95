import { expect } from 'chai'

import { signAccounts } from './support/accounts.ts'
import type { TypedSigner } from './support/batch.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, keyOf } from './support/coalition.ts'
import { modulesFixture, RECOVERY_DELAY } from './support/modules.ts'

const { loadFixture, time } = networkHelpers

const [lost, fresh] = [addressOf('lost'), addressOf('fresh')]
const FAR = 2n ** 40n
const ByMember = 0n
const ByOperator = 1n

async function recoveryFixture() {
  const modules = await modulesFixture()
  const { accountsDomain, operator, credit } = modules
  const accounts = modules.accounts.connect(operator)
  await credit({ account: lost, points: 1_000n }, { account: addressOf('bob'), points: 10n })
  /** The operator announces, with a signature of the new key. */
  const announce = async ({ from = lost, to = fresh, deadline = FAR, key = keyOf('fresh') } = {}) => {
    const signature = await signAccounts('Recovery', accountsDomain, { from, to, deadline }, key)
    return accounts.announceRecovery(from, to, deadline, signature)
  }
  const refuse = async (key: TypedSigner, { to = fresh, readyAt = 0n } = {}) => {
    const ready = readyAt || (await accounts.recoveryOf(lost)).readyAt
    const signature = await signAccounts('RecoveryRefusal', accountsDomain, { from: lost, to, readyAt: ready }, key)
    return accounts.connect(modules.anyone).refuseRecovery(lost, signature)
  }
  return { ...modules, accounts, announce, refuse }
}

async function announcedFixture() {
  const modules = await recoveryFixture()
  await modules.announce()
  const { readyAt } = await modules.accounts.recoveryOf(lost)
  return { ...modules, readyAt }
}

describe('PointsAccounts', function () {
  describe('a recovery', function () {
    it('is announced, waits in public, and is then completed by anybody', async function () {
      const { accounts, token, anyone, announce } = await loadFixture(recoveryFixture)
      const now = BigInt(await time.latest()) + 1n
      await time.setNextBlockTimestamp(now)
      const readyAt = now + BigInt(RECOVERY_DELAY)
      await expect(announce()).to.emit(accounts, 'RecoveryAnnounced').withArgs(lost, fresh, readyAt)
      expect(await accounts.recoveryOf(lost)).to.deep.equal([fresh, readyAt])
      await time.setNextBlockTimestamp(readyAt - 1n)
      await expect(accounts.connect(anyone).completeRecovery(lost))
        .to.be.revertedWithCustomError(accounts, 'RecoveryNotReady')
        .withArgs(lost, readyAt, readyAt - 1n)
      await time.setNextBlockTimestamp(readyAt)
      await expect(accounts.connect(anyone).completeRecovery(lost))
        .to.emit(accounts, 'RecoveryCompleted')
        .withArgs(lost, fresh, 1_000n)
        .and.to.emit(token, 'AccountMoved')
        .withArgs(lost, fresh, 1_000n)
      expect(await token.balanceOf(fresh)).to.equal(1_000n)
      await expect(accounts.completeRecovery(lost))
        .to.be.revertedWithCustomError(accounts, 'RecoveryUnknown')
        .withArgs(lost)
    })

    it('takes along what the old key earns while it waits, and what comes afterwards', async function () {
      const { accounts, token, credit, readyAt } = await loadFixture(announcedFixture)
      await credit({ account: lost, points: 5n })
      await time.setNextBlockTimestamp(readyAt)
      await accounts.completeRecovery(lost)
      await credit({ account: lost, points: 7n })
      expect(await token.balanceOf(fresh)).to.equal(1_012n)
    })

    it('can be refused by the old key until it is completed, by nobody else', async function () {
      const { accounts, token, refuse, readyAt } = await loadFixture(announcedFixture)
      for (const name of ['fresh', 'mallory', 'till']) {
        await expect(refuse(keyOf(name)))
          .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
          .withArgs(lost)
      }
      await time.setNextBlockTimestamp(readyAt + 10n)
      await expect(refuse(keyOf('lost')))
        .to.emit(accounts, 'RecoveryRefused')
        .withArgs(lost, fresh, ByMember)
      await expect(accounts.completeRecovery(lost)).to.be.revertedWithCustomError(accounts, 'RecoveryUnknown')
      await expect(refuse(keyOf('lost'), { readyAt })).to.be.revertedWithCustomError(accounts, 'RecoveryUnknown')
      expect(await token.balanceOf(lost)).to.equal(1_000n)
    })

    it('that was refused can be announced anew, and the old refusal does not count for it', async function () {
      const { accounts, announce, refuse, readyAt } = await loadFixture(announcedFixture)
      await refuse(keyOf('lost'))
      await announce()
      await expect(refuse(keyOf('lost'), { readyAt }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(lost)
      await expect(refuse(keyOf('lost'), { to: addressOf('other') }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(lost)
      await refuse(keyOf('lost'))
    })

    it('can be taken back by the operator, and then replaced, with the whole wait again', async function () {
      const { accounts, announce, readyAt, deployer } = await loadFixture(announcedFixture)
      await expect(announce({ to: addressOf('newer'), key: keyOf('newer') }))
        .to.be.revertedWithCustomError(accounts, 'RecoveryPending')
        .withArgs(lost, fresh)
      await expect(accounts.connect(deployer).cancelRecovery(lost))
        .to.be.revertedWithCustomError(accounts, 'AccessManagedUnauthorized')
        .withArgs(deployer.address)
      await time.setNextBlockTimestamp(readyAt - 5n)
      await expect(accounts.cancelRecovery(lost)).to.emit(accounts, 'RecoveryRefused').withArgs(lost, fresh, ByOperator)
      await expect(accounts.cancelRecovery(lost)).to.be.revertedWithCustomError(accounts, 'RecoveryUnknown')
      await announce({ to: addressOf('newer'), key: keyOf('newer') })
      await time.setNextBlockTimestamp(readyAt + 1n)
      await expect(accounts.completeRecovery(lost)).to.be.revertedWithCustomError(accounts, 'RecoveryNotReady')
    })

    it('ends when the old key moves the account itself', async function () {
      const { accounts, token, accountsDomain, readyAt } = await loadFixture(announcedFixture)
      const value = { from: lost, to: addressOf('own choice'), deadline: FAR }
      const sign = (name: string) => signAccounts('Move', accountsDomain, value, keyOf(name))
      await expect(accounts.move(lost, value.to, FAR, await sign('lost'), await sign('own choice')))
        .to.emit(accounts, 'RecoveryRefused')
        .withArgs(lost, fresh, ByMember)
      await time.setNextBlockTimestamp(readyAt)
      await expect(accounts.completeRecovery(lost)).to.be.revertedWithCustomError(accounts, 'RecoveryUnknown')
      expect(await token.balanceOf(value.to)).to.equal(1_000n)
    })

    it('is announced by the operator only, for an account that has something, to a new key that agrees', async function () {
      const { accounts, token, accountsDomain, announce, anyone, credit } = await loadFixture(recoveryFixture)
      const value = { from: lost, to: fresh, deadline: FAR }
      const signature = await signAccounts('Recovery', accountsDomain, value, keyOf('fresh'))
      await expect(accounts.connect(anyone).announceRecovery(lost, fresh, FAR, signature))
        .to.be.revertedWithCustomError(accounts, 'AccessManagedUnauthorized')
        .withArgs(anyone.address)
      await expect(announce({ key: keyOf('mallory') }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(fresh)
      await expect(announce({ from: addressOf('nobody') }))
        .to.be.revertedWithCustomError(token, 'AccountUnknown')
        .withArgs(addressOf('nobody'))
      await expect(announce({ from: ethers.ZeroAddress })).to.be.revertedWithCustomError(token, 'AccountZero')
      for (const to of ['bob', 'lost']) {
        await expect(announce({ to: addressOf(to), key: keyOf(to) }))
          .to.be.revertedWithCustomError(token, 'AccountUsed')
          .withArgs(addressOf(to))
      }
      await expect(announce({ to: ethers.ZeroAddress }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(ethers.ZeroAddress)
      const deadline = BigInt(await time.latest()) + 50n
      await time.setNextBlockTimestamp(deadline + 1n)
      await expect(announce({ deadline }))
        .to.be.revertedWithCustomError(accounts, 'DeadlinePassed')
        .withArgs(deadline, deadline + 1n)
      const move = { from: addressOf('bob'), to: addressOf('bob two'), deadline: FAR }
      const [old, two] = await Promise.all(
        ['bob', 'bob two'].map((name) => signAccounts('Move', accountsDomain, move, keyOf(name))),
      )
      await accounts.move(move.from, move.to, FAR, old!, two!)
      await credit({ account: move.from, points: 1n })
      await expect(announce({ from: move.from }))
        .to.be.revertedWithCustomError(token, 'AccountClosed')
        .withArgs(move.from)
    })

    it('goes on waiting where redeeming is paused', async function () {
      const { accounts, token, readyAt } = await loadFixture(announcedFixture)
      await time.setNextBlockTimestamp(readyAt)
      await token.pauseRedeeming()
      await expect(accounts.completeRecovery(lost)).to.be.revertedWithCustomError(token, 'RedeemingIsPaused')
      await token.resumeRedeeming()
      expect((await accounts.recoveryOf(lost)).to).to.equal(fresh)
      await accounts.completeRecovery(lost)
    })
  })
})
