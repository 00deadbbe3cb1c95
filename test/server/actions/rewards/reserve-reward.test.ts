import { expect } from 'chai'
import { randomBytes, randomUUID } from 'node:crypto'

import { issueClaim } from '../../../../server/actions/rewards/issue-claim.ts'
import { reserveReward } from '../../../../server/actions/rewards/reserve-reward.ts'
import type { Database, Transaction } from '../../../../server/database/engine/client.ts'
import type { NewRow } from '../../../../server/database/engine/tables.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { Rejection } from '../../../../server/domain/rejection.ts'
import { openTestDatabase } from '../../../support/database.ts'
import { aHold, aReward, captured, store } from '../../../support/reward-rows.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const DAY_MS = 86_400_000
const drawn = {
  ids: { next: () => randomUUID() },
  randomness: { bytes: (count: number) => new Uint8Array(randomBytes(count)) },
}
const later = (ms: number) => new Date(NOW.getTime() + ms)

describe('reserveReward and issueClaim', function () {
  let db: Database

  before(async function () {
    db = await openTestDatabase()
  })

  after(() => db.close())

  const ask = (tx: Transaction, rewardId: string, memberId: string = randomUUID(), basketMinor: bigint | null = null) =>
    reserveReward(tx, { rewardId, partnerId: 1, memberId, basketMinor, now: NOW })
  const codeOf = async (asked: Promise<unknown>) =>
    asked.then(
      () => null,
      (error: unknown) => (error instanceof Rejection ? error.code : error),
    )
  const tryFor = (rewardId: string, memberId?: string, basketMinor?: bigint) =>
    codeOf(db.transaction((tx) => ask(tx, rewardId, memberId, basketMinor)))

  async function offer(row: Partial<NewRow<'reward'>> = {}) {
    const reward = aReward(row)
    await store(db, 'reward', reward)
    return reward.id
  }

  async function claimOf(rewardId: string, memberId: string = randomUUID()) {
    const redemption = captured(aHold({ heldAt: NOW, rewardId, memberId }), NOW)
    await store(db, 'redemption', redemption)
    return db.transaction((tx) => issueClaim(tx, drawn, { redemption, now: NOW }))
  }

  it("finds neither another partner's reward nor one that does not exist", async function () {
    expect(await tryFor(await offer({ partnerId: 2 }))).to.equal('reward_unknown')
    expect(await tryFor(randomUUID())).to.equal('reward_unknown')
  })

  it('gives a reward from its first moment to the one before its last', async function () {
    expect(await tryFor(await offer({ validFrom: NOW }))).to.equal(null)
    expect(await tryFor(await offer({ validFrom: later(1) }))).to.equal('reward_unavailable')
    expect(await tryFor(await offer({ validUntil: later(1) }))).to.equal(null)
    expect(await tryFor(await offer({ validUntil: NOW }))).to.equal('reward_unavailable')
    expect(await tryFor(await offer({ withdrawnAt: NOW }))).to.equal('reward_unavailable')
  })

  it('asks for a basket of the least worth, and for none where there is none yet', async function () {
    const reward = await offer({ basketMinMinor: 2_000n })
    expect(await tryFor(reward, randomUUID(), 2_000n)).to.equal(null)
    expect(await tryFor(reward, randomUUID(), 1_999n)).to.equal('reward_basket_too_small')
    expect(await tryFor(reward)).to.equal(null)
  })

  it('counts claims and open holds against the stock, but no cancelled claim and no hold that ended', async function () {
    const reward = await offer({ stock: 3n })
    const claim = await claimOf(reward)
    await store(
      db,
      'redemption',
      aHold({ heldAt: NOW, rewardId: reward }),
      aHold({ heldAt: later(-DAY_MS), rewardId: reward }),
      aHold({ heldAt: NOW, rewardId: reward, state: 'voided', voidedAt: NOW }),
    )
    expect(await tryFor(reward)).to.equal(null)
    await claimOf(reward)
    expect(await tryFor(reward)).to.equal('reward_out_of_stock')
    await db.rewardClaim.update({ where: { id: claim.id }, data: { state: 'cancelled', cancelledAt: NOW } })
    expect(await tryFor(reward)).to.equal(null)
  })

  it('counts a hold that ended a moment ago, because another process may still capture it', async function () {
    const reward = await offer({ stock: 1n })
    const hold = aHold({ heldAt: later(-300_000), rewardId: reward, expiresAt: later(-4_999) })
    await store(db, 'redemption', hold)
    expect(await tryFor(reward)).to.equal('reward_out_of_stock')
    await db.redemption.update({ where: { id: hold.id }, data: { expiresAt: later(-5_000) } })
    expect(await tryFor(reward)).to.equal(null)
  })

  it('gives one member as many as one may have, and others still theirs', async function () {
    const reward = await offer({ perMemberMax: 2 })
    const memberId = randomUUID()
    await claimOf(reward, memberId)
    expect(await tryFor(reward, memberId)).to.equal(null)
    await store(db, 'redemption', aHold({ heldAt: NOW, rewardId: reward, memberId }))
    expect(await tryFor(reward, memberId)).to.equal('reward_limit_reached')
    expect(await tryFor(reward)).to.equal(null)
  })

  it('gives gift codes as long as the pool has some that no hold waits for, each of them once', async function () {
    const reward = await offer({ kind: 'gift_code' })
    expect(await tryFor(reward)).to.equal('reward_out_of_stock')
    const code = (text: string) => ({ rewardId: reward, code: text, claimId: null, createdAt: NOW, revealedAt: null })
    await store(db, 'reward_code', code('GIFT-1'), code('GIFT-2'))
    const claim = await claimOf(reward)
    expect(await tryFor(reward)).to.equal(null)
    await store(db, 'redemption', aHold({ heldAt: NOW, rewardId: reward }))
    expect(await tryFor(reward)).to.equal('reward_out_of_stock')
    const other = await claimOf(reward)
    const codes = await db.rewardCode.findMany({ where: { rewardId: reward }, orderBy: { code: 'asc' } })
    expect(codes.map(({ claimId }) => claimId)).to.deep.equal([claim.id, other.id])
  })

  it('gives the last one to exactly one of many who ask at once', async function () {
    const reward = await offer({ stock: 1n })
    const take = () =>
      db.transaction(async (tx) => {
        const memberId = randomUUID()
        await ask(tx, reward, memberId)
        await insertRows(tx, 'redemption', [aHold({ heldAt: NOW, rewardId: reward, memberId })])
      })
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(take())))
    expect(outcomes.filter((code) => code === null)).to.have.length(1)
    expect(outcomes.filter((code) => code === 'reward_out_of_stock')).to.have.length(19)
  })

  it('gives two members who capture at once two different codes', async function () {
    const reward = await offer({ kind: 'gift_code' })
    await store(
      db,
      'reward_code',
      ...['A', 'B'].map((code) => ({ rewardId: reward, code, claimId: null, createdAt: NOW, revealedAt: null })),
    )
    const claims = await Promise.all([claimOf(reward), claimOf(reward)])
    const taken = await db.rewardCode.findMany({ where: { rewardId: reward } })
    expect(taken.map(({ claimId }) => claimId)).to.have.members(claims.map(({ id }) => id))
  })

  it('gives a redemption one claim, however often it is asked', async function () {
    const reward = await offer()
    const redemption = captured(aHold({ heldAt: NOW, rewardId: reward }), NOW)
    await store(db, 'redemption', redemption)
    const issue = () => db.transaction((tx) => issueClaim(tx, drawn, { redemption, now: NOW }))
    const first = await issue()
    expect((await issue()).id).to.equal(first.id)
    expect(first.voucher).to.match(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  })

  it('lets a claim be used for its days, or as long as its reward is valid, or for ever', async function () {
    const validUntil = later(10 * DAY_MS)
    expect((await claimOf(await offer({ claimDays: 30, validUntil }))).expiresAt).to.deep.equal(later(30 * DAY_MS))
    expect((await claimOf(await offer({ validUntil }))).expiresAt).to.deep.equal(validUntil)
    expect((await claimOf(await offer())).expiresAt).to.equal(null)
  })

  it('has nothing left to use of what was given to a charity', async function () {
    const claim = await claimOf(await offer({ kind: 'donation', charityId: randomUUID(), claimDays: 1 }))
    expect([claim.state, claim.redeemedAt, claim.expiresAt]).to.deep.equal(['redeemed', NOW, null])
  })
})
