import { expect } from 'chai'

import { signAccounts } from './support/accounts.ts'
import { aBatch, signedCall } from './support/batch.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, keyOf, Module, PARTNER } from './support/coalition.ts'
import { domainOf, modulesFixture, RECOVERY_DELAY } from './support/modules.ts'
import type { AccountPoints } from './support/records.ts'

const { loadFixture, time } = networkHelpers

const [lost, fresh, other] = [addressOf('lost'), addressOf('fresh'), addressOf('other')]
const FAR = 2n ** 40n
const ZERO = ethers.ZeroAddress

/** A recovery that the operator announced and that waits; the partner's issuer key is in hostile hands. */
async function waitingFixture() {
  const modules = await modulesFixture()
  const { issuance, registry, issuer, accountsDomain } = modules
  const accounts = modules.accounts.connect(modules.operator)
  await modules.credit({ account: lost, points: 1_000n }, { account: other, points: 10n })
  const announce = async (from = lost, to = 'fresh') => {
    const value = { from, to: addressOf(to), deadline: FAR }
    const signature = await signAccounts('Recovery', accountsDomain, value, keyOf(to))
    return accounts.announceRecovery(from, value.to, FAR, signature)
  }
  const issuing = await domainOf('Entente Issuance', issuance)
  const post = async (records: { credits?: AccountPoints[]; debits?: AccountPoints[] }) => {
    const batch = aBatch({ firstEntry: await registry.nextEntry(PARTNER), ...records })
    return issuance.post(...(await signedCall(batch, issuer, issuing)))
  }
  const move = async (from: string, to: string) => {
    const value = { from: addressOf(from), to: addressOf(to), deadline: FAR }
    const sign = (name: string) => signAccounts('Move', accountsDomain, value, keyOf(name))
    return accounts.move(value.from, value.to, FAR, await sign(from), await sign(to))
  }
  await announce()
  const ready = () => time.increase(RECOVERY_DELAY)
  return { ...modules, accounts, announce, post, move, ready }
}

