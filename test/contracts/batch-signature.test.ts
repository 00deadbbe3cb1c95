import { expect } from 'chai'
import { concat, Signature, toBeHex } from 'ethers'

import { ERC7913P256Verifier__factory } from '../../typechain-types/factories/@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier__factory.js'
import { PointsIssuance__factory } from '../../typechain-types/factories/contracts/PointsIssuance__factory.js'
import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { aBatch, batchTypes, signedCall } from './support/batch.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, coalitionFixture, keyOf, PARTNER } from './support/coalition.ts'
import { p256Key, signP256 } from './support/p256.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')

describe('PointsIssuance', function () {
  describe('the signature of a batch', function () {
    const batch = aBatch({ credits: [{ account: ada, points: 100n }] })

    async function expectRefused(call: Awaited<ReturnType<typeof signedCall>>, signature: string) {
      const { issuance } = await loadFixture(coalitionFixture)
      await expect(issuance.post(call[0], call[1], call[2], signature))
        .to.be.revertedWithCustomError(issuance, 'SignatureInvalid')
        .withArgs(PARTNER)
    }

    it('is what ethers says it is', async function () {
      const { issuance, domain } = await loadFixture(coalitionFixture)
      const call = await signedCall(batch, keyOf('issuer'), domain)
      const value = { ...call[0], credits: call[1], debits: call[2] }
      expect(await issuance.batchDigest(call[0], call[1], call[2])).to.equal(
        ethers.TypedDataEncoder.hash(domain, batchTypes, value),
      )
    })

    it('must be that of the issuer key, not of the redemption key or a stranger', async function () {
      const { domain } = await loadFixture(coalitionFixture)
      for (const name of ['till', 'stranger']) {
        const call = await signedCall(batch, keyOf(name), domain)
        await expectRefused(call, call[3])
      }
    })

    it('counts in 65 and in 64 bytes, and in no malleated form', async function () {
      const { issuance, issuer, domain } = await loadFixture(coalitionFixture)
      const call = await signedCall(batch, issuer, domain)
      const { r, s, v, compactSerialized } = Signature.from(call[3])
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
      const high = concat([r, toBeHex(order - BigInt(s), 32), toBeHex(v === 27 ? 28 : 27)])
      const bad = [
        high,
        concat([r, s, toBeHex(v - 27, 1)]),
        concat([call[3], '0x00']),
        concat([r, s]),
        '0x',
        `0x${'00'.repeat(65)}`,
      ]
      for (const signature of bad.filter((each) => each !== compactSerialized)) await expectRefused(call, signature)
      await issuance.post(call[0], call[1], call[2], compactSerialized)
    })

    it('covers every field', async function () {
      const { issuance, issuer, domain } = await loadFixture(coalitionFixture)
      const [head, credits, debits, signature] = await signedCall(batch, issuer, domain)
      const changed = [
        { ...head, entryCount: 2n },
        { ...head, receiptsRoot: ethers.id('others') },
        { ...head, deadline: head.deadline - 1n },
      ]
      for (const other of changed) await expectRefused([other, credits, debits, signature], signature)
      await expectRefused([head, credits.replace(/64$/, '65'), debits, signature], signature)
      await expectRefused([head, credits, credits, signature], signature)
      await issuance.post(head, credits, debits, signature)
    })

    it('does not count for another chain, contract or partner', async function () {
      const { token, registry, issuance, deployer, issuer, domain } = await loadFixture(coalitionFixture)
      const twin = await new PointsIssuance__factory(deployer).deploy(token, registry)
      const otherDomains = [
        { ...domain, chainId: 1n },
        { ...domain, verifyingContract: await twin.getAddress() },
        { ...domain, version: '2' },
      ]
      for (const other of otherDomains) {
        const call = await signedCall(batch, issuer, other)
        await expect(issuance.post(...call))
          .to.be.revertedWithCustomError(issuance, 'SignatureInvalid')
          .withArgs(PARTNER)
      }
      await registry.register(8n, 'Twin', issuer.address, issuer.address)
      const call = await signedCall(batch, issuer, domain)
      await expect(issuance.post({ ...call[0], partnerId: 8n }, call[1], call[2], call[3]))
        .to.be.revertedWithCustomError(issuance, 'SignatureInvalid')
        .withArgs(8n)
    })

    it('may be that of a contract wallet (ERC-1271)', async function () {
      const { issuance, token, registry, deployer, issuer, domain } = await loadFixture(coalitionFixture)
      const owner = keyOf('owner')
      const wallet = await new SigningWallet__factory(deployer).deploy(owner.address)
      await registry.setIssuerKey(PARTNER, await wallet.getAddress())
      await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
        .to.be.revertedWithCustomError(issuance, 'SignatureInvalid')
        .withArgs(PARTNER)
      await issuance.post(...(await signedCall(batch, owner, domain)))
      expect(await token.balanceOf(ada)).to.equal(100n)
    })

    it('may be that of a P-256 key (ERC-7913)', async function () {
      const { issuance, token, registry, deployer, domain } = await loadFixture(coalitionFixture)
      const verifier = await new ERC7913P256Verifier__factory(deployer).deploy()
      const secret = BigInt(ethers.id('issuer in an HSM')) >> 1n
      await registry.setIssuerKey(PARTNER, concat([await verifier.getAddress(), p256Key(secret)]))
      const [head, credits, debits] = await signedCall(batch, keyOf('issuer'), domain)
      const digest = await issuance.batchDigest(head, credits, debits)
      const signature = signP256(secret, digest, BigInt(ethers.id('nonce')) >> 1n)
      await expect(issuance.post(head, credits, debits, concat([signature.slice(0, 66), ethers.id('x')])))
        .to.be.revertedWithCustomError(issuance, 'SignatureInvalid')
        .withArgs(PARTNER)
      await issuance.post(head, credits, debits, signature)
      expect(await token.balanceOf(ada)).to.equal(100n)
    })
  })
})
