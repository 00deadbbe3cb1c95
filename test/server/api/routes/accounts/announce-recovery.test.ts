import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { anOperatorKey, aSession, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

describe('moving an account by a recovery', function () {
  let api: RunningApi
  let till: Till
  let session: string
  const fresh = privateKeyToAccount(generatePrivateKey())
  const toAccount = fresh.address.toLowerCase()

  beforeEach(async function () {
    ;({ api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
  })

  afterEach(() => api.close())

  const post = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session, body })

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
    expect((await post('move-order', { toAccount })).body.code).to.equal('account_used')
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