describe('PointsAccounts', function () {
  describe('the address that a recovery waits for', function () {
    it('is not used up by a credit of no points: that is refused', async function () {
      const { accounts, token, post, ready } = await loadFixture(waitingFixture)
      for (const account of [fresh, lost, addressOf('stranger')]) {
        await expect(post({ credits: [{ account, points: 0n }] }))
          .to.be.revertedWithCustomError(token, 'PointsZero')
          .withArgs(account)
      }
      await ready()
      await accounts.completeRecovery(lost)
      expect(await token.balanceOf(fresh)).to.equal(1_000n)
    })

    it('passes on what a partner credits to it, and the recovery completes', async function () {
      const { accounts, token, post, ready } = await loadFixture(waitingFixture)
      await expect(post({ credits: [{ account: fresh, points: 1n }] }))
        .to.emit(token, 'Transfer')
        .withArgs(ZERO, fresh, 1n)
        .and.to.emit(token, 'Transfer')
        .withArgs(fresh, lost, 1n)
      expect([await token.balanceOf(fresh), await token.balanceOf(lost)]).to.deep.equal([0n, 1_001n])
      await ready()
      await accounts.completeRecovery(lost)
      expect([await token.balanceOf(fresh), await token.balanceOf(lost)]).to.deep.equal([1_001n, 0n])
      expect([await token.successorOf(lost), await token.successorOf(fresh)]).to.deep.equal([fresh, ZERO])
      expect(await token.reservationOf(lost)).to.equal(ZERO)
    })

    it('is told from one that its points have left by a bit of its word', async function () {
      const { accounts, token, ready } = await loadFixture(waitingFixture)
      const [reserved, closed] = [1n << 239n, 1n << 238n]
      const flagsOf = async (account: string) => (await token.accountWord(account)) & (reserved | closed)
      expect([await flagsOf(fresh), await flagsOf(lost)]).to.deep.equal([reserved | closed, 0n])
      await ready()
      await accounts.completeRecovery(lost)
      expect([await flagsOf(fresh), await flagsOf(lost)]).to.deep.equal([0n, closed])
    })

    it('is not used up by a return: it takes from the account as one of that account does', async function () {
      const { accounts, token, post, ready } = await loadFixture(waitingFixture)
      await post({ debits: [{ account: fresh, points: 3n }] })
      expect(await token.balanceOf(lost)).to.equal(997n)
      await ready()
      await accounts.completeRecovery(lost)
      expect(await token.balanceOf(fresh)).to.equal(997n)
    })

    it('cannot be frozen, moved from or to, or announced for anybody else', async function () {
      const { accounts, token, accountsDomain, announce, move, ready } = await loadFixture(waitingFixture)
      await expect(token.freeze(fresh)).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(fresh)
      const freeze = { account: fresh, frozen: true, sequence: 0n, deadline: FAR }
      await expect(
        accounts.setFreeze(fresh, true, 0n, FAR, await signAccounts('Freeze', accountsDomain, freeze, keyOf('fresh'))),
      )
        .to.be.revertedWithCustomError(token, 'AccountClosed')
        .withArgs(fresh)
      await expect(move('fresh', 'elsewhere')).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(fresh)
      await expect(move('other', 'fresh')).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(fresh)
      await expect(announce(other)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(fresh)
      await expect(announce(fresh, 'elsewhere')).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(fresh)
      await ready()
      await accounts.completeRecovery(lost)
    })

    it('is free again, as if never seen, when the recovery is cancelled or refused', async function () {
      const { accounts, token, accountsDomain, announce, post, move } = await loadFixture(waitingFixture)
      await post({ credits: [{ account: fresh, points: 1n }] })
      await token.pauseRedeeming()
      await accounts.cancelRecovery(lost)
      await token.resumeRedeeming()
      expect([await token.accountWord(fresh), await token.reservationOf(lost)]).to.deep.equal([0n, ZERO])
      await announce()
      const { readyAt } = await accounts.recoveryOf(lost)
      const refusal = { from: lost, to: fresh, readyAt }
      await accounts.refuseRecovery(lost, await signAccounts('RecoveryRefusal', accountsDomain, refusal, keyOf('lost')))
      expect(await token.accountWord(fresh)).to.equal(0n)
      await move('other', 'fresh')
      expect(await token.balanceOf(fresh)).to.equal(10n)
    })

    it('is free again when the account moves by its own key, and can be where it moves to', async function () {
      const { accounts, token, move, announce } = await loadFixture(waitingFixture)
      await move('lost', 'own choice')
      expect(await token.accountWord(fresh)).to.equal(0n)
      await announce(addressOf('own choice'))
      await move('own choice', 'fresh')
      expect(await token.balanceOf(fresh)).to.equal(1_000n)
      expect(await token.successorOf(lost)).to.equal(fresh)
      expect((await accounts.recoveryOf(addressOf('own choice'))).to).to.equal(ZERO)
    })
  })

  describe('a debit of an address that the ledger never saw', function () {
    it('leaves it unseen, so that no partner uses up an address for nothing', async function () {
      const { token, post, move } = await loadFixture(waitingFixture)
      const unseen = addressOf('unseen')
      for (const points of [1n, 5n]) {
        await expect(post({ debits: [{ account: unseen, points }] }))
          .to.emit(token, 'DebitShortfall')
          .withArgs(PARTNER, unseen, points)
      }
      await expect(post({ debits: [{ account: unseen, points: 0n }] })).not.to.emit(token, 'DebitShortfall')
      expect(await token.accountWord(unseen)).to.equal(0n)
      await move('other', 'unseen')
      expect(await token.balanceOf(unseen)).to.equal(10n)
    })
  })
})

describe('PointsToken', function () {
  describe('reserveAccount', function () {
    it('is the accounts module only, for an account that is known and open', async function () {
      const { token, deployer, operator, anyone, move } = await loadFixture(waitingFixture)
      const stranger = addressOf('stranger')
      for (const caller of [deployer, operator, anyone]) {
        await expect(token.connect(caller).reserveAccount(lost, ZERO))
          .to.be.revertedWithCustomError(token, 'NotTheModule')
          .withArgs(Module.Accounts, caller.address)
      }
      await move('other', 'moved')
      await token.replaceModule(Module.Accounts, anyone)
      const module = token.connect(anyone)
      await expect(module.reserveAccount(stranger, fresh))
        .to.be.revertedWithCustomError(token, 'AccountUnknown')
        .withArgs(stranger)
      await expect(module.reserveAccount(ZERO, stranger)).to.be.revertedWithCustomError(token, 'AccountZero')
      await expect(module.reserveAccount(other, stranger))
        .to.be.revertedWithCustomError(token, 'AccountClosed')
        .withArgs(other)
      await expect(module.reserveAccount(lost, lost)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(lost)
    })

    it('keeps one address for an account: a new module ends what the old one reserved', async function () {
      const { token, anyone, post } = await loadFixture(waitingFixture)
      await token.replaceModule(Module.Accounts, anyone)
      const module = token.connect(anyone)
      const newer = addressOf('newer')
      await module.reserveAccount(lost, newer)
      expect([await token.accountWord(fresh), await token.reservationOf(lost)]).to.deep.equal([0n, newer])
      await module.reserveAccount(lost, newer)
      await module.moveAccount(lost, addressOf('moved'))
      expect([await token.accountWord(newer), await token.reservationOf(lost)]).to.deep.equal([0n, ZERO])
      await post({ credits: [{ account: newer, points: 4n }] })
      expect(await token.balanceOf(newer)).to.equal(4n)
    })
  })
})
