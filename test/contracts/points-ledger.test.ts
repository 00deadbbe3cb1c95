import { expect } from 'chai'
import { concat } from 'ethers'
import type { ContractTransactionResponse } from 'ethers'

import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, PARTNER } from './support/coalition.ts'
import { ledgerFixture, mineAtEpoch, Outcome, toEpoch, transfersOf } from './support/ledger.ts'
import { packOrders, packRecords } from './support/records.ts'
import type { SpendOrder } from './support/records.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const cleo = addressOf('cleo')
const ZERO = ethers.ZeroAddress

describe('PointsLedger', function () {
  describe('every change', function () {
    it('logs the transfers that it is, and no other', async function () {
      const { token, credit, debit, spend, move } = await loadFixture(ledgerFixture)
      const logged = async (sent: Promise<ContractTransactionResponse>) => transfersOf(token, await sent)
      await credit({ account: ada, points: 10n })
      await mineAtEpoch(token, 6n)
      expect(await logged(credit({ account: ada, points: 5n }))).to.deep.equal([
        [ada, ZERO, 10n],
        [ZERO, ada, 5n],
      ])
      expect(await logged(debit({ account: ada, points: 1n }))).to.deep.equal([[ada, ZERO, 1n]])
      expect(await logged(debit({ account: bert, points: 1n }))).to.deep.equal([])
      expect(await logged(move(ada, cleo))).to.deep.equal([[ada, cleo, 4n]])
      expect(await logged(debit({ account: ada, points: 1n }))).to.deep.equal([
        [cleo, ada, 1n],
        [ada, ZERO, 1n],
      ])
      expect(await logged(spend({ account: cleo, points: 3n, nonce: 1n }))).to.deep.equal([[cleo, ZERO, 3n]])
      expect(await logged(spend({ account: cleo, points: 0n, nonce: 2n }))).to.deep.equal([])
      expect(await logged(debit({ account: ada, points: 1n }))).to.deep.equal([])
    })
  })

  describe('reversePoints', function () {
    it('takes the newest points first and logs nothing where nothing was taken', async function () {
      const { token, credit, debit } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await toEpoch(token, 1n)
      await credit({ account: ada, points: 5n })
      await debit({ account: ada, points: 7n })
      expect([await token.balanceOfAtEpoch(1n, ada), await token.balanceOfAtEpoch(2n, ada)]).to.deep.equal([8n, 0n])
      await expect(debit({ account: bert, points: 4n }))
        .to.emit(token, 'DebitShortfall')
        .withArgs(PARTNER, bert, 4n)
        .and.not.to.emit(token, 'Transfer')
    })

    it('takes from a frozen account too', async function () {
      const { token, credit, debit } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await token.freeze(ada)
      await debit({ account: ada, points: 4n })
      expect(await token.balanceOf(ada)).to.equal(6n)
    })
  })

  describe('spend', function () {
    it('takes the oldest points first and remembers the nonce', async function () {
      const { token, credit, spend, outcomes } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await toEpoch(token, 1n)
      await credit({ account: ada, points: 5n })
      expect(await outcomes({ account: ada, points: 12n, nonce: 9n })).to.deep.equal({ total: 12n, outcomes: [] })
      await expect(spend({ account: ada, points: 12n, nonce: 9n }))
        .to.emit(token, 'Transfer')
        .withArgs(ada, ZERO, 12n)
      expect([await token.balanceOfAtEpoch(1n, ada), await token.balanceOfAtEpoch(2n, ada)]).to.deep.equal([0n, 3n])
      expect(await token.lastNonce(ada)).to.equal(9n)
      expect(await token.totalSupply()).to.equal(3n)
    })

    it('gives each bad order its outcome and carries out the others', async function () {
      const { token, accounts, credit, spend, outcomes, move } = await loadFixture(ledgerFixture)
      const [dora, emil] = [addressOf('dora'), addressOf('emil')]
      await credit(...[ada, bert, cleo, dora].map((account) => ({ account, points: 10n })))
      await token.freeze(bert)
      await token.connect(accounts).setMemberFreeze(cleo, true)
      await move(dora, emil)
      await spend({ account: ada, points: 1n, nonce: 5n })
      const nonces = { old: 5n, dead: 4n, tooHigh: 2n ** 20n, last: 2n ** 20n - 1n }
      const orders = [
        { account: ada, points: 1n, nonce: nonces.old },
        { account: ada, points: 1n, nonce: nonces.dead },
        { account: ada, points: 1n, nonce: nonces.tooHigh },
        { account: ada, points: 10n, nonce: 6n },
        { account: bert, points: 1n, nonce: 1n },
        { account: cleo, points: 1n, nonce: 1n },
        { account: dora, points: 1n, nonce: 1n },
        { account: ZERO, points: 1n, nonce: 1n },
        { account: addressOf('nobody'), points: 1n, nonce: 1n },
        { account: ada, points: 9n, nonce: nonces.last },
      ]
      const { NonceUnusable, Insufficient, Frozen, Closed, Spent } = Outcome
      const expected = [
        NonceUnusable,
        NonceUnusable,
        NonceUnusable,
        Insufficient,
        Frozen,
        Frozen,
        Closed,
        Closed,
        Insufficient,
        Spent,
      ]
      expect(await outcomes(...orders)).to.deep.equal({ total: 9n, outcomes: expected })
      await spend(...orders)
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([0n, 30n])
      expect(await token.lastNonce(ada)).to.equal(nonces.last)
    })

    it('takes the last nonce, and none above it, of an account whose points expired too', async function () {
      const { token, credit, spend, outcomes } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await toEpoch(token, 6n)
      await credit({ account: bert, points: 1n })
      const last = 2n ** 20n - 1n
      expect((await outcomes({ account: ada, points: 0n, nonce: last + 1n })).outcomes).to.deep.equal([
        Outcome.NonceUnusable,
      ])
      await spend({ account: ada, points: 0n, nonce: last })
      expect(await token.lastNonce(ada)).to.equal(last)
    })

    it('takes all that is left of an account whose oldest points expired, and not one more', async function () {
      const { token, credit, spend, outcomes } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await toEpoch(token, 1n)
      await credit({ account: ada, points: 5n })
      await toEpoch(token, 5n)
      await credit({ account: bert, points: 1n })
      expect((await outcomes({ account: ada, points: 6n, nonce: 1n })).outcomes).to.deep.equal([Outcome.Insufficient])
      expect(await transfersOf(token, await spend({ account: ada, points: 5n, nonce: 1n }))).to.deep.equal([
        [ada, ZERO, 10n],
        [ada, ZERO, 5n],
      ])
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([0n, 1n])
    })

    it('refuses bytes that are no whole number of orders, and pause', async function () {
      const { token, redemption } = await loadFixture(ledgerFixture)
      await expect(token.connect(redemption).spend(`0x${'11'.repeat(30)}`))
        .to.be.revertedWithCustomError(token, 'RecordsMalformed')
        .withArgs(30)
      await token.pauseRedeeming()
      await expect(token.connect(redemption).spend('0x'))
        .to.be.revertedWithCustomError(token, 'RedeemingIsPaused')
        .withArgs()
      await token.resumeRedeeming()
      await token.connect(redemption).spend('0x')
    })
  })

  describe('takeOne', function () {
    it('does what spend does, whichever way the order goes', async function () {
      const { token, redemption, credit } = await loadFixture(ledgerFixture)
      const take = async (order: SpendOrder) => {
        const packed = concat([packOrders([order]), '0x000000'])
        const outcome = await token.connect(redemption).takeOne.staticCall(packed)
        await token.connect(redemption).takeOne(packed)
        return outcome
      }
      await credit({ account: ada, points: 10n }, { account: bert, points: 90n })
      expect(await take({ account: ada, points: 4n, nonce: 1n })).to.equal(Outcome.Spent)
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([6n, 96n])
      await mineAtEpoch(token, 1n)
      expect(await take({ account: ada, points: 1n, nonce: 1n })).to.equal(Outcome.NonceUnusable)
      await credit({ account: ada, points: 5n })
      expect(await take({ account: ada, points: 8n, nonce: 2n })).to.equal(Outcome.Spent)
      expect(await take({ account: ada, points: 4n, nonce: 3n })).to.equal(Outcome.Insufficient)
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([3n, 93n])
      const epoch = await token.currentEpoch()
      expect([await token.balanceOfAtEpoch(epoch - 1n, ada), await token.lastNonce(ada)]).to.deep.equal([0n, 2n])
    })
  })

  describe('records', function () {
    it('end with what reads as the zero address, and as none that differs from it in its last bit', async function () {
      const { token, issuer } = await loadFixture(ledgerFixture)
      const packed = packRecords([{ account: ada, points: 10n }])
      const padded = token.interface.encodeFunctionData('issuePoints', [packed])
      // Six bytes of padding, and fourteen more, are the place of an address.
      const send = (last: string) =>
        issuer.sendTransaction({ to: token, data: concat([padded, `0x${'00'.repeat(13)}${last}`]) })
      await expect(send('01')).to.be.revertedWithCustomError(token, 'RecordsMalformed').withArgs(26)
      await send('00')
      expect(await token.balanceOf(ada)).to.equal(10n)
    })
  })

  describe('restore', function () {
    it('gives points back into the current epoch, and not while redeeming is paused', async function () {
      const { token, redemption } = await loadFixture(ledgerFixture)
      const restore = () => token.connect(redemption).restore(packRecords([{ account: ada, points: 10n }]))
      await restore()
      expect(await token.balanceOfAtEpoch(await token.currentEpoch(), ada)).to.equal(10n)
      await token.pauseRedeeming()
      await expect(restore()).to.be.revertedWithCustomError(token, 'RedeemingIsPaused').withArgs()
    })
  })
})
