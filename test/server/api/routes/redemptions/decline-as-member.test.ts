import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { aMember, aSession, send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

describe('a member who declines', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const asMember = (id: string, session: string) =>
    send(api.url, `/v1/me/redemptions/${id}/decline`, { session, method: 'POST' })
  const byLink = (id: string, secret?: string) =>
    send(api.url, `/v1/approvals/${id}/decline`, {
      method: 'POST',
      headers: secret === undefined ? {} : { 'Entente-Approval': secret },
    })

  async function held(changes: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
    const { redemptionId, approvalUrl } = (await till.hold(changes)).body
    return { id: redemptionId, secret: approvalUrl.split('#')[1] }
  }

  it('signed in frees the points at once, as the till sees', async () => {
    const { id } = await held({ points: '1000' })
    const session = await aSession(api.deps, till.memberId)
    const declined = await asMember(id, session)
    expect([declined.status, declined.body.state, declined.body.voidedBy]).to.deep.equal([200, 'voided', 'member'])
    expect((await till.read(id)).body).to.deep.equal(declined.body)
    expect((await till.hold({ points: '1000' })).status).to.equal(201)
    expect((await asMember(id, session)).body).to.deep.equal(declined.body)
    const consent = await till.post(id, 'consent', { kind: 'pin', pin: PIN })
    expect([consent.status, consent.body.code]).to.deep.equal([409, 'redemption_voided'])
    expect((await till.post(id, 'void')).body.voidedBy).to.equal('member')
  })

  it('through the link does the same, and is not taken for the member: the till knows the link too', async () => {
    const { id, secret } = await held({ points: '1000' })
    const declined = await byLink(id, secret)
    expect([declined.status, declined.body.state]).to.deep.equal([200, 'voided'])
    expect((await till.read(id)).body).to.include({ state: 'voided', voidedBy: 'link' })
    expect((await till.hold({ points: '1000' })).status).to.equal(201)
    expect((await byLink(id, secret)).body).to.deep.equal(declined.body)
  })

  it('takes back a consent until the till captures, and nothing after that', async () => {
    const taken = await till.consented()
    expect((await asMember(taken, await aSession(api.deps, till.memberId))).body.state).to.equal('voided')
    expect((await till.post(taken, 'capture')).body.code).to.equal('redemption_voided')
    const { id, secret } = await held()
    await till.post(id, 'consent', { kind: 'pin', pin: PIN })
    await till.post(id, 'capture')
    for (const late of [await byLink(id, secret), await asMember(id, await aSession(api.deps, till.memberId))])
      expect([late.status, late.body.code]).to.deep.equal([409, 'redemption_captured'])
  })

  it('wins or loses whole against a capture at the same moment', async () => {
    const id = await till.consented({ points: '1000' })
    const session = await aSession(api.deps, till.memberId)
    const [declined, captured] = await Promise.all([asMember(id, session), till.post(id, 'capture')])
    const { state } = (await till.read(id)).body
    const codes = [declined.body.code, captured.body.code]
    if (state === 'voided') expect(codes).to.deep.equal([undefined, 'redemption_voided'])
    else expect([state, ...codes]).to.deep.equal(['captured', 'redemption_captured', undefined])
    expect((await till.hold({ points: '1' })).status).to.equal(state === 'voided' ? 201 : 422)
  })

  it('may do so while the account is frozen, and after the hold has ended', async () => {
    const { id, secret } = await held()
    await db.member.updateMany({ data: { frozenAt: api.clock.now() } })
    api.clock.advance(300_000)
    expect((await byLink(id, secret)).body.state).to.equal('voided')
  })

  it('is nobody else: no other member, no other secret, no dead link', async () => {
    const { id, secret } = await held()
    const { member } = await aMember(api.deps)
    expect((await asMember(id, await aSession(api.deps, member.id))).body.code).to.equal('redemption_unknown')
    for (const wrong of [undefined, '', `${secret}x`, (await held()).secret])
      expect((await byLink(id, wrong)).body.code).to.equal('approval_unknown')
    expect((await till.read(id)).body).to.include({ state: 'held', voidedBy: null })
    api.clock.advance(86_400_001)
    expect((await byLink(id, secret)).body.code).to.equal('approval_unknown')
  })

  it('is not the till that voids', async () => {
    const { id } = await held()
    expect((await till.post(id, 'void')).body).to.include({ state: 'voided', voidedBy: 'partner' })
  })
})
