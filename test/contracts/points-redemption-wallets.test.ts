import { expect } from 'chai'
import { concat, id } from 'ethers'

import { HostileWallet__factory } from '../../typechain-types/factories/contracts/mocks/HostileWallet__factory.js'
import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { ethers, networkHelpers } from './support/chain.ts'
import { signAccounts } from './support/accounts.ts'
import { FAR_DEADLINE } from './support/batch.ts'
import { addressOf, DAY, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import {
  anOrder,
  orderHashOf,
  redeem,
  Refusal,
  restorationTypes,
  signedList,
  signedOrder,
} from './support/redemption.ts'
import type { SignedOrder } from './support/redemption.ts'

const { loadFixture, setCode } = networkHelpers

const ways = [
  'ReturnsNothing',
  'ReturnsThirtyOneBytes',
  'ReturnsThirtyThreeBytes',
  'ReturnsMegabyte',
  'ReturnsWrongMagic',
  'ReturnsMagicWithRubbish',
  'Reverts',
  'RevertsWithBomb',
  'LoopsForEver',
  'Reenters',
  'SelfDestructs',
  'Alternates',
] as const

/** What a hostile member can cost the poster: the wallet's own gas, and what the order and asking cost. */
const HARM_GAS_MAX = 100_000n + 18_000n

const ada = addressOf('ada')
const owner = keyOf('owner')

async function walletsFixture() {
  const modules = await modulesFixture()
  await modules.credit({ account: ada, points: 10_000n })
  const deploy = (way: (typeof ways)[number]) => new HostileWallet__factory(modules.deployer).deploy(ways.indexOf(way))
  const honest = await new SigningWallet__factory(modules.deployer).deploy(owner.address)
  const orderOf = async (member: string): Promise<SignedOrder> => {
    await modules.credit({ account: member, points: 1_000n })
    return { order: anOrder({ member }), signature: `0x${'5a'.repeat(65)}` }
  }
  /** The wallet's order is refused, the one beside it is carried out, and the harm is bounded. */
  const expectHarmless = async (signed: SignedOrder, why: string) => {
    const { order } = signed
    const snapshot = await networkHelpers.takeSnapshot()
    const alone = await redeem(modules, await signedOrder(modules.domain, {}))
    const { gasUsed: gasAlone } = (await alone.wait())!
    await snapshot.restore()
    const transaction = await redeem(modules, signed, await signedOrder(modules.domain, {}))
    await expect(transaction, why)
      .to.emit(modules.redemption, 'RedemptionRefused')
      .withArgs(PARTNER, order.member, order.nonce, Refusal.SignatureInvalid)
      .and.to.emit(modules.redemption, 'PointsRedeemed')
      .withArgs(PARTNER, ada, 100n, order.reward, 1n)
    const { gasUsed } = (await transaction.wait())!
    expect(gasUsed - gasAlone < HARM_GAS_MAX, `${why}: ${gasUsed - gasAlone} gas`).to.equal(true)
    expect(await modules.token.balanceOf(order.member), why).to.equal(1_000n)
    await snapshot.restore()
  }
  return { ...modules, honest, deploy, orderOf, expectHarmless }
}

const unready = id('completeRecovery(address)').slice(0, 10)

type Modules = Awaited<ReturnType<typeof walletsFixture>>

/** A move of Ada's account that only wants posting. */
async function signedMove({ accounts, accountsDomain }: Modules): Promise<string> {
  const value = { from: ada, to: addressOf('ada anew'), deadline: FAR_DEADLINE }
  const keys = [keyOf('ada'), keyOf('ada anew')]
  const signatures = await Promise.all(keys.map((key) => signAccounts('Move', accountsDomain, value, key)))
  const [signatureFrom, signatureTo] = signatures as [string, string]
  return accounts.interface.encodeFunctionData('move', [
    value.from,
    value.to,
    value.deadline,
    signatureFrom,
    signatureTo,
  ])
}

/** A restoration of an order that was spent, which only wants posting. */
async function spentOrder(modules: Modules): Promise<string> {
  const { redemption, domain, till, credit } = modules
  await credit({ account: addressOf('bob'), points: 1_000n })
  const { order, signature } = await signedOrder(domain, { member: addressOf('bob') }, keyOf('bob'))
  await redeem(modules, { order, signature })
  const hash = orderHashOf(order)
  const value = { partnerId: PARTNER, order: hash, points: 1n, restoredBefore: 0n }
  const agreed = await till.signTypedData(domain, restorationTypes, value)
  const day = BigInt(Math.floor((await networkHelpers.time.latest()) / DAY))
  const proof = { day, chainBefore: `0x${'00'.repeat(24)}`, spentOrders: [hash], position: 0n, laterLists: [] }
  return redemption.interface.encodeFunctionData('restore', [PARTNER, order, 1n, proof, agreed])
}

describe('PointsRedemption', function () {
  describe('a hostile wallet', function () {
    for (const way of ways.filter((each) => !['Reenters', 'Alternates'].includes(each))) {
      it(`that ${way.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim()} harms nobody`, async function () {
        const { deploy, orderOf, expectHarmless } = await loadFixture(walletsFixture)
        const wallet = await (await deploy(way)).getAddress()
        await expectHarmless(await orderOf(wallet), way)
        expect(await ethers.provider.getCode(wallet)).not.to.equal('0x')
      })
    }

    it('that re-enters finds that nothing can be changed while it is asked', async function () {
      const modules = await loadFixture(walletsFixture)
      const { deploy, orderOf, expectHarmless, redemption, accounts, domain } = modules
      const wallet = await deploy('Reenters')
      const signed = await orderOf(await wallet.getAddress())
      const spent = await spentOrder(modules)
      const other = await signedList(domain, [await signedOrder(domain, { nonce: 9n })])
      const calls = [
        [redemption, redemption.interface.encodeFunctionData('redeem', [...other])],
        [wallet, wallet.interface.encodeFunctionData('aim', [ada, '0x'])],
        [accounts, accounts.interface.encodeFunctionData('completeRecovery', [ada])],
        [accounts, await signedMove(modules)],
        [redemption, spent],
        [redemption, redemption.interface.encodeFunctionData('refreshKey', [PARTNER])],
      ] as const
      for (const [target, call] of calls) {
        await wallet.aim(target, call)
        await expectHarmless(signed, call.slice(0, 10))
        // Without the wallet in between it would have gone through: only asking read-only stops it.
        if (target !== wallet && call.slice(0, 10) !== unready) await modules.anyone.call({ to: target, data: call })
      }
    })

    it('that changes its mind is taken at its word, once for each nonce', async function () {
      const { deploy, orderOf, redemption, token, domain } = await loadFixture(walletsFixture)
      const wallet = await (await deploy('Alternates')).getAddress()
      const signed = await orderOf(wallet)
      const seen = []
      for (let turn = 0; turn < 4; turn += 1) {
        const transaction = await redeem({ redemption, domain }, signed)
        const events = await redemption.queryFilter(redemption.filters.RedemptionRefused, transaction.blockNumber!)
        seen.push(events.length === 0 ? 'redeemed' : events[0]!.args.reason)
      }
      expect(seen.filter((each) => each === 'redeemed')).to.have.length(1)
      expect(seen).to.include(Refusal.SignatureInvalid).and.to.include(Refusal.NonceUnusable)
      expect(await token.balanceOf(wallet)).to.equal(900n)
    })

    it('cannot be a precompile or an empty account', async function () {
      const { orderOf, expectHarmless } = await loadFixture(walletsFixture)
      const precompiles = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x100].map((each) =>
        ethers.getAddress(ethers.toBeHex(each, 20)),
      )
      for (const member of [...precompiles, addressOf('nobody')]) await expectHarmless(await orderOf(member), member)
    })

    it('twenty of them in one list leave the good orders as they are', async function () {
      const { deploy, orderOf, redemption, token, domain } = await loadFixture(walletsFixture)
      const wallets = await Promise.all(Array.from({ length: 20 }, () => deploy('LoopsForEver')))
      const orders = []
      for (const wallet of wallets) orders.push(await orderOf(await wallet.getAddress()))
      const list = await signedList(domain, [...orders, await signedOrder(domain, {})])
      const { gasUsed } = (await (await redemption.redeem(...list)).wait())!
      expect(gasUsed < 20n * HARM_GAS_MAX + 100_000n).to.equal(true)
      expect(await token.balanceOf(ada)).to.equal(9_900n)
    })
  })

  describe('an EIP-7702 account', function () {
    it('may sign with its own key, or as its code says', async function () {
      const { honest, credit, redemption, domain } = await loadFixture(walletsFixture)
      const delegate = concat(['0xef0100', await honest.getAddress()])
      await credit({ account: addressOf('eve'), points: 1_000n })
      await setCode(addressOf('eve'), delegate)
      const member = addressOf('eve')
      const orders = [
        await signedOrder(domain, { member, nonce: 1n }, keyOf('eve')),
        await signedOrder(domain, { member, nonce: 2n }, owner),
      ]
      for (const signed of orders)
        await expect(redeem({ redemption, domain }, signed)).to.emit(redemption, 'PointsRedeemed')
      await expect(redeem({ redemption, domain }, await signedOrder(domain, { member, nonce: 3n }, keyOf('mallory'))))
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(PARTNER, member, 3n, Refusal.SignatureInvalid)
    })

    for (const way of ways.filter((each) => each !== 'Alternates')) {
      it(`that delegates to a wallet that does "${way}" harms nobody`, async function () {
        const { deploy, orderOf, expectHarmless, redemption, anyone, domain } = await loadFixture(walletsFixture)
        await setCode(addressOf('eve'), concat(['0xef0100', await (await deploy(way)).getAddress()]))
        const list = await signedList(domain, [await signedOrder(domain, { nonce: 9n })])
        const again = redemption.interface.encodeFunctionData('redeem', [...list])
        await HostileWallet__factory.connect(addressOf('eve'), anyone).aim(redemption, again)
        await expectHarmless(await orderOf(addressOf('eve')), 'delegated')
      })
    }

    it('that delegates to a precompile, to itself or to another such account harms nobody', async function () {
      const { deploy, orderOf, expectHarmless } = await loadFixture(walletsFixture)
      const delegate = await (await deploy('LoopsForEver')).getAddress()
      await setCode(addressOf('bert'), concat(['0xef0100', delegate]))
      const delegates = [ethers.toBeHex(1, 20), ethers.toBeHex(0x100, 20), addressOf('eve 2'), addressOf('bert')]
      for (const [index, to] of delegates.entries()) {
        const member = addressOf(`eve ${index}`)
        await setCode(member, concat(['0xef0100', to]))
        await expectHarmless(await orderOf(member), to)
      }
    })
  })

  describe('a poster who leaves too little gas', function () {
    it('cannot make a good order fail: the list reverts, and can be posted again', async function () {
      const { honest, redemption, domain, credit } = await loadFixture(walletsFixture)
      const member = await honest.getAddress()
      await credit({ account: member, points: 1_000n })
      const list = await signedList(domain, [await signedOrder(domain, { member }, owner)])
      await expect(redemption.redeem(...list, { gasLimit: 140_000n })).to.be.revertedWithCustomError(
        redemption,
        'GasTooLow',
      )
      const seen = new Set<string>()
      for (let gasLimit = 60_000n; gasLimit <= 220_000n; gasLimit += 4_000n) {
        const snapshot = await networkHelpers.takeSnapshot()
        const receipt = await redemption
          .redeem(...list, { gasLimit })
          .then((sent) => sent.wait())
          .catch(() => null)
        const names = receipt?.logs.map((log) => redemption.interface.parseLog(log)?.name) ?? ['reverted']
        seen.add(names.find((name) => name !== undefined) ?? 'nothing')
        await snapshot.restore()
      }
      expect([...seen].sort()).to.deep.equal(['PointsRedeemed', 'reverted'])
    })
  })
})
