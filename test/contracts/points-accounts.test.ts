import { expect } from 'chai'
import { getAddress } from 'ethers'

import { PointsAccounts__factory } from '../../typechain-types/factories/contracts/PointsAccounts__factory.js'
import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { accountsTypes, signAccounts } from './support/accounts.ts'
import type { TypedSigner } from './support/batch.ts'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { addressOf, DAY, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { passkeyOf } from './support/passkey.ts'
import { redeem, Refusal, signedOrder } from './support/redemption.ts'

const { loadFixture, time } = networkHelpers

const [card, wallet] = [addressOf('card'), addressOf('wallet')]
const FAR = 2n ** 40n

async function accountsFixture() {
  const modules = await modulesFixture()
  const { accounts, accountsDomain, credit } = modules
  await credit({ account: card, points: 1_000n }, { account: addressOf('bob'), points: 10n })
  /** Posts a move signed by these keys; state only what the test is about. */
  const move = async ({
    from = card,
    to = wallet,
    deadline = FAR,
    fromKey = keyOf('card'),
    toKey = keyOf('wallet'),
    domain = accountsDomain,
  } = {}) => {
    const sign = (key: TypedSigner) => signAccounts('Move', domain, { from, to, deadline }, key)
    return accounts.move(from, to, deadline, await sign(fromKey), await sign(toKey))
  }
  const setFreeze = async (
    frozen: boolean,
    sequence: bigint,
    options: { deadline?: bigint; key?: TypedSigner } = {},
  ) => {
    const { deadline = FAR, key = keyOf('card') } = options
    const signature = await signAccounts('Freeze', accountsDomain, { account: card, frozen, sequence, deadline }, key)
    return accounts.setFreeze(card, frozen, sequence, deadline, signature)
  }
  return { ...modules, move, setFreeze }
}

describe('PointsAccounts', function () {
  before(backToGenesis)

  it('is deployed with a delay of three days to a year', async function () {
    const { accounts, manager, token, deployer } = await loadFixture(accountsFixture)
    const factory = new PointsAccounts__factory(deployer)
    for (const delay of [3 * DAY - 1, 366 * DAY + 1]) {
      await expect(factory.deploy(manager, token, delay))
        .to.be.revertedWithCustomError(accounts, 'RecoveryDelayOutOfRange')
        .withArgs(delay)
    }
    for (const delay of [3 * DAY, 366 * DAY]) {
      expect(await (await factory.deploy(manager, token, delay)).RECOVERY_DELAY()).to.equal(delay)
    }
  })

  describe('move', function () {
    it('takes the whole account to the new key and closes the old one', async function () {
      const { token, accounts, move } = await loadFixture(accountsFixture)
      const supply = await token.totalSupply()
      await expect(move())
        .to.emit(token, 'AccountMoved')
        .withArgs(card, wallet, 1_000n)
        .and.to.emit(token, 'Transfer')
        .withArgs(card, wallet, 1_000n)
        .and.not.to.emit(accounts, 'RecoveryRefused')
      expect([await token.balanceOf(card), await token.balanceOf(wallet)]).to.deep.equal([0n, 1_000n])
      expect(await token.totalSupply()).to.equal(supply)
      expect(await token.successorOf(card)).to.equal(wallet)
    })

    it('leads what is credited to the closed account afterwards on to the new one', async function () {
      const { token, credit, move } = await loadFixture(accountsFixture)
      await move()
      await credit({ account: card, points: 50n })
      expect(await token.balanceOf(wallet)).to.equal(1_050n)
    })

    it('makes orders of the old key worthless, and lets the new key begin at nonce 1', async function () {
      const { redemption, domain, move } = await loadFixture(accountsFixture)
      await redeem({ redemption, domain }, await signedOrder(domain, { member: card, nonce: 7n }, keyOf('card')))
      await move()
      await expect(
        redeem({ redemption, domain }, await signedOrder(domain, { member: card, nonce: 8n }, keyOf('card'))),
      )
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(PARTNER, card, 8n, Refusal.Closed)
      const fresh = await signedOrder(domain, { member: wallet, points: 900n }, keyOf('wallet'))
      await expect(redeem({ redemption, domain }, fresh)).to.emit(redemption, 'PointsRedeemed')
    })

    it('takes freezes along', async function () {
      const { token, move, setFreeze } = await loadFixture(accountsFixture)
      await token.freeze(card)
      await setFreeze(true, 0n)
      await move()
      expect(await token.frozenBy(wallet)).to.deep.equal([true, true])
    })

    it('needs both signatures, over exactly this', async function () {
      const { accounts, accountsDomain, domain, move } = await loadFixture(accountsFixture)
      const mallory = keyOf('mallory')
      await expect(move({ fromKey: mallory }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(card)
      await expect(move({ toKey: mallory }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(wallet)
      const others = [domain, { ...accountsDomain, chainId: 1n }, { ...accountsDomain, version: '2' }]
      for (const other of others) {
        await expect(move({ domain: other }))
          .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
          .withArgs(card)
      }
      const value = { from: card, to: wallet, deadline: FAR }
      const signed = await Promise.all(
        ['card', 'wallet'].map((name) => signAccounts('Move', accountsDomain, value, keyOf(name))),
      )
      const [from, to] = [signed[0]!, signed[1]!]
      const changed = [
        [card, addressOf('thief'), FAR],
        [addressOf('bob'), wallet, FAR],
        [card, wallet, FAR - 1n],
      ] as const
      for (const call of changed) {
        await expect(accounts.move(...call, from, to)).to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
      }
      await expect(accounts.move(card, wallet, FAR, to, from)).to.be.revertedWithCustomError(
        accounts,
        'SignatureInvalid',
      )
      await accounts.move(card, wallet, FAR, from, to)
    })

    it('is refused after its deadline', async function () {
      const { accounts, move } = await loadFixture(accountsFixture)
      const deadline = BigInt(await time.latest()) + 50n
      await time.setNextBlockTimestamp(deadline + 1n)
      await expect(move({ deadline }))
        .to.be.revertedWithCustomError(accounts, 'DeadlinePassed')
        .withArgs(deadline, deadline + 1n)
      const next = deadline + 10n
      await time.setNextBlockTimestamp(next)
      await move({ deadline: next })
    })

    it('is no way to merge, to split, to send or to come back', async function () {
      const { token, accounts, move } = await loadFixture(accountsFixture)
      await expect(move({ to: addressOf('bob'), toKey: keyOf('bob') }))
        .to.be.revertedWithCustomError(token, 'AccountUsed')
        .withArgs(addressOf('bob'))
      await expect(move({ to: card, toKey: keyOf('card') }))
        .to.be.revertedWithCustomError(token, 'AccountUsed')
        .withArgs(card)
      await expect(move({ to: ethers.ZeroAddress, toKey: keyOf('mallory') }))
        .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
        .withArgs(ethers.ZeroAddress)
      await move()
      await expect(move()).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(card)
      await expect(move({ from: wallet, fromKey: keyOf('wallet'), to: card, toKey: keyOf('card') }))
        .to.be.revertedWithCustomError(token, 'AccountUsed')
        .withArgs(card)
    })

    it('takes points from a card to a passkey, and from there to a contract wallet', async function () {
      const { redemption, accounts, accountsDomain, token, deployer } = await loadFixture(accountsFixture)
      const passkey = passkeyOf(ethers.id('phone'))
      const phone = getAddress(passkey.address)
      const owner = keyOf('owner')
      const safe = await (await new SigningWallet__factory(deployer).deploy(owner.address)).getAddress()
      const step = async (from: string, to: string, sign: Record<string, (value: object) => Promise<string>>) => {
        const value = { from, to, deadline: FAR }
        await accounts.move(from, to, FAR, await sign[from]!(value), await sign[to]!(value))
      }
      const sign = {
        [card]: (value: object) => signAccounts('Move', accountsDomain, value, keyOf('card')),
        [phone]: async (value: object) =>
          passkey.assert(ethers.TypedDataEncoder.hash(accountsDomain, accountsTypes.Move, value)),
        [safe]: (value: object) => signAccounts('Move', accountsDomain, value, owner),
      }
      expect(
        await redemption.passkeyAccount(ethers.sha256(ethers.toUtf8Bytes('wallet.example.org')), passkey.x, passkey.y),
      ).to.equal(phone)
      await step(card, phone, sign)
      await step(phone, safe, sign)
      expect(await token.balanceOf(safe)).to.equal(1_000n)
    })
  })

  describe('setFreeze', function () {
    it('stops and allows redemption by the own key, in the order of the sequence', async function () {
      const { accounts, token, redemption, domain, setFreeze } = await loadFixture(accountsFixture)
      await expect(setFreeze(true, 0n)).to.emit(token, 'AccountFrozen').withArgs(card, true)
      const order = await signedOrder(domain, { member: card }, keyOf('card'))
      await expect(redeem({ redemption, domain }, order))
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(PARTNER, card, 1n, Refusal.Frozen)
      await setFreeze(false, 1n)
      for (const sequence of [0n, 1n, 3n]) {
        await expect(setFreeze(false, sequence))
          .to.be.revertedWithCustomError(accounts, 'UnexpectedSequence')
          .withArgs(card, 2n, sequence)
      }
      expect(await accounts.nextFreezeSequence(card)).to.equal(2n)
      await expect(redeem({ redemption, domain }, order)).to.emit(redemption, 'PointsRedeemed')
    })

    it('needs the own key, in time, and an account that is not closed', async function () {
      const { accounts, token, operator, setFreeze, move } = await loadFixture(accountsFixture)
      for (const key of [keyOf('mallory'), operator]) {
        await expect(setFreeze(true, 0n, { key }))
          .to.be.revertedWithCustomError(accounts, 'SignatureInvalid')
          .withArgs(card)
      }
      const deadline = BigInt(await time.latest()) + 50n
      await time.setNextBlockTimestamp(deadline + 1n)
      await expect(setFreeze(true, 0n, { deadline }))
        .to.be.revertedWithCustomError(accounts, 'DeadlinePassed')
        .withArgs(deadline, deadline + 1n)
      await move()
      await expect(setFreeze(true, 0n)).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(card)
    })

    it("leaves the operator's freeze alone", async function () {
      const { token, setFreeze } = await loadFixture(accountsFixture)
      await token.freeze(card)
      await setFreeze(true, 0n)
      await setFreeze(false, 1n)
      expect(await token.frozenBy(card)).to.deep.equal([true, false])
    })
  })
})
