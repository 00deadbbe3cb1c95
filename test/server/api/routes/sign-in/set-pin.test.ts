import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { PIN_AT_ENROLMENT_MS, RESET_CODE_DAYS } from '../../../../../server/domain/pins.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import {
  aMember,
  anOperatorKey,
  aPartner,
  aSession,
  OWN_ORIGIN,
  send,
  type TestPartner,
} from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const PIN = '2580'

describe("a card's first PIN", function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let stranger: TestPartner
  let memberId: string
  let card: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    stranger = await aPartner(api.deps, 'Stranger')
    const { body } = await send(api.url, '/v1/members', { key: partner.key, body: { kind: 'card' } })
    memberId = body.memberId
    card = body.cardNumber
  })

  afterEach(() => api.close())

  const set = async (body: object, key = partner.key, id = memberId) => {
    const answer = await send(api.url, `/v1/members/${id}/pin`, { key, body: { pin: PIN, ...body } })
    return (answer.body.code as string | undefined) ?? answer.status
  }
  const reset = async (id = memberId): Promise<string> =>
    (await send(api.url, `/v1/members/${id}/pin-reset`, { method: 'POST', key: await anOperatorKey(api.deps) })).body
      .resetCode
  const signIn = async (pin: string) =>
    (
      await send(api.url, '/v1/sessions', {
        body: { kind: 'card', cardNumber: card, pin },
        headers: { Origin: OWN_ORIGIN },
      })
    ).status

  it('is set by the partner that enrolled the member for fifteen minutes, and not after', async () => {
    const { member } = await aMember(api.deps)
    await db.member.update({ where: { id: member.id }, data: { enrolledBy: partner.id } })
    api.clock.advance(PIN_AT_ENROLMENT_MS - 1)
    expect(await set({})).to.equal(200)
    api.clock.advance(1)
    expect(await set({}, partner.key, member.id)).to.equal('reset_code_needed')
  })

  it('is set by no other partner, not even with the reset code of another member', async () => {
    expect(await set({}, stranger.key)).to.equal('reset_code_needed')
    const { member } = await aMember(api.deps)
    const foreign = await reset(member.id)
    expect(await set({ resetCode: foreign }, stranger.key)).to.equal('reset_code_wrong')
    expect(await db.memberPin.count({ where: { memberId } })).to.equal(0)
  })

  it('is set at any till with the reset code, however it is typed, once', async () => {
    const resetCode = await reset()
    expect(resetCode).to.match(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(JSON.stringify(await db.memberPin.findFirstOrThrow())).to.not.include(resetCode)
    for (const wrong of ['0000-0000-0000', 'x', `${resetCode}0`])
      expect(await set({ resetCode: wrong }, stranger.key)).to.equal('reset_code_wrong')
    expect(await set({ resetCode: resetCode.toLowerCase().replaceAll('-', ' ') }, stranger.key)).to.equal(200)
    expect(await signIn(PIN)).to.equal(201)
    expect(await set({ resetCode, pin: '7391' }, stranger.key)).to.equal('pin_set_already')
    await reset()
    expect(await set({ resetCode }, stranger.key)).to.equal('reset_code_wrong')
  })

  it('takes the newest code only, and not the right of the enrolment any more', async () => {
    await set({})
    const first = await reset()
    expect(await signIn(PIN)).to.equal(401)
    expect(await set({})).to.equal('reset_code_needed')
    const second = await reset()
    expect(await set({ resetCode: first })).to.equal('reset_code_wrong')
    expect(await set({ resetCode: second })).to.equal(200)
  })

  it('takes a code to its last millisecond', async () => {
    const resetCode = await reset()
    api.clock.advance(RESET_CODE_DAYS * 86_400_000)
    expect(await set({ resetCode })).to.equal('reset_code_wrong')
    api.clock.advance(-1)
    expect(await set({ resetCode })).to.equal(200)
  })

  it('signs the member out everywhere when it is changed at a till', async () => {
    await set({})
    const session = await aSession(api.deps, memberId)
    expect(await set({ pin: '7391', currentPin: PIN }, stranger.key)).to.equal(200)
    expect((await send(api.url, '/v1/me', { session })).body.code).to.equal('signed_out')
  })

  it('is changed with the old one at any till, which needs no code', async () => {
    await set({})
    expect(await set({ pin: '7391', currentPin: PIN }, stranger.key)).to.equal(200)
    expect(await set({ pin: PIN, currentPin: PIN }, stranger.key)).to.equal('pin_wrong')
  })
})
