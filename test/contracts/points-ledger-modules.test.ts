import { expect } from 'chai'

import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, Module, PARTNER } from './support/coalition.ts'
import { ledgerFixture, toEpoch } from './support/ledger.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const ZERO = ethers.ZeroAddress

describe('PointsLedger', function () {
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

    it('are not whoever has no bit of their address', async function () {
      const { token, redemption } = await loadFixture(ledgerFixture)
      const opposite = ethers.toBeHex(2n ** 160n - 1n - BigInt(redemption.address), 20)
      await networkHelpers.impersonateAccount(opposite)
      await networkHelpers.setBalance(opposite, 10n ** 18n)
      await expect(token.connect(await ethers.getSigner(opposite)).spend('0x'))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, ethers.getAddress(opposite))
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

    it('are logged from the first on, and none may take the place of none', async function () {
      const { token, anyone, issuance, redemption, accounts } = await loadFixture(ledgerFixture)
      const logs = await token.queryFilter(token.filters.ModuleReplaced, 0, 'latest')
      const founding = [await issuance.getAddress(), redemption.address, accounts.address]
      expect(logs.slice(0, 3).map(({ args }) => [...args])).to.deep.equal(
        founding.map((module, index) => [BigInt(index), ZERO, module]),
      )
      for (const to of [ZERO, ZERO, ZERO, anyone.address]) await token.replaceModule(Module.Accounts, to)
      expect(await token.moduleOf(Module.Accounts)).to.equal(anyone.address)
    })

    it('are told from their nearest neighbours', async function () {
      const { token, redemption } = await loadFixture(ledgerFixture)
      const neighbour = await ethers.getImpersonatedSigner(ethers.toBeHex(BigInt(redemption.address) ^ 1n, 20))
      await networkHelpers.setBalance(neighbour.address, 10n ** 18n)
      await expect(token.connect(neighbour).spend('0x'))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, neighbour.address)
    })

    it('and pauses are the bits of the supply word that the interface names', async function () {
      const { token, credit, issuer, redemption } = await loadFixture(ledgerFixture)
      const switches = async () => ((await token.supplyWord()) >> 216n) & (2n ** 24n - 1n)
      // The ledger of these tests has another issuance module than it was born with.
      expect(await switches()).to.equal(0b00_100n)
      await token.pauseIssuing()
      expect([await switches(), ...(await token.paused())]).to.deep.equal([0b00_101n, true, false])
      await token.connect(redemption).spend('0x')
      await token.resumeIssuing()
      await token.pauseRedeeming()
      expect([await switches(), ...(await token.paused())]).to.deep.equal([0b00_110n, false, true])
      await credit({ account: ada, points: 1n })
      await token.resumeRedeeming()
      await token.replaceModule(Module.Redemption, ZERO)
      await token.replaceModule(Module.Accounts, ZERO)
      expect(await switches()).to.equal(0b11_100n)
      expect(await token.moduleOf(Module.Issuance)).to.equal(issuer.address)
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
