import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { aVirtualPasskey } from '../../../../support/virtual-passkey.ts'
import { passkeyAddress } from '../../../../../server/chain/passkey-address.ts'
import { aSession, anOperatorKey, send } from '../../support/coalition.ts'
import { aWalletMember } from '../../support/members.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { givePoints, openTill, PIN, type Till } from '../../support/till.ts'

describe('moving an account', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string
  let fresh: PrivateKeyAccount
  let toAccount: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
    fresh = privateKeyToAccount(generatePrivateKey())
    toAccount = fresh.address.toLowerCase()
  })

  afterEach(() => api.close())

  const post = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session, body })
  const ask = (to = toAccount) => post('move-order', { toAccount: to })
  const signed = async (changes: object = {}) => {
    const { digest, deadline } = (await ask()).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    return { toKind: 'wallet', toAccount, deadline, toSignature, pin: PIN, ...changes }
  }

  it('stops all holds, and is asked for once', async function () {
    const body = await signed()
    expect((await post('move', body)).body.move).to.deep.equal({ toAccount, state: 'requested' })
    expect((await till.hold()).body.code).to.equal('account_moving')
    expect((await post('move', body)).body.code).to.equal('account_moving')
    expect((await ask()).body.code).to.equal('account_moving')
    expect((await post('unfreeze', { pin: PIN })).body.code).to.equal('account_moving')
    expect((await post('freeze', {})).body.isFrozen).to.equal(true)
    expect(await db.accountAct.count()).to.equal(1)
  })

  it('waits until nothing is reserved', async function () {
    const body = await signed()
    const { body: held } = await till.hold({ points: '40' })
    expect((await post('move', body)).body).to.deep.include({
      code: 'points_reserved',
      details: { pointsReserved: '40' },
    })
    expect((await ask()).body.code).to.equal('points_reserved')
    await till.post(held.redemptionId, 'void')
    expect((await post('move', body)).status).to.equal(200)
  })

  it('takes a fresh address only', async function () {
    const { address } = await aWalletMember(api.deps)
    expect((await ask(address)).body.code).to.equal('account_used')
    expect((await ask(till.account)).body.code).to.equal('account_used')
    const body = await signed()
    await givePoints(db, toAccount, 1n)
    expect((await post('move', body)).body.code).to.equal('account_used')
  })

  it('is refused with a wrong PIN, which counts, without a proof, too late, and without the new key', async function () {
    const body = await signed()
    expect((await post('move', { ...body, pin: '1379' })).body.details).to.deep.equal({ triesLeft: 4 })
    const { pin: _, ...withoutPin } = body
    expect((await post('move', withoutPin)).body.details).to.deep.equal({ proof: 'pin' })
    const late = { ...body, deadline: String(NOW.getTime() / 1_000) }
    expect((await post('move', late)).body.details).to.deep.equal({ reason: 'deadline_passed' })
    // Another deadline than the one that was signed: not this key's signature, and no chain says that it is a contract's.
    const other = { ...body, deadline: String(BigInt(body.deadline) + 1n) }
    expect((await post('move', other)).body.code).to.equal('service_unavailable')
    expect(await db.accountAct.count()).to.equal(0)
  })

  it('to a passkey has it sign too, and leaves signing in to the old key until it is done', async function () {
    const passkey = aVirtualPasskey()
    const to = passkeyAddress({ rpId: 'localhost', ...passkey })
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const { digest, deadline } = (await ask(to)).body
    const base64 = (hash: string) => Buffer.from(hash.slice(2), 'hex').toString('base64url')
    const move = {
      toKind: 'passkey',
      toAccount: to,
      deadline,
      toRegistration: passkey.register(challenge),
      toAssertion: passkey.assert(base64(digest)),
      pin: PIN,
    }
    const wrong = { ...move, toAccount }
    expect((await post('move', wrong)).body.details).to.deep.equal({ key: 'new', reason: 'account_of_another' })
    const stale = { ...move, toAssertion: passkey.assert(challenge) }
    expect((await post('move', stale)).body.details).to.deep.equal({ key: 'new', reason: 'challenge_differs' })
    expect((await post('move', move)).status).to.equal(200)
    const again = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body.challenge
    const headers = { Origin: 'http://localhost:8080' }
    const signIn = { kind: 'passkey', assertion: passkey.assert(again) }
    expect((await send(api.url, '/v1/sessions', { body: signIn, headers })).body.code).to.equal('sign_in_failed')
    const enrol = { registration: passkey.register(again) }
    expect((await send(api.url, '/v1/passkeys', { body: enrol, headers })).body.code).to.equal('passkey_taken')
  })

  describe('by a recovery', function () {
    it('is announced with the signature of a fresh key, for a member, once', async function () {
      const key = await anOperatorKey(api.deps)
      const { memberId } = till
      const path = `/v1/recoveries/${memberId}/order?toAccount=${toAccount}`
      const { digest, deadline, typedData } = (await send(api.url, path, { key })).body
      expect(typedData.message).to.include({ from: till.account, to: toAccount })
      const toSignature = await fresh.sign({ hash: digest as Hex })
      const announce = (changes: object) =>
        send(api.url, '/v1/recoveries', { key, body: { memberId, toAccount, deadline, toSignature, ...changes } })
      const late = { deadline: String(NOW.getTime() / 1_000) }
      expect((await announce(late)).body.details).to.deep.equal({ reason: 'deadline_passed' })
      const nobody = { memberId: '01900000-0000-7000-8000-000000000001' }
      expect((await announce(nobody)).body.code).to.equal('member_unknown')
      expect((await send(api.url, `/v1/recoveries/${memberId}/cancel`, { key, method: 'POST' })).body.code).to.equal(
        'recovery_unknown',
      )
      expect((await announce({})).body).to.include({ toAccount, readyAt: null })
      expect((await announce({})).body.code).to.equal('recovery_pending')
      expect((await ask()).body.code).to.equal('account_used')
      expect((await send(api.url, `/v1/recoveries/${memberId}/complete`, { key, method: 'POST' })).body.code).to.equal(
        'recovery_unknown',
      )
      expect((await post('recovery/refuse', { pin: PIN })).body.code).to.equal('recovery_unknown')
    })

    it("is the operator's alone", async function () {
      const { key } = till.partner
      const refused = await send(api.url, `/v1/recoveries/${till.memberId}`, { key })
      expect(refused.body.code).to.equal('scope_missing')
    })
  })
})
