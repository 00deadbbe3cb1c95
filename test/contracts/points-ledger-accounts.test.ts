import { expect } from 'chai'

import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, PARTNER } from './support/coalition.ts'
import { ledgerFixture, Outcome, toEpoch } from './support/ledger.ts'
import { packRecords } from './support/records.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const cleo = addressOf('cleo')
const ZERO = ethers.ZeroAddress

describe('PointsLedger', function () {
  describe('moveAccount', function () {
    it('moves every lot and the freezes, and begins the nonce anew', async function () {
      const { token, accounts, credit, spend, move } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await toEpoch(token, 1n)
      await credit({ account: ada, points: 5n })
      await spend({ account: ada, points: 1n, nonce: 40n })
      await token.freeze(ada)
      await token.connect(accounts).setMemberFreeze(ada, true)
      await expect(move(ada, bert))
        .to.emit(token, 'Transfer')
        .withArgs(ada, bert, 14n)
        .and.to.emit(token, 'AccountMoved')
        .withArgs(ada, bert, 14n)
      expect([
        await token.balanceOf(ada),
        await token.balanceOfAtEpoch(1n, bert),
        await token.balanceOfAtEpoch(2n, bert),
      ]).to.deep.equal([0n, 9n, 5n])
      expect(await token.frozenBy(bert)).to.deep.equal([true, true])
      expect([await token.lastNonce(bert), await token.successorOf(ada), await token.successorOf(bert)]).to.deep.equal([
        0n,
        bert,
        ZERO,
      ])
      expect(await token.totalSupply()).to.equal(14n)
    })

    it('refuses closed, zero and used addresses, and the same one', async function () {
      const { token, credit, move } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n }, { account: bert, points: 1n })
      await expect(move(ada, bert)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(bert)
      await expect(move(ada, ada)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(ada)
      await expect(move(cleo, cleo)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(cleo)
      await expect(move(ada, ZERO)).to.be.revertedWithCustomError(token, 'AccountZero').withArgs()
      await expect(move(ZERO, cleo)).to.be.revertedWithCustomError(token, 'AccountZero').withArgs()
      await move(ada, cleo)
      await expect(move(ada, addressOf('dora')))
        .to.be.revertedWithCustomError(token, 'AccountClosed')
        .withArgs(ada)
      await expect(move(cleo, ada)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(ada)
      await expect(token.freeze(ada)).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(ada)
      await token.pauseRedeeming()
      await expect(move(cleo, addressOf('dora')))
        .to.be.revertedWithCustomError(token, 'RedeemingIsPaused')
        .withArgs()
    })

    it('leaves a closed account that leads on, over several moves', async function () {
      const { token, credit, debit, move } = await loadFixture(ledgerFixture)
      await move(ada, bert)
      await move(bert, cleo)
      await expect(credit({ account: ada, points: 10n }))
        .to.emit(token, 'Transfer')
        .withArgs(ZERO, ada, 10n)
        .and.to.emit(token, 'Transfer')
        .withArgs(ada, cleo, 10n)
      await expect(debit({ account: bert, points: 15n }))
        .to.emit(token, 'Transfer')
        .withArgs(cleo, bert, 10n)
        .and.to.emit(token, 'Transfer')
        .withArgs(bert, ZERO, 10n)
        .and.to.emit(token, 'DebitShortfall')
        .withArgs(PARTNER, bert, 5n)
      expect([await token.balanceOf(ada), await token.balanceOf(bert), await token.balanceOf(cleo)]).to.deep.equal([
        0n,
        0n,
        0n,
      ])
    })

    it('makes nobody who credits or debits an old key pay for the moves after it', async function () {
      const { token, issuer, credit, debit, move } = await loadFixture(ledgerFixture)
      const keys = Array.from({ length: 40 }, (_, index) => addressOf(`key ${index}`))
      await credit({ account: keys[0]!, points: 1_000n })
      await move(keys[0]!, keys[1]!)
      const record = packRecords([{ account: keys[0]!, points: 1n }])
      const costs = async () => [
        await token.connect(issuer).issuePoints.estimateGas(record),
        await token.connect(issuer).reversePoints.estimateGas(PARTNER, record),
      ]
      const afterOne = await costs()
      for (const [index, key] of keys.slice(1, -1).entries()) await move(key, keys[index + 2]!)
      expect(await costs()).to.deep.equal(afterOne)
      const last = keys.at(-1)!
      const successors = await Promise.all(keys.map((key) => token.successorOf(key)))
      expect(successors).to.deep.equal([...keys.slice(0, -1).map(() => last), ZERO])
      for (const key of keys.slice(0, -1)) await credit({ account: key, points: 1n })
      await debit({ account: keys[7]!, points: 1_000n })
      expect(await token.balanceOf(last)).to.equal(39n)
    })

    it('costs at most 8,000 gas more for each earlier move', async function () {
      const { move } = await loadFixture(ledgerFixture)
      const keys = Array.from({ length: 12 }, (_, index) => addressOf(`key ${index}`))
      const costs: bigint[] = []
      for (const [index, key] of keys.slice(0, -1).entries()) {
        costs.push((await (await move(key, keys[index + 1]!)).wait())!.gasUsed)
      }
      for (const [index, cost] of costs.slice(1).entries()) expect(Number(cost - costs[index]!)).to.be.at.most(8_000)
    })
  })

  describe('freezes', function () {
    it('are two, and redemption is allowed again when neither is left', async function () {
      const { token, accounts, credit, outcomes } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      const own = (frozen: boolean) => token.connect(accounts).setMemberFreeze(ada, frozen)
      expect(await token.frozenBy(ada)).to.deep.equal([false, false])
      await expect(own(true)).to.emit(token, 'AccountFrozen').withArgs(ada, true)
      expect(await token.frozenBy(ada)).to.deep.equal([false, true])
      await expect(token.freeze(ada)).to.emit(token, 'AccountFrozen').withArgs(ada, true)
      await expect(own(false)).to.emit(token, 'AccountFrozen').withArgs(ada, true)
      expect(await token.frozenBy(ada)).to.deep.equal([true, false])
      expect((await outcomes({ account: ada, points: 1n, nonce: 1n })).outcomes).to.deep.equal([Outcome.Frozen])
      await expect(token.unfreeze(ada)).to.emit(token, 'AccountFrozen').withArgs(ada, false)
      expect((await outcomes({ account: ada, points: 1n, nonce: 1n })).total).to.equal(1n)
      expect(await token.balanceOf(ada)).to.equal(10n)
      await expect(token.freeze(ZERO)).to.be.revertedWithCustomError(token, 'AccountZero').withArgs()
    })
  })
})
