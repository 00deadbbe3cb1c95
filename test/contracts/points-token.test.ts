import { expect } from 'chai'

import { PointsToken__factory } from '../../typechain-types/factories/contracts/PointsToken__factory.js'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, deployedFixture, EPOCH, LOT_MAX, Module, PARTNER } from './support/coalition.ts'
import { packOrders, packRecords } from './support/records.ts'
import type { AccountPoints, SpendOrder } from './support/records.ts'

const { loadFixture, time } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const cleo = addressOf('cleo')
const ZERO = ethers.ZeroAddress
const Outcome = { Spent: 0, NonceUnusable: 1, Frozen: 2, Closed: 3, Insufficient: 4 }

/** The ledger with plain accounts as its modules, so that each hook can be called alone. */
async function ledgerFixture() {
  const deployed = await deployedFixture()
  const { token, redemption, accounts, operator } = deployed
  const [, , , , , issuer] = await ethers.getSigners()
  await token.replaceModule(Module.Issuance, issuer!)
  const credit = (...records: AccountPoints[]) => token.connect(issuer).issuePoints(packRecords(records))
  const debit = (...records: AccountPoints[]) => token.connect(issuer).reversePoints(PARTNER, packRecords(records))
  const spend = (...orders: SpendOrder[]) => token.connect(redemption).spend(packOrders(orders))
  const outcomes = async (...orders: SpendOrder[]) => {
    const [total, bytes] = await token.connect(redemption).spend.staticCall(packOrders(orders))
    return { total, outcomes: [...ethers.getBytes(bytes)] }
  }
  const move = (from: string, to: string) => token.connect(accounts).moveAccount(from, to)
  return { ...deployed, operator, issuer: issuer!, credit, debit, spend, outcomes, move }
}

/** Moves the clock to a second of epoch `current + epochs`: its first one, or `offset` away from it. */
async function toEpoch(token: Awaited<ReturnType<typeof ledgerFixture>>['token'], epochs: bigint, offset = 0n) {
  await time.setNextBlockTimestamp((await token.epochStart((await token.currentEpoch()) + epochs)) + offset)
}

async function mineAtEpoch(token: Awaited<ReturnType<typeof ledgerFixture>>['token'], epochs: bigint, offset = 0n) {
  await toEpoch(token, epochs, offset)
  await networkHelpers.mine()
}

