import { expect } from 'chai'
import { dataLength, getBytes, hexlify } from 'ethers'

import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, keyOf } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { passkeyOf } from './support/passkey.ts'
import { anOrder, callOf, packSignatures, signedOrder, signedParts } from './support/redemption.ts'
import type { SignedOrder } from './support/redemption.ts'

const { loadFixture, takeSnapshot } = networkHelpers

const owner = keyOf('owner')

/** A posted list of one order by each kind of key: plain, contract wallet, passkey. */
async function listFixture() {
  const modules = await modulesFixture()
  const { redemption, domain, credit, deployer } = modules
  const wallet = await (await new SigningWallet__factory(deployer).deploy(owner.address)).getAddress()
  const passkey = passkeyOf(ethers.id('flipped passkey'))
  const members = [addressOf('ada'), wallet, ethers.getAddress(passkey.address)]
  await credit(...members.map((account) => ({ account, points: 1_000n })))
  const order = anOrder({ member: members[2]! })
  const digest = await redemption.digestOfOrder(7n, order)
  const list: SignedOrder[] = [
    await signedOrder(domain, { member: members[0]! }),
    await signedOrder(domain, { member: wallet }, owner),
    { order, signature: passkey.assert(digest) },
  ]
  const parts = await signedParts(domain, list)
  const calldata = redemption.interface.encodeFunctionData('redeem', [...callOf(parts)])
  return { ...modules, members, list, parts, calldata }
}

type Setup = Awaited<ReturnType<typeof listFixture>>

/** What a call did: null for a refusal as a whole, else who paid what, as logs, balances and nonces agree to say. */
async function effectOf({ redemption, token, members, anyone }: Setup, data: string): Promise<string[] | null> {
  const to = await redemption.getAddress()
  try {
    await anyone.call({ to, data })
  } catch (error) {
    if (!/revert/i.test(String(error))) throw error
    return null
  }
  const before = await takeSnapshot()
  const { logs } = (await (await anyone.sendTransaction({ to, data, gasLimit: 2_000_000n })).wait())!
  const paid: string[] = []
  for (const log of logs) {
    const event = log.address === to ? redemption.interface.parseLog(log) : null
    if (event?.name !== 'PointsRedeemed') continue
    paid.push(
      `${event.args.member} ${event.args.points} ${event.args.nonce} ${event.args.reward} ${event.args.partnerId}`,
    )
  }
  for (const member of members) {
    const named = paid.filter((text) => text.startsWith(member)).length
    expect(await token.balanceOf(member), member).to.equal(1_000n - 100n * BigInt(named))
    expect(await token.lastNonce(member), member).to.equal(BigInt(named))
  }
  expect(await token.totalSupply()).to.equal(3_000n - 100n * BigInt(paid.length))
  await before.restore()
  return paid
}

/** What the original does; a flipped call must do a part of it, order by order, or nothing. */
async function expectNoOtherEffect(setup: Setup, original: string[], data: string, where: string) {
  const effect = await effectOf(setup, data)
  if (effect === null) return 'refused'
  expect(original, where).to.include.members(effect)
  return effect.length === original.length ? 'same' : 'in part'
}

describe('A posted list', function () {
  this.timeout(600_000)

  it('with any byte changed is refused, or that order is, and nobody pays anything else', async function () {
    const setup = await loadFixture(listFixture)
    const bytes = getBytes(setup.calldata)
    const original = (await effectOf(setup, setup.calldata))!
    expect(original).to.have.length(3)
    const counts = { refused: 0, 'in part': 0, same: 0 }
    const same: number[] = []
    for (let at = 0; at < bytes.length; at += 1) {
      for (const mask of [0xff, 1 << (at % 8)]) {
        const flipped = Uint8Array.from(bytes)
        flipped[at]! ^= mask
        const outcome = await expectNoOtherEffect(setup, original, hexlify(flipped), `byte ${at} ^ ${mask}`)
        counts[outcome] += 1
        if (outcome === 'same') same.push(at)
      }
    }
    // What may be changed without effect is the filling behind the two byte strings, and what fills up the words of
    // the passkey's own encoding: nothing that anybody signed, and nothing that names anybody.
    for (const at of same) expect(bytes[at], `byte ${at}`).to.equal(0)
    expect(counts.refused).to.be.above(600)
    expect(counts['in part']).to.be.above(600)
    expect(counts.refused + counts['in part'] + counts.same).to.equal(2 * bytes.length)
  })

  it('cut short or made longer anywhere in its byte strings is refused, or that order is', async function () {
    const setup = await loadFixture(listFixture)
    const original = (await effectOf(setup, setup.calldata))!
    const { partnerId, orders, memberSignatures, partnerSignature } = setup.parts
    const encode = (packed: string, signatures: string) =>
      setup.redemption.interface.encodeFunctionData('redeem', [partnerId, packed, signatures])
    const signatures = hexlify(ethers.concat([memberSignatures, packSignatures([partnerSignature])]))
    for (const [name, whole] of [
      ['orders', orders],
      ['signatures', signatures],
    ] as const) {
      for (let end = 0; end < dataLength(whole); end += 7) {
        const cut = ethers.dataSlice(whole, 0, end)
        const data = name === 'orders' ? encode(cut, signatures) : encode(orders, cut)
        expect(await effectOf(setup, data), `${name} cut at ${end}`).to.equal(null)
      }
      for (const more of ['0x00', '0xff', partnerSignature]) {
        const longer = ethers.concat([whole, more])
        const data = name === 'orders' ? encode(longer, signatures) : encode(orders, longer)
        expect(await effectOf(setup, data), `${name} longer by ${more}`).to.equal(null)
      }
    }
    expect(original).to.have.length(3)
  })

  it('counts on its own chain and contract, and for its own partner only', async function () {
    const setup = await loadFixture(listFixture)
    const { redemption, registry, domain, list, till } = setup
    await registry.register(8n, 'Same keys', addressOf('issuer'), till.address)
    const others = [
      { ...domain, chainId: 1n },
      { ...domain, verifyingContract: addressOf('another contract') },
      { ...domain, name: 'Entente Issuance' },
      { ...domain, version: '2' },
    ]
    for (const elsewhere of others) {
      const parts = await signedParts(elsewhere, list)
      const data = redemption.interface.encodeFunctionData('redeem', [...callOf(parts)])
      expect(await effectOf(setup, data), JSON.stringify(Object.values(elsewhere).map(String))).to.equal(null)
    }
    // The other partner's till may say yes; the members did not say so to it.
    const forOther = callOf(await signedParts(domain, list, till, 8n))
    expect(await effectOf(setup, redemption.interface.encodeFunctionData('redeem', [...forOther]))).to.deep.equal([])
  })
})
