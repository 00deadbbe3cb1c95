import { expect } from 'chai'
import { concat, dataSlice, getAddress, hexlify, toUtf8Bytes } from 'ethers'

import { PASSKEY_CHALLENGE_PREFIX } from '../../server/actions/sign-in/passkey-challenge.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { keyOf, PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'
import { passkeyOf, RP_ID, rpIdHashOf } from './support/passkey.ts'
import type { AssertionParts } from './support/passkey.ts'
import { anOrder, redeem, Refusal, signedOrder } from './support/redemption.ts'
import type { SignedOrder } from './support/redemption.ts'

const { loadFixture } = networkHelpers

const passkey = passkeyOf(ethers.id("ada's phone"))
const member = getAddress(passkey.address)

async function passkeyFixture() {
  const modules = await modulesFixture()
  await modules.credit({ account: member, points: 1_000n }, { account: keyOf('bob').address, points: 1_000n })
  const asserted = async (parts: AssertionParts = {}): Promise<SignedOrder> => {
    const order = anOrder({ member })
    return { order, signature: passkey.assert(await modules.redemption.digestOfOrder(PARTNER, order), parts) }
  }
  /** The bad one is refused, and an order beside it carried out. */
  const expectRefused = async (signed: SignedOrder, why: string) => {
    const snapshot = await networkHelpers.takeSnapshot()
    const bob = await signedOrder(modules.domain, { member: keyOf('bob').address }, keyOf('bob'))
    await expect(redeem(modules, signed, bob), why)
      .to.emit(modules.redemption, 'RedemptionRefused')
      .withArgs(PARTNER, signed.order.member, signed.order.nonce, Refusal.SignatureInvalid)
      .and.to.emit(modules.redemption, 'PointsRedeemed')
      .withArgs(PARTNER, bob.order.member, 100n, bob.order.reward, 1n)
    await snapshot.restore()
  }
  return { ...modules, asserted, expectRefused }
}

describe('PointsRedemption', function () {
  describe("a passkey member's signature", function () {
    it('is what a phone gives, and needs nothing but the passkey', async function () {
      const { redemption, token, asserted, ...modules } = await loadFixture(passkeyFixture)
      expect(await redemption.passkeyAccount(rpIdHashOf(RP_ID), passkey.x, passkey.y)).to.equal(member)
      await expect(redeem({ ...modules, redemption }, await asserted()))
        .to.emit(redemption, 'PointsRedeemed')
        .withArgs(PARTNER, member, 100n, ethers.id('a coffee'), 1n)
      expect(await token.balanceOf(member)).to.equal(900n)
    })

    it('counts with backup flags that go together, too', async function () {
      const { redemption, asserted, ...modules } = await loadFixture(passkeyFixture)
      const signed = await asserted({ flags: 0x1d })
      await expect(redeem({ ...modules, redemption }, signed)).to.emit(redemption, 'PointsRedeemed')
    })

    it('is refused where the assertion is not what it must be', async function () {
      const { asserted, expectRefused } = await loadFixture(passkeyFixture)
      const bad: Record<string, AssertionParts> = {
        'without user verification': { flags: 0x01 },
        'without user presence': { flags: 0x04 },
        'backed up and not eligible for it': { flags: 0x15 },
        'for another challenge': { challenge: ethers.id('another order') },
        'of another type': { type: 'webauthn.create' },
        'for another site': { rpId: 'evil.example.org' },
        'with a high s': { highS: true },
        'with the wrong place of the challenge': { challengeIndex: 0n },
        'with a place of the challenge far outside': { challengeIndex: 2n ** 256n - 1n },
        'with the wrong place of the type': { typeIndex: 0n },
        'with a place of the type far outside': { typeIndex: 2n ** 40n },
        'with a place of the type that wraps around': { typeIndex: 2n ** 256n - 1n },
      }
      for (const [why, parts] of Object.entries(bad)) await expectRefused(await asserted(parts), why)
    })

    it('is refused where its bytes are cut, padded or point elsewhere', async function () {
      const { asserted, expectRefused } = await loadFixture(passkeyFixture)
      const { order, signature } = await asserted()
      const size = (signature.length - 2) / 2
      const far = `0x${'ff'.repeat(32)}`
      const bad: Record<string, string> = {
        'cut by a byte of its JSON': dataSlice(signature, 0, size - 33),
        'cut behind its point': dataSlice(signature, 0, 64),
        'cut behind its fixed part': dataSlice(signature, 0, 64 + 0xc0),
        'data far outside': concat([dataSlice(signature, 0, 64 + 0x80), far, dataSlice(signature, 64 + 0xa0)]),
        'JSON far outside': concat([dataSlice(signature, 0, 64 + 0xa0), far, dataSlice(signature, 64 + 0xc0)]),
        'a length far too long': concat([dataSlice(signature, 0, 64 + 0xc0), far, dataSlice(signature, 64 + 0xe0)]),
        'another point': concat([passkeyOf(ethers.id('mallory')).x, dataSlice(signature, 32)]),
      }
      for (const [why, each] of Object.entries(bad)) await expectRefused({ order, signature: each }, why)
    })

    it('of another passkey or another site is another member', async function () {
      const { redemption, expectRefused } = await loadFixture(passkeyFixture)
      const order = anOrder({ member })
      const digest = await redemption.digestOfOrder(PARTNER, order)
      const twin = passkeyOf(ethers.id("ada's phone"), 'evil.example.org')
      expect(twin.x).to.equal(passkey.x)
      expect(twin.address).not.to.equal(passkey.address)
      await expectRefused({ order, signature: twin.assert(digest) }, 'the same key for another site')
      await expectRefused({ order, signature: passkeyOf(ethers.id('mallory')).assert(digest) }, 'another key')
    })

    it('given to sign in is refused for any order, also where the digest hides in the challenge', async function () {
      const { redemption, asserted, expectRefused } = await loadFixture(passkeyFixture)
      const prefix = hexlify(toUtf8Bytes(PASSKEY_CHALLENGE_PREFIX))
      const digest = await redemption.digestOfOrder(PARTNER, anOrder({ member }))
      for (const [why, challenge] of Object.entries({
        'with random bytes': concat([prefix, ethers.id('random')]),
        'with the digest for its random bytes': concat([prefix, digest]),
        'with the digest first': concat([digest, prefix]),
      }))
        // Where a browser writes it, and where the text of the digest is in it, with and without the name of the field before it.
        for (const challengeIndex of [undefined, 23n, 36n, 63n, 76n])
          await expectRefused(
            await asserted({ challenge, ...(challengeIndex === undefined ? {} : { challengeIndex }) }),
            `${why}, at ${String(challengeIndex)}`,
          )
    })

    it('cannot be used for another order', async function () {
      const { asserted, expectRefused } = await loadFixture(passkeyFixture)
      const { order, signature } = await asserted()
      await expectRefused({ order: { ...order, points: 101n }, signature }, 'more points')
      await expectRefused({ order: { ...order, nonce: 2n }, signature }, 'another nonce')
    })
  })
})
