import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { OWN_CLAIM_PREFIX } from '../../../../../server/domain/own-claims.ts'
import {
  HOLD_GRACE_MS,
  HOLD_LIMITS_DEFAULT,
  REDEMPTION_POINTS_MAX,
} from '../../../../../server/domain/redemption-order.ts'
import { send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { givePoints, openTill, type Till } from '../../support/till.ts'

describe('POST /v1/redemptions', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const codeOf = async (changes: Record<string, unknown>) => (await till.hold(changes)).body.code

  it('holds points, and says where the member approves', async () => {
    const { status, body } = await till.hold({ points: '400', locationId: 'store-12' })
    expect(status).to.equal(201)
    expect(body).to.deep.include({
      partnerId: till.partner.id,
      memberId: till.memberId,
      state: 'held',
      points: '400',
      rewardId: null,
      valueMinor: '400',
      currency: 'GBP',
      nonce: null,
      orderHash: null,
      heldAt: '2026-11-23T12:00:00.000Z',
      expiresAt: '2026-11-23T12:05:00.000Z',
      deadline: '2026-11-24T12:00:00.000Z',
      consentKinds: ['pin'],
      consentKind: null,
      transactionHash: null,
    })
    expect(body.approvalUrl).to.match(
      new RegExp(`^http://localhost:8080/wallet/approve/${body.redemptionId}#[A-Za-z0-9_-]{43}$`),
    )
    const row = await db.redemption.findUniqueOrThrow({ where: { id: body.redemptionId } })
    expect(row.account).to.equal(till.account)
    expect(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).to.not.include(
      body.approvalUrl.split('#')[1],
    )
  })

  it("takes every reference but those that are kept for members' own claims", async () => {
    for (const reference of [OWN_CLAIM_PREFIX, `${OWN_CLAIM_PREFIX}1`]) {
      const { status, body } = await till.hold({ reference })
      expect([status, body.code, body.details]).to.deep.equal([422, 'reference_reserved', { prefix: 'own-claim:' }])
    }
    expect(await db.redemption.count()).to.equal(0)
    for (const reference of [OWN_CLAIM_PREFIX.slice(0, -1), `1${OWN_CLAIM_PREFIX}`, OWN_CLAIM_PREFIX.toUpperCase()])
      expect((await till.hold({ reference })).status, reference).to.equal(201)
  })

  it('holds no more than there is, of any till, and gives the rest back when a hold ends', async () => {
    expect((await till.hold({ points: '600' })).status).to.equal(201)
    const refused = await till.hold({ points: '401' })
    expect([refused.status, refused.body.code]).to.deep.equal([422, 'points_insufficient'])
    expect(refused.body.details).to.deep.equal({ pointsAsked: '401', pointsAvailable: '400' })
    expect((await till.hold({ points: '400' })).status).to.equal(201)
    expect(await codeOf({ points: '1' })).to.equal('points_insufficient')
    api.clock.advance(300_000 + HOLD_GRACE_MS - 1)
    expect(await codeOf({ points: '1' })).to.equal('points_insufficient')
    api.clock.advance(1)
    expect((await till.hold({ points: '1000' })).status).to.equal(201)
  })

  it('gives the first answer to a repeated reference, and refuses another redemption under it', async () => {
    const first = await till.hold({ reference: 'R' })
    const again = await till.hold({ reference: 'R' })
    expect([again.status, again.body]).to.deep.equal([200, first.body])
    const changes = [{ points: '101' }, { locationId: 'x' }, { expiresInSeconds: 301 }]
    for (const change of changes) {
      const { status, body } = await till.hold({ reference: 'R', ...change })
      expect([status, body.code, body.details.fields]).to.deep.equal([409, 'redemption_conflict', Object.keys(change)])
    }
    expect(await db.redemption.count()).to.equal(1)
  })

  it('gives the first answer to a repeated Idempotency-Key, with the same link, and keeps no secret with it', async () => {
    const headers = { 'Idempotency-Key': 'once' }
    const first = await till.hold({ reference: 'R' }, headers)
    api.clock.advance(400_000)
    const again = await till.hold({ reference: 'R' }, headers)
    expect(again.headers.get('Idempotent-Replayed')).to.equal('true')
    expect(again.body).to.deep.equal(first.body)
    const kept = await db.idempotencyKey.findFirstOrThrow()
    expect(JSON.stringify(kept.response)).to.not.include('approvalUrl')
    expect((await till.hold({ reference: 'S' }, headers)).body.code).to.equal('idempotency_key_reused')
  })

  it('takes every limit on this side and refuses it on the other', async () => {
    expect(await codeOf({ points: '0' })).to.equal('points_out_of_range')
    await givePoints(db, till.account, REDEMPTION_POINTS_MAX)
    expect(await codeOf({ points: String(REDEMPTION_POINTS_MAX + 1n) })).to.equal('points_out_of_range')
    expect((await till.hold({ points: String(REDEMPTION_POINTS_MAX) })).status).to.equal(201)
    for (const expiresInSeconds of [29, 901, 1.5])
      expect(await codeOf({ expiresInSeconds })).to.equal('malformed_request')
    for (const expiresInSeconds of [30, 900]) expect((await till.hold({ expiresInSeconds })).status).to.equal(201)
    expect(await codeOf({ basketMinor: '99' })).to.equal('points_out_of_range')
    expect((await till.hold({ basketMinor: '100' })).status).to.equal(201)
    expect(await codeOf({ rewardId: till.memberId })).to.equal('malformed_request')
    expect(await codeOf({ points: undefined })).to.equal('malformed_request')
    expect(await codeOf({ points: undefined, rewardId: till.memberId })).to.equal('reward_unknown')
  })

  it('keeps no more than so many holds of a member open at once', async () => {
    for (let at = 0; at < HOLD_LIMITS_DEFAULT.perMemberMax; at += 1)
      expect((await till.hold({ points: '1' })).status).to.equal(201)
    expect(await codeOf({ points: '1' })).to.equal('holds_too_many')
  })

  it('does not count points that expire before the ledger could take them, nor what returns will take', async () => {
    const { body } = await till.hold({ points: '1000' })
    await till.post(body.redemptionId, 'void')
    await db.movement.updateMany({ data: { epoch: 225 } })
    // Epochs of 90 days: the lot of epoch 225 ends with epoch 230.
    api.clock.advance(231 * 90 * 86_400_000 - api.clock.now().getTime() - 600_001)
    expect((await till.hold({ points: '1000', expiresInSeconds: 30 })).status).to.equal(201)
    api.clock.advance(100_000)
    expect(await codeOf({ points: '1' })).to.equal('points_insufficient')
  })

  it('refuses who cannot spend', async () => {
    expect(await codeOf({ member: { kind: 'card', value: '9000000000000019' } })).to.equal('member_unknown')
    expect(await codeOf({ member: { kind: 'card', value: '9000000000000018' } })).to.equal('identifier_malformed')
    await db.member.updateMany({ data: { frozenAt: api.clock.now() } })
    expect(await codeOf({})).to.equal('member_frozen')
    await db.member.updateMany({ data: { frozenAt: null } })
    const event = { blockNumber: 9n, account: till.account, toAccount: null, readyAt: null, by: null }
    const frozen = { ...event, logIndex: 1, kind: 'frozen', transactionHash: till.account }
    await db.accountEvent.create({ data: frozen })
    expect(await codeOf({})).to.equal('member_frozen')
    await db.accountEvent.create({ data: { ...frozen, logIndex: 2, kind: 'unfrozen' } })
    expect((await till.hold()).status).to.equal(201)
    await db.accountEvent.create({ data: { ...frozen, logIndex: 3, kind: 'moved', toAccount: till.account } })
    expect(await codeOf({})).to.equal('account_closed')
  })

  it('takes holds of a suspended partner, and none of one that left', async () => {
    await db.partner.updateMany({ data: { status: 'suspended' } })
    expect((await till.hold()).status).to.equal(201)
    await db.partner.updateMany({ data: { status: 'left' } })
    expect(await codeOf({})).to.equal('partner_left')
  })

  it('gives every order of an account that is signed its own, rising nonce, above those that the ledger has seen', async () => {
    const nonceOf = async () => (await till.read(await till.consented())).body.nonce
    const nonces = await Promise.all(Array.from({ length: 5 }, nonceOf))
    expect(nonces.sort()).to.deep.equal([1, 2, 3, 4, 5])
    const seen = {
      partnerId: 9,
      account: till.account,
      points: 5n,
      reward: till.account,
      orderHash: null,
      reason: null,
    }
    await db.redemptionEvent.create({
      data: {
        ...seen,
        blockNumber: 3n,
        logIndex: 0,
        kind: 'redeemed',
        nonce: 70,
        transactionHash: '0x',
        includedAt: api.clock.now(),
      },
    })
    expect(await nonceOf()).to.equal(71)
    await db.redemptionEvent.updateMany({ data: { nonce: 2 ** 20 - 1 } })
    expect(await codeOf({})).to.equal('nonces_used_up')
  })

  it('quotes the same, and records nothing', async () => {
    const quote = (changes: Record<string, unknown> = {}) =>
      send(api.url, '/v1/redemptions/quote', {
        key: till.partner.key,
        body: { member: { kind: 'card', value: till.card }, points: '100', ...changes },
      })
    await till.hold({ points: '300' })
    const { status, body } = await quote({ points: '700' })
    expect(status).to.equal(200)
    expect(body).to.deep.include({
      memberId: till.memberId,
      pointsConfirmed: '1000',
      pointsHeld: '300',
      pointsAvailable: '700',
      points: '700',
      valueMinor: '700',
      currency: 'GBP',
      isAllowed: true,
      reason: null,
      consentKinds: ['pin'],
    })
    expect(body.nextExpiry.points).to.equal('1000')
    expect((await quote({ points: '701' })).body).to.deep.include({ isAllowed: false, reason: 'points_insufficient' })
    expect((await quote({ basketMinor: '99' })).body.reason).to.equal('points_out_of_range')
    expect((await quote({ points: undefined, rewardId: till.memberId })).body.code).to.equal('reward_unknown')
    expect(await db.redemption.count()).to.equal(1)
  })
})
