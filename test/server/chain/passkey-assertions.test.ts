import { expect } from 'chai'
import { keccak256, toUtf8Bytes } from 'ethers'

import { verifyPasskeyAssertion, type PasskeyAssertion } from '../../../server/chain/verify-passkey-assertion.ts'
import { passkeyOf, RP_ID, type AssertionParts } from '../../contracts/support/passkey.ts'
import { assertionOnTheWire } from '../../support/passkey-assertion.ts'

const passkey = passkeyOf(keccak256(toUtf8Bytes('ada')))
const TERMS = { rpId: RP_ID, origin: `https://${RP_ID}`, x: passkey.x, y: passkey.y }
const DIGEST = keccak256(toUtf8Bytes('an order'))

const judge = (parts: AssertionParts = {}, terms: Partial<typeof TERMS> = {}, digest = DIGEST) => {
  const verdict = verifyPasskeyAssertion(assertionOnTheWire(passkey.assert(DIGEST, parts)), digest, {
    ...TERMS,
    ...terms,
  })
  return verdict.status === 'signed' ? verdict.signature : verdict.reason
}

/** An assertion with one field put to something else. */
const changed = (field: keyof PasskeyAssertion['response'], value: string) => {
  const wire = assertionOnTheWire(passkey.assert(DIGEST))
  const verdict = verifyPasskeyAssertion({ ...wire, response: { ...wire.response, [field]: value } }, DIGEST, TERMS)
  return verdict.status === 'signed' ? verdict.signature : verdict.reason
}

const clientData = (facts: Record<string, unknown>) =>
  Buffer.from(
    JSON.stringify({
      type: 'webauthn.get',
      challenge: Buffer.from(DIGEST.slice(2), 'hex').toString('base64url'),
      origin: TERMS.origin,
      ...facts,
    }),
  ).toString('base64url')

describe("a passkey's assertion over an order", function () {
  it('comes out in the very form that the contract takes', () => {
    // Many, because numbers with leading zeros and high halves are written in other ways.
    for (let round = 0; round < 300; round += 1) {
      const form = passkey.assert(DIGEST)
      const verdict = verifyPasskeyAssertion(assertionOnTheWire(form), DIGEST, TERMS)
      expect(verdict).to.deep.equal({ status: 'signed', signature: form })
    }
  })

  it('is put into the lower half where the authenticator signed in the upper one', () => {
    const verdict = verifyPasskeyAssertion(assertionOnTheWire(passkey.assert(DIGEST, { highS: true })), DIGEST, TERMS)
    if (verdict.status === 'refused') throw new Error(verdict.reason)
    const again = verifyPasskeyAssertion(assertionOnTheWire(verdict.signature), DIGEST, TERMS)
    expect(again).to.deep.equal(verdict)
  })

  it('is refused from another origin, a frame of another site, or another relying party', () => {
    expect(judge({}, { origin: 'https://evil.example' })).to.equal('origin_differs')
    expect(changed('clientDataJSON', clientData({ crossOrigin: true }))).to.equal('origin_differs')
    expect(judge({ rpId: 'evil.example' })).to.equal('site_differs')
  })

  it('is refused over another digest', () => {
    expect(judge({}, {}, keccak256(toUtf8Bytes('another order')))).to.equal('challenge_differs')
  })

  it('is refused without the user, or without user verification', () => {
    expect(judge({ flags: 0x01 })).to.equal('user_not_verified')
    expect(judge({ flags: 0x04 })).to.equal('user_not_verified')
  })

  it('is refused when the backup flags contradict each other, as the contract does', () => {
    expect(judge({ flags: 0x15 })).to.equal('assertion_malformed')
    expect(judge({ flags: 0x1d })).to.match(/^0x/)
  })

  it('is refused from another key, and with anything in it altered', () => {
    const other = passkeyOf(keccak256(toUtf8Bytes('bob')))
    expect(judge({}, { x: other.x, y: other.y })).to.equal('signature_of_another')
    expect(changed('clientDataJSON', clientData({ extra: 1 }))).to.equal('signature_of_another')
    expect(changed('signature', '')).to.equal('signature_of_another')
    expect(changed('signature', Buffer.alloc(70, 1).toString('base64url'))).to.equal('signature_of_another')
  })

  it('is refused when it is no assertion at all', () => {
    expect(judge({ type: 'webauthn.create' })).to.equal('assertion_malformed')
    for (const rubbish of ['', 'bm90IGpzb24', Buffer.from('null').toString('base64url')])
      expect(changed('clientDataJSON', rubbish)).to.equal('assertion_malformed')
    expect(changed('authenticatorData', Buffer.alloc(36).toString('base64url'))).to.equal('assertion_malformed')
    expect(changed('clientDataJSON', Buffer.from([0xff, 0x7b]).toString('base64url'))).to.equal('assertion_malformed')
  })
})