describe('PointsToken', function () {
  describe('as wallets see it', function () {
    it('has a name, a symbol, no decimals and a document', async function () {
      const { token } = await loadFixture(deployedFixture)
      expect(await token.name()).to.equal('Entente Points')
      expect(await token.symbol()).to.equal('POINTS')
      expect(await token.decimals()).to.equal(0n)
      expect(await token.contractURI()).to.equal('https://example.org/points.json')
      expect(await token.allowance(ada, bert)).to.equal(0n)
    })

    it('refuses transfer, transferFrom and approve with a sentence', async function () {
      const { token } = await loadFixture(deployedFixture)
      const sentence = 'Points cannot be sent; redeem them at a partner of the coalition'
      await expect(token.transfer(ada, 1n)).to.be.revertedWith(sentence)
      await expect(token.transferFrom(ada, bert, 1n)).to.be.revertedWith(sentence)
      await expect(token.approve(ada, 1n)).to.be.revertedWith(sentence)
    })

    it('claims ERC-165, ERC-20 metadata and ERC-1404, and not ERC-20', async function () {
      const { token } = await loadFixture(deployedFixture)
      for (const id of ['0x01ffc9a7', '0xa219a025', '0xab84a5c8']) expect(await token.supportsInterface(id), id).to.equal(true)
      for (const id of ['0x36372b07', '0x3edbb4c4', '0xffffffff']) expect(await token.supportsInterface(id), id).to.equal(false)
    })

    it('says by ERC-1404 what it would do', async function () {
      const { token, credit, move } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n }, { account: bert, points: 10n })
      const code = (from: string, to: string, value: bigint) => token.detectTransferRestriction(from, to, value)
      expect(await code(ada, bert, 1n)).to.equal(1n)
      expect(await code(ZERO, ZERO, 1n)).to.equal(1n)
      expect(await code(ZERO, ada, LOT_MAX - 20n)).to.equal(0n)
      expect(await code(ZERO, ada, LOT_MAX - 19n)).to.equal(7n)
      expect(await code(ada, ZERO, 10n)).to.equal(0n)
      expect(await code(ada, ZERO, 11n)).to.equal(6n)
      await token.freeze(ada)
      expect(await code(ada, ZERO, 1n)).to.equal(4n)
      await move(bert, cleo)
      expect(await code(bert, ZERO, 1n)).to.equal(5n)
      await token.pauseIssuing()
      await token.pauseRedeeming()
      expect(await code(ZERO, ada, 1n)).to.equal(2n)
      expect(await code(ada, ZERO, 1n)).to.equal(3n)
      const messages = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((each) => token.messageForTransferRestriction(each)))
      expect(new Set(messages).size).to.equal(8)
      expect(await token.messageForTransferRestriction(99)).to.equal('Unknown restriction')
    })
  })

  describe('constructor', function () {
    it('refuses epochs below an hour and above ten years', async function () {
      const { manager, deployer, token } = await loadFixture(deployedFixture)
      const deploy = (length: bigint) =>
        new PointsToken__factory(deployer).deploy(manager, 'P', 'P', '', length, { issuance: ZERO, redemption: ZERO, accounts: ZERO })
      for (const length of [0n, 3_599n, 3_660n * 86_400n + 1n]) {
        await expect(deploy(length)).to.be.revertedWithCustomError(token, 'EpochLengthOutOfRange').withArgs(length)
      }
      for (const length of [3_600n, 3_660n * 86_400n]) expect(await (await deploy(length)).currentEpoch()).to.equal(1n)
    })
  })

  describe('epochs', function () {
    it('are numbered from 1 and begin at multiples of their length', async function () {
      const { token } = await loadFixture(ledgerFixture)
      expect(await token.currentEpoch()).to.equal(1n)
      expect((await token.epochStart(1n)) % BigInt(EPOCH)).to.equal(0n)
      expect([await token.epochLength(), await token.epochType(), await token.validityDuration()]).to.deep.equal([BigInt(EPOCH), 1n, 6n])
      await mineAtEpoch(token, 1n, -1n)
      expect(await token.currentEpoch()).to.equal(1n)
      await networkHelpers.mine()
      expect(await token.currentEpoch()).to.equal(2n)
    })

    it('let points live until the last second of their sixth epoch', async function () {
      const { token, credit } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      const [epoch] = [await token.currentEpoch()]
      await mineAtEpoch(token, 6n, -1n)
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([10n, 10n])
      expect(await token.balanceOfAtEpoch(epoch, ada)).to.equal(10n)
      expect(await token.isEpochExpired(epoch)).to.equal(false)
      await networkHelpers.mine()
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([0n, 0n])
      expect(await token.balanceOfAtEpoch(epoch, ada)).to.equal(0n)
      expect(await token.isEpochExpired(epoch)).to.equal(true)
      expect(await token.isEpochExpired(epoch + 100n)).to.equal(false)
      expect(await token.balanceOfAtEpoch(epoch + 100n, ada)).to.equal(0n)
    })

    it('end with number 65,535, after which nothing expires', async function () {
      const { token, credit } = await loadFixture(ledgerFixture)
      await time.setNextBlockTimestamp(await token.epochStart(65_535n))
      await credit({ account: ada, points: 10n })
      await time.setNextBlockTimestamp(await token.epochStart(65_600n))
      await credit({ account: ada, points: 5n })
      expect(await token.currentEpoch()).to.equal(65_535n)
      expect(await token.balanceOfAtEpoch(65_535n, ada)).to.equal(15n)
      expect(await token.totalSupply()).to.equal(15n)
    })
  })

  describe('expiry in the log', function () {
    it('comes with the next credit, debit or redemption', async function () {
      const { token, credit, debit, spend } = await loadFixture(ledgerFixture)
      for (const touch of [() => credit({ account: ada, points: 1n }), () => debit({ account: ada, points: 1n })]) {
        await credit({ account: ada, points: 10n })
        const left = (await token.balanceOf(ada)) - 10n
        await toEpoch(token, 6n)
        await expect(touch()).to.emit(token, 'Transfer').withArgs(ada, ZERO, 10n + left)
      }
      await credit({ account: bert, points: 7n })
      await toEpoch(token, 1n)
      await credit({ account: bert, points: 3n })
      await toEpoch(token, 5n)
      await expect(spend({ account: bert, points: 2n, nonce: 1n })).to.emit(token, 'Transfer').withArgs(bert, ZERO, 7n)
      expect(await token.balanceOf(bert)).to.equal(1n)
    })

    it('makes the sum of all logs equal every balance after a sweep', async function () {
      const { token, anyone, credit, debit, spend, move } = await loadFixture(ledgerFixture)
      const members = [ada, bert, cleo, addressOf('dora')]
      for (let round = 0; round < 9; round += 1) {
        await credit(...members.slice(0, 3).map((account, index) => ({ account, points: BigInt(round * 3 + index + 1) })))
        await debit({ account: members[round % 3]!, points: BigInt(round) })
        await spend({ account: members[(round + 1) % 3]!, points: 2n, nonce: BigInt(round + 1) })
        await toEpoch(token, 1n)
      }
      await move(cleo, members[3]!)
      await mineAtEpoch(token, 4n)
      await token.connect(anyone).sweep(members)
      const sums = new Map<string, bigint>()
      for (const { args } of await token.queryFilter(token.filters.Transfer())) {
        sums.set(args.from, (sums.get(args.from) ?? 0n) - args.value)
        sums.set(args.to, (sums.get(args.to) ?? 0n) + args.value)
      }
      for (const member of members) expect(sums.get(member) ?? 0n, member).to.equal(await token.balanceOf(member))
      expect(-(sums.get(ZERO) ?? 0n)).to.equal(await token.totalSupply())
    })

    it('is written by a sweep once, and never for unknown, closed or fresh accounts', async function () {
      const { token, anyone, credit, move } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n }, { account: bert, points: 10n })
      await move(bert, cleo)
      const sweep = () => token.connect(anyone).sweep([ada, ada, bert, ZERO, addressOf('nobody')])
      await expect(sweep()).not.to.emit(token, 'Transfer')
      await toEpoch(token, 6n)
      const receipt = await (await sweep()).wait()
      expect(receipt!.logs.length).to.equal(1)
      expect(await token.accountWord(addressOf('nobody'))).to.equal(0n)
      await expect(sweep()).not.to.emit(token, 'Transfer')
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
        .to.emit(token, 'DebitShortfall').withArgs(PARTNER, bert, 4n)
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
      await expect(spend({ account: ada, points: 12n, nonce: 9n })).to.emit(token, 'Transfer').withArgs(ada, ZERO, 12n)
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
      const expected = [NonceUnusable, NonceUnusable, NonceUnusable, Insufficient, Frozen, Frozen, Closed, Closed, Insufficient, Spent]
      expect(await outcomes(...orders)).to.deep.equal({ total: 9n, outcomes: expected })
      await spend(...orders)
      expect([await token.balanceOf(ada), await token.totalSupply()]).to.deep.equal([0n, 30n])
      expect(await token.lastNonce(ada)).to.equal(nonces.last)
    })

    it('refuses bytes that are no whole number of orders, and pause', async function () {
      const { token, redemption } = await loadFixture(ledgerFixture)
      await expect(token.connect(redemption).spend(`0x${'11'.repeat(30)}`)).to.be.revertedWithCustomError(token, 'RecordsMalformed').withArgs(30)
      await token.pauseRedeeming()
      await expect(token.connect(redemption).spend('0x')).to.be.revertedWithCustomError(token, 'RedeemingIsPaused').withArgs()
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
        .to.emit(token, 'Transfer').withArgs(ada, bert, 14n)
        .and.to.emit(token, 'AccountMoved').withArgs(ada, bert, 14n)
      expect([await token.balanceOf(ada), await token.balanceOfAtEpoch(1n, bert), await token.balanceOfAtEpoch(2n, bert)]).to.deep.equal([0n, 9n, 5n])
      expect(await token.frozenBy(bert)).to.deep.equal([true, true])
      expect([await token.lastNonce(bert), await token.successorOf(ada), await token.successorOf(bert)]).to.deep.equal([0n, bert, ZERO])
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
      await expect(move(ada, addressOf('dora'))).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(ada)
      await expect(move(cleo, ada)).to.be.revertedWithCustomError(token, 'AccountUsed').withArgs(ada)
      await expect(token.freeze(ada)).to.be.revertedWithCustomError(token, 'AccountClosed').withArgs(ada)
      await token.pauseRedeeming()
      await expect(move(cleo, addressOf('dora'))).to.be.revertedWithCustomError(token, 'RedeemingIsPaused').withArgs()
    })

    it('leaves a closed account that leads on, over several moves', async function () {
      const { token, credit, debit, move } = await loadFixture(ledgerFixture)
      await move(ada, bert)
      await move(bert, cleo)
      await expect(credit({ account: ada, points: 10n }))
        .to.emit(token, 'Transfer').withArgs(ZERO, ada, 10n)
        .and.to.emit(token, 'Transfer').withArgs(ada, cleo, 10n)
      await expect(debit({ account: bert, points: 15n }))
        .to.emit(token, 'Transfer').withArgs(cleo, bert, 10n)
        .and.to.emit(token, 'Transfer').withArgs(bert, ZERO, 10n)
        .and.to.emit(token, 'DebitShortfall').withArgs(PARTNER, bert, 5n)
      expect([await token.balanceOf(ada), await token.balanceOf(bert), await token.balanceOf(cleo)]).to.deep.equal([0n, 0n, 0n])
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
        await refused(() => as.restore('0x'), Module.Redemption, redemption)
        await refused(() => as.moveAccount(ada, bert), Module.Accounts, accounts)
        await refused(() => as.setMemberFreeze(ada, true), Module.Accounts, accounts)
      }
    })

    it('can be replaced, by none too, and the old one has no power left', async function () {
      const { token, anyone, issuer, issuance, redemption } = await loadFixture(ledgerFixture)
      expect(await token.moduleOf(Module.Issuance)).to.equal(issuer.address)
      await expect(token.replaceModule(Module.Redemption, anyone))
        .to.emit(token, 'ModuleReplaced').withArgs(Module.Redemption, redemption.address, anyone.address)
      await token.connect(anyone).spend('0x')
      await expect(token.connect(redemption).spend('0x')).to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, redemption.address)
      await token.replaceModule(Module.Issuance, ZERO)
      await expect(token.connect(issuer).issuePoints('0x')).to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Issuance, issuer.address)
      await token.replaceModule(Module.Issuance, issuance)
      expect(await token.moduleOf(Module.Issuance)).to.equal(await issuance.getAddress())
    })

    it('and switches do not disturb the supply', async function () {
      const { token, credit } = await loadFixture(ledgerFixture)
      await credit({ account: ada, points: 10n })
      await expect(token.pauseIssuing()).to.emit(token, 'IssuingPaused').withArgs(true)
      await expect(token.pauseRedeeming()).to.emit(token, 'RedeemingPaused').withArgs(true)
      expect(await token.paused()).to.deep.equal([true, true])
      await toEpoch(token, 1n)
      await expect(credit({ account: ada, points: 1n })).to.be.revertedWithCustomError(token, 'IssuingIsPaused').withArgs()
      await expect(token.resumeIssuing()).to.emit(token, 'IssuingPaused').withArgs(false)
      await expect(token.resumeRedeeming()).to.emit(token, 'RedeemingPaused').withArgs(false)
      await credit({ account: ada, points: 1n })
      expect([await token.totalSupply(), await token.balanceOf(ada)]).to.deep.equal([11n, 11n])
      await expect(token.setContractURI('ipfs://points')).to.emit(token, 'ContractURIUpdated')
      expect(await token.contractURI()).to.equal('ipfs://points')
    })
  })
})
