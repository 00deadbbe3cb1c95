import { randomUUID } from 'node:crypto'
import { expect } from 'chai'

import { RedemptionStateOut } from '../../../../../server/api/schemas/redemptions/redemptions.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { insertRows } from '../../../../../server/database/engine/save-rows.ts'
import type { NewRow } from '../../../../../server/database/engine/tables.ts'
import { aHold, aReward, captured, store } from '../../../../support/reward-rows.ts'
import { send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, PIN, type Till } from '../../support/till.ts'

const STATES = RedemptionStateOut.options
const CLAIM_STATES = ['issued', 'redeemed', 'cancelled', 'expired']

describe("a partner's redemptions and claims", function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const list = async (path: string) => (await send(api.url, path, { key: till.partner.key })).body.data

  /** Redemptions wherever one can be. */
  async function storeEverywhere(): Promise<void> {
    const [formed, sent, failed] = [randomUUID(), randomUUID(), randomUUID()]
    await db.transaction((tx) =>
      insertRows(
        tx,
        'redemption_list',
        [
          [formed, 'formed', null] as const,
          [sent, 'sent', randomUUID()] as const,
          [failed, 'failed', randomUUID()] as const,
        ].map(([id, state, callId]) => {
          const facts = { partnerId: till.partner.id, orderCount: 1, listHash: '0x', partnerSignature: '0x01' }
          return { id, state, callId, ...facts, createdAt: NOW }
        }),
      ),
    )
    let nonce = 0
    const hold = (row: Partial<NewRow<'redemption'>> = {}) => {
      const { memberId, account, partner } = till
      return aHold({ heldAt: NOW, partnerId: partner.id, memberId, account, nonce: (nonce += 1), ...row })
    }
    const consent = { consentKind: 'pin', consentedAt: NOW, memberSignature: '0x' } as const
    const burned = [captured(hold(), NOW), captured(hold(), NOW), { ...captured(hold(), NOW), listId: sent }]
    await store(
      db,
      'redemption',
      hold(),
      hold(consent),
      hold({ expiresAt: NOW }),
      hold({ ...consent, expiresAt: NOW }),
      hold({ expiresAt: new Date(NOW.getTime() + 1) }),
      hold({ state: 'voided', voidedAt: NOW, voidedBy: 'member' }),
      captured(hold(), NOW),
      { ...captured(hold(), NOW), listId: formed },
      { ...captured(hold(), NOW), gaveWayAt: NOW },
      { ...captured(hold(), NOW), gaveWayAt: NOW, listId: formed },
      { ...captured(hold(), NOW), gaveWayAt: NOW, listId: sent },
      { ...captured(hold(), NOW), listId: sent },
      { ...captured(hold(), NOW), listId: failed },
      { ...captured(hold(), NOW), listId: sent, refusedReason: 'account_frozen' },
      ...burned,
    )
    for (const [at, { id }] of burned.entries()) await burn(db, id, { blockNumber: at === 0 ? 40n : 41n })
  }

  it('are found by the state that each has when it is read', async function () {
    await storeEverywhere()
    const all = await list('/v1/redemptions')
    const found = new Map<string, string>()
    for (const state of STATES)
      for (const { redemptionId } of await list(`/v1/redemptions?state=${state}`)) found.set(redemptionId, state)
    expect(found.size).to.equal(all.length)
    for (const one of all) {
      expect(found.get(one.redemptionId)).to.equal(one.state)
      expect((await till.read(one.redemptionId)).body).to.deep.equal(one)
    }
    expect([...new Set(found.values())]).to.have.members(STATES)
  })

  it('add up to the totals of their period', async function () {
    const hold = async (points: string) => {
      const { body } = await till.hold({ points, locationId: 'store-1' })
      return body.redemptionId as string
    }
    const [kept, given] = [await hold('30'), await hold('50')]
    await till.post(kept, 'void')
    await till.post(given, 'consent', { kind: 'pin', pin: PIN })
    await till.post(given, 'capture')
    await burn(db, given)
    await till.post(given, 'restorations', { reference: 'back', points: '20' })
    const until = new Date(NOW.getTime() + 1).toISOString()
    api.clock.advance(1)
    await hold('10')
    const period = `createdFrom=${NOW.toISOString()}&createdUntil=${until}`
    const { body } = await send(api.url, `/v1/totals?${period}`, { key: till.partner.key })
    expect(body).to.include({
      redemptions: '2',
      redemptionsVoided: '1',
      redemptionsCaptured: '1',
      pointsCaptured: '50',
      redemptionsBurned: '1',
      pointsRedeemed: '50',
      restorations: '1',
      pointsRestoring: '20',
      pointsRestored: '0',
    })
    const listed = await list(`/v1/redemptions?${period}`)
    expect(listed.map(({ redemptionId }: { redemptionId: string }) => redemptionId)).to.have.members([given, kept])
    expect(listed[0]).to.include({ locationId: 'store-1' })
    expect(await list('/v1/redemptions?locationId=store-2')).to.deep.equal([])
    expect(await list('/v1/redemptions?reference=none')).to.deep.equal([])
  })

  it('list claims by state, reward and member', async function () {
    const reward = aReward({ partnerId: till.partner.id })
    await store(db, 'reward', reward)
    const claims = [
      ['issued', null],
      ['issued', new Date(NOW.getTime() + 1)],
      ['issued', NOW],
      ['redeemed', NOW],
      ['cancelled', NOW],
    ] as const
    for (const [at, [state, expiresAt]] of claims.entries()) {
      const { memberId, partner, account } = till
      const hold = captured(
        aHold({ heldAt: NOW, partnerId: partner.id, memberId, account, nonce: at + 1, rewardId: reward.id }),
        NOW,
      )
      await store(db, 'redemption', hold)
      const ended = { redeemedAt: state === 'redeemed' ? NOW : null, cancelledAt: state === 'cancelled' ? NOW : null }
      const names = { id: randomUUID(), rewardId: reward.id, partnerId: partner.id, memberId, redemptionId: hold.id }
      const claim = { ...names, state, voucher: `V${at}`, issuedAt: NOW, expiresAt, ...ended }
      await db.transaction((tx) => insertRows(tx, 'reward_claim', [claim]))
    }
    const all = await list('/v1/claims')
    expect(all).to.have.length(claims.length)
    const found = new Map<string, string>()
    for (const state of CLAIM_STATES)
      for (const { claimId } of await list(`/v1/claims?state=${state}`)) found.set(claimId, state)
    expect(
      all.map(({ claimId, state }: { claimId: string; state: string }) => found.get(claimId) === state),
    ).to.deep.equal(claims.map(() => true))
    expect(new Set(found.values()).size).to.equal(CLAIM_STATES.length)
    expect(await list(`/v1/claims?rewardId=${reward.id}&memberId=${till.memberId}`)).to.have.length(claims.length)
    expect(await list(`/v1/claims?rewardId=${randomUUID()}`)).to.deep.equal([])
  })
})
