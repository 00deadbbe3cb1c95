import { expect } from 'chai'

import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, Module, PARTNER } from './support/coalition.ts'
import { ledgerFixture, Outcome, toEpoch } from './support/ledger.ts'
import { packRecords } from './support/records.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const cleo = addressOf('cleo')
const ZERO = ethers.ZeroAddress

describe('PointsLedger', function () {
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
      await expect(own(true)).to.emit(token, 'AccountFrozen').withArgs(ada, true)
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

  describe('modules', function () {
    it('alone may call their hooks', async function () {
      const { token, anyone, operator, issuer, redemption, accounts } = await loadFixture(ledgerFixture)
      for (const caller of [anyone, operator, issuer, redemption, accounts]) {
        const as = token.connect(caller)
        const refused = async (call: () => Promise<unknown>, module: bigint, actor: unknown) => {
          if (caller === actor) return
          await expect(call()).to.be.revertedWithCustomError(token, 'NotTheModule').withArgs(module, caller.address)
        }
        await refused(() => as.issuePoints('0x'), Module.Issuance, issuer)
        await refused(() => as.reversePoints(PARTNER, '0x'), Module.Issuance, issuer)
        await refused(() => as.spend('0x'), Module.Redemption, redemption)
        await refused(() => as.takeOne(ethers.ZeroHash), Module.Redemption, redemption)
        await refused(() => as.restore('0x'), Module.Redemption, redemption)
        await refused(() => as.moveAccount(ada, bert), Module.Accounts, accounts)
        await refused(() => as.setMemberFreeze(ada, true), Module.Accounts, accounts)
      }
    })

    it('can be replaced, by none too, and the old one has no power left', async function () {
      const { token, anyone, issuer, issuance, redemption, accounts } = await loadFixture(ledgerFixture)
      expect(await token.moduleOf(Module.Issuance)).to.equal(issuer.address)
      await expect(token.replaceModule(Module.Redemption, anyone))
        .to.emit(token, 'ModuleReplaced')
        .withArgs(Module.Redemption, redemption.address, anyone.address)
      await token.connect(anyone).spend('0x')
      await expect(token.connect(redemption).spend('0x'))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, redemption.address)
      await token.replaceModule(Module.Issuance, ZERO)
      await expect(token.connect(issuer).issuePoints('0x'))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Issuance, issuer.address)
      await expect(token.replaceModule(Module.Issuance, issuer))
        .to.be.revertedWithCustomError(token, 'ModuleReplacedBefore')
        .withArgs(Module.Issuance, issuer.address)
      await expect(token.replaceModule(Module.Redemption, issuance))
        .to.be.revertedWithCustomError(token, 'ModuleReplacedBefore')
        .withArgs(Module.Redemption, await issuance.getAddress())
      await token.replaceModule(Module.Issuance, accounts)
      expect(await token.moduleOf(Module.Issuance)).to.equal(accounts.address)
    })

    it('and switches do not disturb the supply', async function () {
      const { token, credit } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await expect(token.pauseIssuing()).to.emit(token, 'IssuingPaused').withArgs(true)
      await expect(token.pauseRedeeming()).to.emit(token, 'RedeemingPaused').withArgs(true)
      expect(await token.paused()).to.deep.equal([true, true])
      await toEpoch(token, 1n)
      await expect(credit({ account: ada, points: 1n }))
        .to.be.revertedWithCustomError(token, 'IssuingIsPaused')
        .withArgs()
      await expect(token.resumeIssuing()).to.emit(token, 'IssuingPaused').withArgs(false)
      await expect(token.resumeRedeeming()).to.emit(token, 'RedeemingPaused').withArgs(false)
      await credit({ account: ada, points: 1n })
      expect([await token.totalSupply(), await token.balanceOf(ada)]).to.deep.equal([11n, 11n])
      await expect(token.setContractURI('ipfs://points')).to.emit(token, 'ContractURIUpdated')
      expect(await token.contractURI()).to.equal('ipfs://points')
    })
  })
})
