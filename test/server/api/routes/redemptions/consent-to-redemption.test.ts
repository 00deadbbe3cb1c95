import { expect } from 'chai'
import type { Hex } from 'viem'

import { passkeyAddress } from '../../../../../server/chain/passkey-address.ts'
import { localSigner } from '../../../../../server/chain/signer.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { testKey } from '../../../../support/platform/edr-chain.ts'
import { aVirtualPasskey } from '../../../../support/virtual-passkey.ts'
import { aPartner, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, type Till } from '../../support/till.ts'

describe("a member's own signature at the till", function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  /** Makes the till's member one of another kind, whose account has the points. */
  async function become(kind: 'wallet' | 'passkey', address: string): Promise<void> {
    await db.member.updateMany({ data: { kind, address, derivationIndex: null } })
    await db.movement.updateMany({ data: { account: address } })
  }

  const held = async (changes: Record<string, unknown> = {}) =>
    (await till.hold({ member: { kind: 'member', value: till.memberId }, ...changes })).body
  const approval = async ({ redemptionId, approvalUrl }: { redemptionId: string; approvalUrl: string }) =>
    (
      await send(api.url, `/v1/approvals/${redemptionId}`, {
        headers: { 'Entente-Approval': approvalUrl.split('#')[1] ?? '' },
      })
    ).body

  it('of a wallet consents, once, to that very order', async () => {
    const ada = localSigner(testKey('ada'))
    await become('wallet', ada.address)
    const [first, second] = [await held(), await held()]
    expect(first.consentKinds).to.deep.equal(['wallet'])
    const signature = await ada.signHash((await approval(first)).digest as Hex)
    const replayed = await till.post(second.redemptionId, 'consent', { kind: 'wallet', signature })
    // No endpoint answers here, so what is not the key's own is a question that stays open: nothing is consented to.
    expect([replayed.status, replayed.body.code]).to.deep.equal([503, 'service_unavailable'])
    expect(Number(replayed.headers.get('Retry-After'))).to.be.greaterThan(0)
    expect((await till.read(second.redemptionId)).body.state).to.equal('held')
    const { body } = await till.post(first.redemptionId, 'consent', { kind: 'wallet', signature })
    expect([body.state, body.consentKind]).to.deep.equal(['consented', 'wallet'])
    expect((await till.post(first.redemptionId, 'capture')).body.state).to.equal('captured')
  })

  it('of a passkey consents, from our own pages and with the user verified', async () => {
    const passkey = aVirtualPasskey()
    const address = passkeyAddress({ rpId: 'localhost', x: passkey.x, y: passkey.y }).toLowerCase()
    await become('passkey', address)
    const { id, x, y } = passkey
    await db.passkey.create({ data: { id, memberId: till.memberId, rpId: 'localhost', x, y, createdAt: NOW } })
    const hold = await held()
    const { digest, passkeys } = await approval(hold)
    expect(passkeys).to.deep.equal({ rpId: 'localhost', credentialIds: [passkey.id] })
    const challenge = Buffer.from((digest as string).slice(2), 'hex').toString('base64url')
    const consent = (assertion: unknown) => till.post(hold.redemptionId, 'consent', { kind: 'passkey', assertion })
    const refusals = [
      [passkey.assert(challenge, { origin: 'https://evil.example' }), 'origin_differs'],
      [passkey.assert(challenge, { rpId: 'evil.example' }), 'site_differs'],
      [passkey.assert(challenge, { flags: 0x01 }), 'user_not_verified'],
      [passkey.assert(Buffer.alloc(32).toString('base64url')), 'challenge_differs'],
      [aVirtualPasskey().assert(challenge), 'passkey_of_another'],
    ] as const
    for (const [assertion, reason] of refusals) {
      const { body } = await consent(assertion)
      expect([body.code, body.details.reason]).to.deep.equal(['consent_invalid', reason])
    }
    expect((await consent(passkey.assert(challenge))).body).to.deep.include({ state: 'consented' })
  })

  it('is asked of the member, not of a partner that redeems for itself', async () => {
    const mallory = localSigner(testKey('mallory'))
    await become('passkey', mallory.address)
    const { redemptionId } = await held()
    const { body } = await till.post(redemptionId, 'consent', {
      kind: 'wallet',
      signature: await mallory.signHash(`0x${'11'.repeat(32)}`),
    })
    expect([body.code, body.details.kinds]).to.deep.equal(['consent_kind_unavailable', ['passkey']])
    expect((await till.post(redemptionId, 'capture')).body.code).to.equal('consent_missing')
  })
})

describe('POST /v1/redemptions/{redemptionId}/restorations', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const restore = (id: string, reference: string, points: string, headers: Record<string, string> = {}) =>
    send(api.url, `/v1/redemptions/${id}/restorations`, { key: till.partner.key, headers, body: { reference, points } })

  async function burned(): Promise<string> {
    const id = await till.consented({ points: '300' })
    await till.post(id, 'capture')
    expect((await restore(id, 'early', '1')).body.code).to.equal('redemption_not_burned')
    await burn(db, id)
    return id
  }

  it('gives back all, in parts, and never more', async () => {
    const id = await burned()
    const { status, body } = await restore(id, 'a', '100')
    expect([status, body.state, body.points, body.redemptionId]).to.deep.equal([201, 'requested', '100', id])
    const over = await restore(id, 'b', '201')
    expect([over.body.code, over.body.details.pointsLeft]).to.deep.equal(['restoration_exceeds_redemption', '200'])
    expect((await restore(id, 'b', '0')).body.code).to.equal('points_out_of_range')
    expect((await restore(id, 'b', '200')).status).to.equal(201)
    expect((await restore(id, 'c', '1')).body.code).to.equal('restoration_exceeds_redemption')
    await db.restoration.updateMany({ where: { points: 200n }, data: { state: 'failed', failedReason: 'x' } })
    expect((await restore(id, 'c', '200')).status).to.equal(201)
  })

  it('gives the first answer to a repetition, and refuses another one under its reference', async () => {
    const id = await burned()
    const first = await restore(id, 'a', '100', { 'Idempotency-Key': 'k' })
    expect((await restore(id, 'a', '100', { 'Idempotency-Key': 'k' })).body).to.deep.equal(first.body)
    expect([(await restore(id, 'a', '100')).status, await db.restoration.count()]).to.deep.equal([200, 1])
    const other = await restore(id, 'a', '99')
    expect([other.body.code, other.body.details.fields]).to.deep.equal(['restoration_conflict', ['points']])
    const read = (key: string) => send(api.url, `/v1/restorations/${first.body.restorationId}`, { key })
    expect((await read(till.partner.key)).body).to.deep.equal(first.body)
    expect((await read((await aPartner(api.deps, 'Stranger')).key)).body.code).to.equal('redemption_unknown')
  })

  it('works on the day of the burn and the 31 after it', async () => {
    const id = await burned()
    api.clock.advance(31 * 86_400_000 + 12 * 3_600_000 - 1)
    expect((await restore(id, 'a', '100')).status).to.equal(201)
    api.clock.advance(1)
    expect((await restore(id, 'b', '100')).body.code).to.equal('restoration_out_of_time')
  })
})
