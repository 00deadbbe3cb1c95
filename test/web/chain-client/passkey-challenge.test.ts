import { randomBytes } from 'node:crypto'

import { expect } from 'chai'

import { isPasskeyChallenge, makePasskeyChallenge } from '../../../server/actions/sign-in/passkey-challenge.ts'
import { SigningRefused } from '../../../web/src/chain-client/refusal.ts'
import { makePasskey, signChallenge, signDigest } from '../../../web/src/chain-client/sign-with-passkey.ts'

const SITE = { rpId: 'localhost', rpName: 'Entente' }
const PREFIX_BYTES = 30

/** What the page hands to the browser, which shows nothing of it: it is what gets signed. */
describe('what the page has a passkey sign', function () {
  let asked: Buffer[]
  let before: PropertyDescriptor | undefined
  beforeEach(() => {
    asked = []
    before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
    const answer = ({ publicKey }: { publicKey: { challenge: ArrayBuffer } }) => {
      asked.push(Buffer.from(publicKey.challenge))
      return Promise.reject(new Error('nobody is here'))
    }
    const navigator = { credentials: { get: answer, create: answer } }
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
    Object.assign(globalThis, { PublicKeyCredential() {} })
  })
  afterEach(() => {
    Object.defineProperty(globalThis, 'navigator', before!)
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
  })

  const codeOf = (run: Promise<unknown>) =>
    run.then(
      () => null,
      (error: unknown) => (error instanceof SigningRefused ? error.code : error),
    )
  const signIns = { signChallenge, makePasskey }

  it('to sign in is a challenge of the server', async () => {
    const challenge = makePasskeyChallenge(randomBytes(32))
    expect(isPasskeyChallenge(challenge)).to.equal(true)
    for (const sign of Object.values(signIns))
      expect(await codeOf(sign({ challenge, ...SITE }))).to.equal('passkey_refused')
    expect(asked.map((bytes) => bytes.toString('base64url'))).to.deep.equal([challenge, challenge])
  })

  it('to sign in is never the digest of an order, or anything that is no challenge', async () => {
    const digest = randomBytes(32)
    const good = Buffer.from(makePasskeyChallenge(digest), 'base64url')
    const bad = {
      'a digest': digest,
      nothing: Buffer.alloc(0),
      'a byte too short': good.subarray(0, -1),
      'a byte too long': Buffer.concat([good, Buffer.alloc(1)]),
      'a digest before it': Buffer.concat([digest, good]),
      'another beginning': Buffer.concat([Buffer.alloc(PREFIX_BYTES), digest]),
    }
    for (const [name, sign] of Object.entries(signIns)) {
      for (const [what, bytes] of Object.entries(bad)) {
        const challenge = bytes.toString('base64url')
        expect(await codeOf(sign({ challenge, ...SITE })), `${name}: ${what}`).to.equal('challenge_altered')
        expect(isPasskeyChallenge(challenge), what).to.equal(false)
      }
      const padded = `${good.toString('base64url')}=`
      expect(await codeOf(sign({ challenge: padded, ...SITE }))).to.equal('challenge_altered')
    }
    expect(asked).to.deep.equal([])
  })

  it('for the ledger is a digest of 32 bytes, and never a challenge', async () => {
    const digest = randomBytes(32)
    const sign = (text: string) => codeOf(signDigest(text, { rpId: 'localhost', credentialIds: ['AAAA'] }))
    expect(await sign(`0x${digest.toString('hex')}`)).to.equal('passkey_refused')
    const challenge = Buffer.from(makePasskeyChallenge(digest), 'base64url')
    for (const bytes of [challenge, digest.subarray(1), Buffer.concat([digest, digest])])
      expect(await sign(`0x${bytes.toString('hex')}`)).to.equal('order_altered')
    expect(asked).to.deep.equal([digest])
  })
})
