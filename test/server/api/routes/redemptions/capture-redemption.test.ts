import { expect } from 'chai'

import { resetPin } from '../../../../../server/actions/sign-in/reset-pin.ts'
import { setOwnPin } from '../../../../../server/actions/sign-in/set-own-pin.ts'
import { verifyOrderSignature } from '../../../../../server/chain/verify-order-signature.ts'
import { orderDigest } from '../../../../../server/chain/redemption-order-hash.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import type { Redemption } from '../../../../../server/database/redemptions.ts'
import { orderOf } from '../../../../../server/domain/redemption-order.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { send } from '../../support/coalition.ts'
import { ADDRESSES, CHAIN_ID, startApi, type RunningApi } from '../../support/running-api.ts'
import { aTill, burn, openTill, PIN, type Till } from '../../support/till.ts'

describe('a redemption at the till', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const heldId = async (changes: Record<string, unknown> = {}) => (await till.hold(changes)).body.redemptionId as string
  const consent = (id: string, pin = PIN) => till.post(id, 'consent', { kind: 'pin', pin })
  const rowOf = async (id: string) => (await db.redemption.findUniqueOrThrow({ where: { id } })) as Redemption

  it("is consented to with the PIN, signed by the member's hosted key, and captured without a chain", async () => {
    const id = await heldId()
    expect((await till.post(id, 'capture')).body.code).to.equal('consent_missing')
    const { status, body } = await consent(id)
    expect([status, body.state, body.consentKind]).to.deep.equal([200, 'consented', 'pin'])
    const row = await rowOf(id)
    const digest = orderDigest({ chainId: CHAIN_ID, addresses: ADDRESSES }, orderOf(row))
    const signed = { account: till.account, digest, signature: row.memberSignature ?? '' }
    expect((await verifyOrderSignature(api.deps.chain, signed)).status).to.equal('signed')
    const captured = await till.post(id, 'capture')
    expect([captured.status, captured.body.state]).to.deep.equal([200, 'captured'])
    // Repeating either is harmless, also when the hold would have ended.
    api.clock.advance(3_600_000)
    expect((await till.post(id, 'capture')).body).to.deep.equal(captured.body)
    expect((await consent(id)).body).to.deep.equal(captured.body)
    expect(await rowOf(id)).to.include({ memberSignature: row.memberSignature })
  })

  it('is followed from the ledger: confirmed, final, and its points free no more', async () => {
    const id = await till.consented({ points: '300' })
    await till.post(id, 'capture')
    const transactionHash = await burn(db, id)
    expect((await till.read(id)).body).to.deep.include({ state: 'confirmed', transactionHash })
    await db.chainCursor.updateMany({ data: { finalizedNumber: 50n } })
    expect((await till.read(id)).body.state).to.equal('final')
    expect((await till.hold({ points: '701' })).body.details.pointsAvailable).to.equal('700')
    expect((await till.hold({ points: '700' })).status).to.equal(201)
  })

  it('keeps captured points until they are burned, and gives them back when they are refused for good', async () => {
    const id = await till.consented({ points: '1000' })
    await till.post(id, 'capture')
    api.clock.advance(86_400_000)
    expect((await till.hold({ points: '1' })).body.code).to.equal('points_insufficient')
    await db.redemption.updateMany({ data: { refusedReason: 'expired' } })
    expect((await till.read(id)).body).to.deep.include({ state: 'refused', refusedReason: 'expired' })
    const again = await till.post(id, 'capture')
    expect([again.status, again.body.code, again.body.details]).to.deep.equal([
      409,
      'redemption_refused',
      { refusedReason: 'expired' },
    ])
    expect((await till.hold({ points: '1000' })).status).to.equal(201)
  })

  it('is voided before it is captured, as often as one likes, and its points are free at once', async () => {
    const id = await till.consented({ points: '1000' })
    const voided = await till.post(id, 'void')
    expect([voided.status, voided.body.state]).to.deep.equal([200, 'voided'])
    expect((await till.post(id, 'void')).body).to.deep.equal(voided.body)
    expect((await till.post(id, 'capture')).body.code).to.equal('redemption_voided')
    expect((await consent(id)).body.code).to.equal('redemption_voided')
    const next = await till.consented({ points: '1000' })
    await till.post(next, 'capture')
    expect((await till.post(next, 'void')).body.code).to.equal('redemption_captured')
  })

  it('is neither consented to nor captured once its hold has ended', async () => {
    const [consented, held] = [await till.consented(), await heldId()]
    api.clock.advance(299_999)
    expect((await till.post(consented, 'capture')).status).to.equal(200)
    api.clock.advance(1)
    expect((await consent(held)).body.code).to.equal('hold_expired')
    expect((await till.read(held)).body.state).to.equal('expired')
    expect((await till.post(held, 'capture')).body.code).to.equal('hold_expired')
    expect((await till.post(held, 'void')).body.state).to.equal('voided')
  })

  it('is neither consented to nor captured while the account is frozen or moves', async () => {
    const [consented, held] = [await till.consented(), await heldId()]
    await db.member.updateMany({ data: { frozenAt: api.clock.now() } })
    expect((await consent(held)).body.code).to.equal('member_frozen')
    expect((await till.post(consented, 'capture')).body.code).to.equal('member_frozen')
    await db.member.updateMany({ data: { frozenAt: null, address: `0x${'ab'.repeat(20)}` } })
    expect((await till.post(consented, 'capture')).body.code).to.equal('account_closed')
  })

  it('takes no consent of a kind that the member has not, and no shape that is none', async () => {
    const id = await heldId()
    const wallet = await till.post(id, 'consent', { kind: 'wallet', signature: `0x${'ab'.repeat(65)}` })
    expect([wallet.body.code, wallet.body.details.kinds]).to.deep.equal(['consent_kind_unavailable', ['pin']])
    for (const body of [{ kind: 'pin', pin: '12' }, { kind: 'wallet', signature: '0x' }, { kind: 'none' }, {}])
      expect((await till.post(id, 'consent', body)).body.code).to.equal('malformed_request')
  })

  it('counts wrong PINs durably: five wait, ten lock until the PIN is reset', async () => {
    const id = await heldId({ expiresInSeconds: 900 })
    const wrong = async () => {
      const { body } = await consent(id, '9753')
      return [body.code, body.details?.triesLeft ?? body.details?.lockedUntil ?? null]
    }
    for (const left of [4, 3, 2, 1]) expect(await wrong()).to.deep.equal(['pin_wrong', left])
    expect(await wrong()).to.deep.equal(['pin_locked', '2026-11-23T12:15:00.000Z'])
    expect((await consent(id)).body.code).to.equal('pin_locked')
    api.clock.advance(900_000)
    // The hold has ended too; its tries are counted all the same.
    for (const left of [4, 3, 2, 1]) expect(await wrong()).to.deep.equal(['pin_wrong', left])
    expect(await wrong()).to.deep.equal(['pin_locked', null])
    api.clock.advance(86_400_000)
    expect((await consent(id)).body.code).to.equal('pin_locked')
    await resetPin(api.deps, { memberId: till.memberId })
    expect((await consent(id)).body.code).to.equal('pin_unset')
    await setOwnPin(api.deps, { memberId: till.memberId, pin: '7391', currentPin: null, device: null })
    expect((await consent(await heldId(), '7391')).body.state).to.equal('consented')
  })

  it('lets no more than five of many guesses at once through, and not even the right one after them', async () => {
    const id = await heldId()
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, at) => (await consent(id, String(3_000 + at * 7))).body.code as string),
    )
    expect(answers.filter((code) => code === 'pin_wrong')).to.have.length(4)
    expect(answers.filter((code) => code === 'pin_locked')).to.have.length(26)
    expect((await consent(id)).body.code).to.equal('pin_locked')
  })

  it('forgets wrong tries after a right one', async () => {
    const id = await heldId()
    for (const pin of ['9753', '9754', PIN]) await consent(id, pin)
    expect(await db.pinPlace.findFirstOrThrow({ where: { place: `till:${till.partner.id}` } })).to.include({
      failedTries: 0,
    })
  })

  it('spends with a PIN no more in a day than the cap', async () => {
    await api.close()
    api = await startApi(db, { overrides: { pinPointsPerDayMax: 500n } })
    till = await aTill(api, await sharedTestDatabase())
    await till.post(await till.consented({ points: '300' }), 'capture')
    const over = await consent(await heldId({ points: '201' }))
    expect([over.body.code, over.body.details]).to.deep.equal([
      'pin_cap_reached',
      { pointsPerDayMax: '500', pointsLeft: '200' },
    ])
    const id = await heldId({ points: '200' })
    expect((await consent(id)).body.state).to.equal('consented')
    await till.post(id, 'void')
    api.clock.advance(12 * 3_600_000)
    expect((await consent(await heldId({ points: '201' }))).body.state).to.equal('consented')
  })

  it('sets a PIN once, changes it with the old one, and takes no weak one', async () => {
    const set = (body: unknown) => send(api.url, `/v1/members/${till.memberId}/pin`, { key: till.partner.key, body })
    expect((await set({ pin: '7391' })).body.code).to.equal('pin_set_already')
    expect((await set({ pin: '7391', currentPin: '9999' })).body.code).to.equal('pin_wrong')
    expect((await set({ pin: '7391', currentPin: PIN })).status).to.equal(200)
    for (const pin of ['1111', '1234', '8765', '123', '123456789', '12a4'])
      expect((await set({ pin, currentPin: '7391' })).body.code, pin).to.equal('malformed_request')
    for (const pin of ['1112', '12345679'])
      expect((await set({ pin, currentPin: pin === '1112' ? '7391' : '1112' })).status, pin).to.equal(200)
  })

  it('is approved through its link, and through no other secret', async () => {
    const { body: held } = await till.hold()
    const [, secret] = held.approvalUrl.split('#')
    const path = `/v1/approvals/${held.redemptionId}`
    const read = (given?: string) =>
      send(api.url, path, { headers: given === undefined ? {} : { 'Entente-Approval': given } })
    const { status, body } = await read(secret)
    expect(status).to.equal(200)
    expect(body).to.deep.include({
      redemptionId: held.redemptionId,
      partnerName: 'Harbour Books',
      points: '100',
      rewardTitle: null,
      state: 'held',
      memberKind: 'card',
      memberAddress: till.account,
      passkeys: null,
    })
    expect(body.typedData.message.points).to.equal('100')
    for (const wrong of [undefined, '', 'x', `${secret}x`, secret.toUpperCase()])
      expect((await read(wrong)).body.code).to.equal('approval_unknown')
    const other = (await till.hold()).body.approvalUrl.split('#')[1]
    expect((await read(other)).body.code).to.equal('approval_unknown')
    const headers = { 'Entente-Approval': secret }
    const consented = await send(api.url, `${path}/consent`, { headers, body: { kind: 'pin', pin: PIN } })
    expect([consented.status, consented.body.state]).to.deep.equal([200, 'consented'])
    api.clock.advance(86_400_001)
    expect((await read(secret)).body.code).to.equal('approval_unknown')
  })
})
