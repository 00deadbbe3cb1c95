import { expect } from 'chai'

import { PointsToken__factory } from '../../typechain-types/factories/contracts/PointsToken__factory.js'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, deployedFixture, EPOCH, LOT_MAX } from './support/coalition.ts'
import { ledgerFixture, mineAtEpoch, toEpoch } from './support/ledger.ts'

const { loadFixture, time } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const cleo = addressOf('cleo')
const ZERO = ethers.ZeroAddress

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
      for (const id of ['0x01ffc9a7', '0xa219a025', '0xab84a5c8'])
        expect(await token.supportsInterface(id), id).to.equal(true)
      for (const id of ['0x36372b07', '0x3edbb4c4', '0xffffffff'])
        expect(await token.supportsInterface(id), id).to.equal(false)
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
      const messages = await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map((each) => token.messageForTransferRestriction(each)),
      )
      expect(messages).to.deep.equal([
        'Allowed',
        'Points cannot be sent; redeem them at a partner of the coalition',
        'Issuing of points is paused',
        'Redeeming of points is paused',
        'This account is frozen; its points cannot be redeemed until that is lifted',
        'This account is closed; its points moved to another key of the same member',
        'There are fewer points in this account',
        'There is no room for more points in this epoch',
      ])
      expect(await token.messageForTransferRestriction(99)).to.equal('Unknown restriction')
    })
  })

  describe('constructor', function () {
    it('says that there is a document', async function () {
      const { token } = await loadFixture(deployedFixture)
      expect(await token.queryFilter(token.filters.ContractURIUpdated, 0, 'latest')).to.have.length(1)
    })

    it('refuses epochs below an hour and above ten years', async function () {
      const { manager, deployer, token } = await loadFixture(deployedFixture)
      const deploy = (length: bigint) =>
        new PointsToken__factory(deployer).deploy(manager, 'P', 'P', '', length, {
          issuance: ZERO,
          redemption: ZERO,
          accounts: ZERO,
        })
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
      expect([await token.epochLength(), await token.epochType(), await token.validityDuration()]).to.deep.equal([
        BigInt(EPOCH),
        1n,
        6n,
      ])
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
        await expect(touch())
          .to.emit(token, 'Transfer')
          .withArgs(ada, ZERO, 10n + left)
      }
      await credit({ account: bert, points: 7n })
      await toEpoch(token, 1n)
      await credit({ account: bert, points: 3n })
      await toEpoch(token, 5n)
      await expect(spend({ account: bert, points: 2n, nonce: 1n }))
        .to.emit(token, 'Transfer')
        .withArgs(bert, ZERO, 7n)
      expect(await token.balanceOf(bert)).to.equal(1n)
    })

    it('makes the sum of all logs equal every balance after a sweep', async function () {
      const { token, anyone, credit, debit, spend, move } = await loadFixture(ledgerFixture)
      const members = [ada, bert, cleo, addressOf('dora')]
      for (let round = 0; round < 9; round += 1) {
        await credit(
          ...members.slice(0, 3).map((account, index) => ({ account, points: BigInt(round * 3 + index + 1) })),
        )
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
})
