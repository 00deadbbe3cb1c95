import { expect } from 'chai'
import { concat, dataSlice, Signature, toBeHex } from 'ethers'
import type { TypedDataDomain } from 'ethers'

import { backToGenesis, networkHelpers } from './support/chain.ts'
import { addressOf, DAY } from './support/coalition.ts'
import { OTHER_PARTNER, signedActs, signedActsFixture } from './support/signed-acts.ts'
import type { SignedAct, World } from './support/signed-acts.ts'

const { loadFixture, takeSnapshot, time } = networkHelpers

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The two forms that count: 65 bytes, and 64 by ERC-2098. */
function formsThatCount(signature: string): Record<string, string> {
  return { '65 bytes': signature, '64 bytes': Signature.from(signature).compactSerialized }
}

/** Every other way to write the same r and s. */
function formsThatDoNot(signature: string): Record<string, string> {
  const { r, s, v, compactSerialized } = Signature.from(signature)
  const highS = toBeHex(CURVE_ORDER - BigInt(s), 32)
  const forms: Record<string, string> = {
    'r alone': r,
    '63 bytes': dataSlice(signature, 0, 63),
    'no v, nor its bit': v === 28 ? concat([r, s]) : concat([r, toBeHex(BigInt(s) | (1n << 255n), 32)]),
    '64 bytes and a trailing one': concat([compactSerialized, '0x00']),
    '64 bytes and the other v': concat([compactSerialized, toBeHex(v === 27 ? 28 : 27, 1)]),
    'a high s in 64 bytes': concat([r, highS]),
    'a trailing zero byte': concat([signature, '0x00']),
    'a trailing byte': concat([signature, '0x1b']),
    'a trailing word': concat([signature, `0x${'00'.repeat(32)}`]),
    'r and s in each other’s place': concat([s, r, toBeHex(v, 1)]),
    'r of zero': concat([`0x${'00'.repeat(32)}`, s, toBeHex(v, 1)]),
    's of zero': concat([r, `0x${'00'.repeat(32)}`, toBeHex(v, 1)]),
    nothing: '0x',
  }
  for (const other of [0, 1, 2, 26, 27, 28, 29, 35, 36, 37, 38, 255]) {
    forms[`a high s, v of ${other}`] = concat([r, highS, toBeHex(other, 1)])
    if (other !== v) forms[`v of ${other}`] = concat([r, s, toBeHex(other, 1)])
  }
  return forms
}

/** Tries a signature and takes back what it did. */
async function wouldHappen(act: SignedAct, signature: string): Promise<boolean> {
  const snapshot = await takeSnapshot()
  const happened = await act.happens(signature)
  await snapshot.restore()
  return happened
}

async function expectNone(act: SignedAct, forms: Record<string, string>, why: string): Promise<void> {
  for (const [name, form] of Object.entries(forms)) {
    expect(await wouldHappen(act, form), `${why}: ${name}`).to.equal(false)
  }
}

/** The same act signed for another place: each of the other contracts of ours among them. */
function otherDomains(
  { issuing, domain, accountsDomain }: World,
  own: TypedDataDomain,
): Record<string, TypedDataDomain> {
  return {
    'another chain': { ...own, chainId: 1n },
    'chain 0': { ...own, chainId: 0n },
    'another contract': { ...own, verifyingContract: addressOf('another contract') },
    'another version': { ...own, version: '2' },
    'another name': { ...own, name: 'Entente' },
    ...Object.fromEntries([issuing, domain, accountsDomain].filter((each) => each !== own).map((at) => [at.name, at])),
  }
}

async function worldOf(kind: (world: World) => SignedAct) {
  const world = await loadFixture(signedActsFixture)
  return { world, act: kind(world) }
}

describe('A signature under', function () {
  this.timeout(120_000)

  // The clock runs far here; the next suite begins where it always does.
  after(backToGenesis)

  for (const [name, kind] of Object.entries(signedActs)) {
    describe(name, function () {
      it('counts in 65 and in 64 bytes, and in no other form', async function () {
        const { act } = await worldOf(kind)
        const signature = await act.sign(act.domain)
        await expectNone(act, formsThatDoNot(signature), 'malleated')
        for (const [form, good] of Object.entries(formsThatCount(signature))) {
          expect(await wouldHappen(act, good), form).to.equal(true)
        }
      })

      it('made for another chain, contract or partner counts in no form', async function () {
        const { world, act } = await worldOf(kind)
        for (const [where, domain] of Object.entries(otherDomains(world, act.domain))) {
          const signature = await act.sign(domain)
          await expectNone(act, { ...formsThatCount(signature), ...formsThatDoNot(signature) }, where)
        }
        if (!act.namesPartner) return
        const signature = await act.sign(act.domain, OTHER_PARTNER)
        await expectNone(act, { ...formsThatCount(signature), ...formsThatDoNot(signature) }, 'another partner')
      })

      it('counts once: not again at once, nor a month later, in no form', async function () {
        const { act } = await worldOf(kind)
        const signature = await act.sign(act.domain)
        const forms = { ...formsThatCount(signature), ...formsThatDoNot(signature) }
        expect(await act.happens(signature)).to.equal(true)
        for (const [when, seconds] of [
          ['at once', 0],
          ['a day later', DAY],
          ['a month later', 31 * DAY],
        ] as const) {
          await time.increase(seconds + 1)
          await expectNone(act, forms, when)
        }
      })
    })
  }
})
