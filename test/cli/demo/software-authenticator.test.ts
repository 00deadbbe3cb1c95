import { expect } from 'chai'

import { makePasskey, openAuthenticator } from '../../../cli/demo/software-authenticator.ts'
import { verifyPasskeyAssertion } from '../../../server/chain/verify-passkey-assertion.ts'
import { verifyPasskeyRegistration } from '../../../server/chain/verify-passkey-registration.ts'

const site = { rpId: 'localhost', origin: 'http://localhost:8080' }
const challenge = Buffer.alloc(32, 7)

describe('the authenticator of the demo', function () {
  it('registers and asserts as the server verifies it, also when it is opened again', async () => {
    const stored = makePasskey()
    const registration = openAuthenticator(stored).register(challenge.toString('base64url'), site)
    const verdict = await verifyPasskeyRegistration(registration, site)
    if (verdict.status !== 'proven') throw new Error(verdict.reason)
    expect(verdict.passkey.id).to.equal(stored.id)
    const { x, y } = verdict.passkey
    const assertion = openAuthenticator(stored).assert(challenge.toString('base64url'), site)
    const digest = `0x${challenge.toString('hex')}`
    const answer = verifyPasskeyAssertion(assertion, digest, { ...site, x, y })
    expect(answer.status).to.equal('signed')
  })

  it('is refused at another site and with another key', async () => {
    const registration = openAuthenticator(makePasskey()).register(challenge.toString('base64url'), site)
    const elsewhere = { ...site, origin: 'http://localhost:9090' }
    expect(await verifyPasskeyRegistration(registration, elsewhere)).to.deep.equal({
      status: 'refused',
      reason: 'origin_differs',
    })
  })
})
