import { expect } from 'chai'
import { concat, Signature, toBeHex } from 'ethers'

import { ERC7913P256Verifier__factory } from '../../typechain-types/factories/@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier__factory.js'
import { PointsRedemption__factory } from '../../typechain-types/factories/contracts/PointsRedemption__factory.js'
import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { p256Key, signP256 } from './support/p256.ts'
import { callOf, orderHashOf, redeem, Refusal, signedList, signedOrder, signedParts } from './support/redemption.ts'
import type { Order, SignedOrder } from './support/redemption.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')

async function memberFixture() {
  const modules = await modulesFixture()
  await modules.credit({ account: ada, points: 1_000n })
  const expectRefused = async (signed: SignedOrder, why: string) => {
    await expect(redeem(modules, signed), why)
      .to.emit(modules.redemption, 'RedemptionRefused')
      .withArgs(PARTNER, signed.order.member, signed.order.nonce, Refusal.SignatureInvalid)
  }
  return { ...modules, expectRefused }
}

describe('PointsRedemption', function () {
  describe("the member's signature", function () {
    it('counts in 65 and in 64 bytes, and in no malleated form', async function () {
      const modules = await loadFixture(memberFixture)
      const { order, signature } = await signedOrder(modules.domain, {})
      const { r, s, v, compactSerialized } = Signature.from(signature)
      const size = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
      const flipped = toBeHex(size - BigInt(s), 32)
      const bad: Record<string, string> = {
        'high s': concat([r, flipped, toBeHex(v === 27 ? 28 : 27)]),
        'high s, v as it was': concat([r, flipped, toBeHex(v)]),
        'v of 0 or 1': concat([r, s, toBeHex(v - 27, 1)]),
        'the other v': concat([r, s, toBeHex(v === 27 ? 28 : 27)]),
        'a trailing byte': concat([signature, '0x00']),
        'a trailing word': concat([signature, `0x${'00'.repeat(32)}`]),
        'compact with a trailing byte': concat([compactSerialized, v === 27 ? '0x1c' : '0x1b']),
        'compact without the bit of v': v === 28 ? concat([r, s]) : concat([r, toBeHex(BigInt(s) | (1n << 255n), 32)]),
        'r and s of zero': `0x${'00'.repeat(64)}1b`,
        nothing: '0x',
        'one byte': '0x01',
        '64 bytes of rubbish': ethers.id('a') + ethers.id('b').slice(2),
        '400 bytes of rubbish': `0x${'5a'.repeat(400)}`,
      }
      for (const [why, each] of Object.entries(bad)) await modules.expectRefused({ order, signature: each }, why)
      await expect(redeem(modules, { order, signature: compactSerialized })).to.emit(
        modules.redemption,
        'PointsRedeemed',
      )
      const second = await signedOrder(modules.domain, { nonce: 2n })
      await expect(redeem(modules, second)).to.emit(modules.redemption, 'PointsRedeemed')
      await expect(redeem(modules, { ...second, signature: Signature.from(second.signature).compactSerialized }))
        .to.emit(modules.redemption, 'RedemptionRefused')
        .withArgs(PARTNER, ada, 2n, Refusal.NonceUnusable)
    })

    it('covers every field', async function () {
      const { domain, expectRefused, credit } = await loadFixture(memberFixture)
      await credit({ account: addressOf('bob'), points: 1_000n })
      const { order, signature } = await signedOrder(domain, {})
      const changes: Partial<Order>[] = [
        { member: addressOf('bob') },
        { points: 101n },
        { nonce: 2n },
        { deadline: order.deadline - 1n },
        { reward: ethers.id('a car') },
      ]
      for (const change of changes) {
        await expectRefused({ order: { ...order, ...change }, signature }, Object.keys(change).join())
      }
    })

    it('does not count for another chain, contract, version, name or partner', async function () {
      const { token, registry, deployer, domain, expectRefused, redemption, issuer } = await loadFixture(memberFixture)
      const twin = await new PointsRedemption__factory(deployer).deploy(token, registry, ethers.ZeroAddress)
      const others = [
        { ...domain, chainId: 1n },
        { ...domain, verifyingContract: await twin.getAddress() },
        { ...domain, version: '2' },
        { ...domain, name: 'Entente Issuance' },
      ]
      for (const other of others) await expectRefused(await signedOrder(other, {}), JSON.stringify(other.name))
      await registry.register(8n, 'Twin', issuer.address, addressOf('till'))
      const list = await signedList(domain, [await signedOrder(domain, {})], keyOf('till'), 8n)
      await expect(redemption.redeem(...list))
        .to.emit(redemption, 'RedemptionRefused')
        .withArgs(8n, ada, 1n, Refusal.SignatureInvalid)
    })

    it('cannot be forged by the partner, the operator or the poster', async function () {
      const { domain, expectRefused, operator } = await loadFixture(memberFixture)
      for (const signer of [keyOf('till'), keyOf('issuer'), operator]) {
        await expectRefused(await signedOrder(domain, {}, signer), 'forged')
      }
    })

    it('may be that of a contract wallet, for that wallet only', async function () {
      const modules = await loadFixture(memberFixture)
      const { redemption, deployer, credit, domain, expectRefused } = modules
      const owner = keyOf('owner')
      const wallets = await Promise.all([0, 1].map(() => new SigningWallet__factory(deployer).deploy(owner.address)))
      const [first, second] = [await wallets[0]!.getAddress(), await wallets[1]!.getAddress()]
      await credit({ account: first, points: 1_000n }, { account: second, points: 1_000n })
      const signed = await signedOrder(domain, { member: first }, owner)
      await expectRefused({ order: { ...signed.order, member: second }, signature: signed.signature }, 'the second')
      await expectRefused(await signedOrder(domain, { member: first }, keyOf('stranger')), 'a stranger')
      await expect(redeem(modules, signed)).to.emit(redemption, 'PointsRedeemed')
    })
  })

  describe("the partner's signature", function () {
    it('may be that of a contract wallet (ERC-1271)', async function () {
      const { redemption, registry, deployer, domain } = await loadFixture(memberFixture)
      const wallet = await new SigningWallet__factory(deployer).deploy(addressOf('cashier'))
      await registry.setRedemptionKey(PARTNER, await wallet.getAddress())
      const list = [await signedOrder(domain, {})]
      await expect(redemption.redeem(...(await signedList(domain, list))))
        .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
        .withArgs(PARTNER)
      await redemption.redeem(...(await signedList(domain, list, keyOf('cashier'))))
    })

    it('may be that of a P-256 key (ERC-7913)', async function () {
      const { redemption, registry, token, deployer, domain } = await loadFixture(memberFixture)
      const verifier = await new ERC7913P256Verifier__factory(deployer).deploy()
      const secret = BigInt(ethers.id('till in an HSM')) >> 1n
      await registry.setRedemptionKey(PARTNER, concat([await verifier.getAddress(), p256Key(secret)]))
      const signed = await signedOrder(domain, {})
      const parts = await signedParts(domain, [signed])
      const digest = await redemption.digestOfList(PARTNER, [orderHashOf(signed.order)])
      const partnerSignature = signP256(secret, digest, BigInt(ethers.id('nonce')) >> 1n)
      const broken = concat([partnerSignature.slice(0, 66), ethers.id('x')])
      await expect(redemption.redeem(...callOf({ ...parts, partnerSignature: broken })))
        .to.be.revertedWithCustomError(redemption, 'PartnerSignatureInvalid')
        .withArgs(PARTNER)
      await redemption.redeem(...callOf({ ...parts, partnerSignature }))
      expect(await token.balanceOf(ada)).to.equal(900n)
    })
  })
})
