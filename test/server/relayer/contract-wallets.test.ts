import { expect } from 'chai'
import type { Hex } from 'viem'

import { orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { verifyOrderSignature } from '../../../server/chain/verify-order-signature.ts'
import type { Redemption } from '../../../server/database/redemptions.ts'
import { orderOf, REFUSALS_MAX, REFUSALS_WINDOW_MS } from '../../../server/domain/redemption-order.ts'
import { HostileWallet__factory } from '../../../typechain-types/factories/contracts/mocks/HostileWallet__factory.ts'
import { SigningWallet__factory } from '../../../typechain-types/factories/contracts/mocks/SigningWallet__factory.ts'
import { localSigner } from '../../../server/chain/signer.ts'
import { deployContract } from '../../support/platform/deploy-contract.ts'
import { testKey } from '../../support/platform/edr-chain.ts'
import { capture, enrol, fund, type Holder, redemptionOf, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

/** What the contract gives a wallet, and what an order and asking cost besides: HARM_GAS_MAX of the contract's tests. */
const HARM_GAS_MAX = 118_000n
/** The list itself, the first of its day, with two good orders. */
const LIST_GAS_MAX = 200_000n
/** All that one member can make the relayer lose in any 24 hours, each order in a list of its own. */
const HARM_A_DAY_GAS_MAX = BigInt(REFUSALS_MAX) * 160_000n

/** Numbers of HostileWallet's ways. */
const HOSTILE = {
  'returns nothing': 0,
  'returns a megabyte': 3,
  'returns the magic value with rubbish behind it': 5,
  reverts: 6,
  'reverts with as much as it can': 7,
  'loops for ever': 8,
} as const

describe('an order of a contract wallet', function () {
  this.timeout(180_000)
  const owner = localSigner(testKey('owner of wallets'))
  let platform: RelayerPlatform
  let card: Holder
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    card = await enrol(platform, 'card')
  })

  const balance = ({ member }: Holder) => platform.balance(member.address)
  const aWallet = async (): Promise<Holder> => {
    const made = { bytecode: SigningWallet__factory.bytecode, type: 'address', argument: owner.address }
    const address = await deployContract(platform.coalition, made)
    return enrol(platform, 'wallet', { address, sign: (digest) => owner.signHash(digest) })
  }
  const setCode = ({ member }: Holder, code: unknown) =>
    platform.coalition.edr.request({ method: 'hardhat_setCode', params: [member.address, code] })
  /** The wallet changes its code, as an upgradable one can at any time. */
  const turn = async (holder: Holder, way: number) => {
    const made = { bytecode: HostileWallet__factory.bytecode, type: 'uint8', argument: way }
    const hostile = await deployContract(platform.coalition, made)
    await setCode(holder, await platform.coalition.edr.request({ method: 'eth_getCode', params: [hostile, 'latest'] }))
  }
  /** What the API does before it takes a consent. */
  const verdictOn = async (order: Redemption) => {
    const { chain } = platform.relayer
    const { account, memberSignature } = order
    const signed = { account, digest: orderDigest(chain, orderOf(order)), signature: memberSignature! }
    const verdict = await verifyOrderSignature(chain, signed)
    return verdict.status === 'signed' ? 'signed' : verdict.reason
  }
  /** One list was sent, once, and each hostile order in it cost no more than that. */
  const expectBoundedCost = async (hostileOrders: number) => {
    const [gas, ...others] = await gasOfLists()
    expect(others).to.deep.equal([])
    expect(gas! < HARM_GAS_MAX * BigInt(hostileOrders) + LIST_GAS_MAX, `${gas} gas`).to.equal(true)
  }
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  const gasOfLists = async (): Promise<bigint[]> => {
    const calls = await platform.database.call.findMany({ where: { kind: 'redemption' } })
    const attempts = await platform.database.attempt.findMany({ where: { callId: { in: calls.map(({ id }) => id) } } })
    const receipts = await Promise.all(
      attempts.map(({ hash }) =>
        platform.coalition.edr.request({ method: 'eth_getTransactionReceipt', params: [hash] }),
      ),
    )
    return (receipts as ({ gasUsed: Hex } | null)[]).flatMap((each) => (each === null ? [] : [BigInt(each.gasUsed)]))
  }

  it('is burned where the wallet says that its owner signed', async () => {
    const wallet = await aWallet()
    await fund(platform, [wallet, 100n])
    const order = await capture(platform, wallet, 40n)
    expect(await verdictOn(order)).to.equal('signed')
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
    expect((await redemptionOf(platform, order)).refusedReason).to.equal(null)
  })

  it('is refused by itself, at a bounded cost, whatever the wallet does after it consented', async () => {
    const turned: Holder[] = []
    for (let count = 0; count < Object.keys(HOSTILE).length; count++) turned.push(await aWallet())
    const good = await aWallet()
    const all = [...turned, good, card]
    await fund(platform, ...all.map((holder) => [holder, 100n] as const))
    const orders: Redemption[] = []
    for (const holder of all) orders.push(await capture(platform, holder, 40n))
    for (const order of orders) expect(await verdictOn(order)).to.equal('signed')
    for (const [at, way] of Object.values(HOSTILE).entries()) await turn(turned[at]!, way)
    for (const order of orders.slice(0, turned.length)) expect(await verdictOn(order)).to.equal('signature_of_another')
    await settleAll(platform)
    const outcomes = await Promise.all(orders.map(async (order) => (await redemptionOf(platform, order)).refusedReason))
    expect(outcomes).to.deep.equal([...turned.map(() => 'signature_invalid'), null, null])
    for (const holder of turned) expect(await balance(holder)).to.equal(100n)
    for (const holder of [good, card]) expect(await balance(holder)).to.equal(60n)
    await expectBoundedCost(turned.length)
  })

  it('whose wallet burns all its gas only after the gas was estimated stops nobody else, and costs that once', async () => {
    const turned: Holder[] = []
    for (let count = 0; count < 10; count++) turned.push(await aWallet())
    await fund(platform, ...[...turned, card].map((holder) => [holder, 100n] as const))
    const orders: Redemption[] = []
    for (const holder of turned) orders.push(await capture(platform, holder, 40n))
    await capture(platform, card, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists', 'bind_lane_calls')
    for (const holder of turned) await turn(holder, HOSTILE['loops for ever'])
    await settleAll(platform)
    expect(await balance(card)).to.equal(60n)
    for (const order of orders)
      expect((await redemptionOf(platform, order)).refusedReason).to.equal('signature_invalid')
    await expectBoundedCost(turned.length)
  })

  it('of a wallet that turns again and again costs no more than three orders in a day, however many wait', async () => {
    const wallet = await aWallet()
    await fund(platform, [wallet, 100n], [card, 100n])
    const orders: Redemption[] = []
    for (let count = 0; count < REFUSALS_MAX + 2; count++) orders.push(await capture(platform, wallet, 10n))
    await turn(wallet, HOSTILE['loops for ever'])
    const reasons = async () =>
      (await Promise.all(orders.map((order) => redemptionOf(platform, order)))).map((order) => order.refusedReason)
    await passes(60)
    const refused = Array.from({ length: REFUSALS_MAX }, () => 'signature_invalid')
    expect(await reasons()).to.deep.equal([...refused, null, null])
    const gas = await gasOfLists()
    expect(gas.length).to.equal(REFUSALS_MAX)
    const total = gas.reduce((sum, each) => sum + each, 0n)
    expect(total < HARM_A_DAY_GAS_MAX, `${total} gas`).to.equal(true)
    await capture(platform, card, 40n)
    await passes(10)
    expect(await balance(card)).to.equal(60n)
    // What waited has run out by the time the wallet may spend again.
    platform.clock.advance(REFUSALS_WINDOW_MS)
    await platform.coalition.edr.mine(platform.clock.now().getTime() / 1_000)
    await settleAll(platform)
    expect(await reasons()).to.deep.equal([...refused, 'expired', 'expired'])
    const next = await capture(platform, wallet, 10n)
    await settleAll(platform)
    expect((await redemptionOf(platform, next)).refusedReason).to.equal('signature_invalid')
    expect((await gasOfLists()).length).to.equal(REFUSALS_MAX + 2)
    expect(await balance(wallet)).to.equal(100n)
  })
})
