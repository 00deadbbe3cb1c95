import { expect } from 'chai'

import type { NewHold } from '../../../../../server/actions/redemptions/hold-facts.ts'
import type { HoldOutcome } from '../../../../../server/actions/redemptions/place-holds.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { HOLD_GRACE_MS } from '../../../../../server/domain/redemption-order.ts'
import { listSpendingFacts } from '../../../../../server/database/spending-facts.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aReward, store } from '../../../../support/reward-rows.ts'
import { aMember } from '../../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'
import { aTill, givePoints, PIN, type Till } from '../../support/till.ts'

/** On PostgreSQL their transactions really run side by side (npm run test:postgres); on PGlite one after the other. */
describe('two servers that hold the points of one member', function () {
  this.timeout(120_000)

  let db: Database
  let servers: [RunningApi, RunningApi]
  let till: Till

  beforeEach(async function () {
    db = await sharedTestDatabase()
    servers = [await startApi(db), await startApi(db)]
    till = await aTill(servers[0], db, 1_000n)
  })

  afterEach(() => Promise.all(servers.map((server) => server.close())))

  const holdAt = async (
    server: RunningApi,
    reference: string,
    points: bigint | null,
    changes: Partial<NewHold> = {},
  ): Promise<HoldOutcome> => {
    const item: NewHold = {
      reference,
      member: { kind: 'card' as const, value: till.card },
      points,
      rewardId: null,
      metadata: {},
      currency: null,
      basketMinor: null,
      locationId: null,
      expiresInSeconds: 300,
      ...changes,
    }
    const submission = { partnerId: till.partner.id, items: [item], keyed: null }
    const outcome = await server.deps.holdIntake.submit(submission)
    if (outcome.status !== 'done' || outcome.outcomes[0] === undefined) throw new Error('a hold has an outcome')
    return outcome.outcomes[0]
  }

  it('let exactly ten of a thousand at once have their tenth', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, (_, at) => holdAt(servers[at % 2 === 0 ? 0 : 1], `r${at}`, 100n)),
    )
    const held = outcomes.flatMap((one) => (one.status === 'held' ? [one.redemption] : []))
    expect(held).to.have.length(10)
    const codes = outcomes.flatMap((one) => (one.status === 'refused' ? [one.rejection.code] : []))
    expect(new Set(codes)).to.deep.equal(new Set(['points_insufficient']))
    expect(await db.redemption.count()).to.equal(10)
  })

  it('hold once what both are asked for under one reference', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, at) => holdAt(servers[at % 2 === 0 ? 0 : 1], `r${at % 4}`, 10n)),
    )
    expect(outcomes.filter(({ status }) => status === 'held')).to.have.length(4)
    expect(outcomes.filter(({ status }) => status === 'repeated')).to.have.length(36)
    expect(await db.redemption.count()).to.equal(4)
  })

  it('give the last of a reward to one of two members, each at another of them', async () => {
    const rewards = Array.from({ length: 10 }, () => aReward({ partnerId: till.partner.id, points: 1n, stock: 1n }))
    await store(db, 'reward', ...rewards)
    const { card, member } = await aMember(servers[1].deps)
    await givePoints(db, member.address, 1_000n)
    const outcomes = await Promise.all(
      rewards.flatMap(({ id }) => [
        holdAt(servers[0], `ann ${id}`, null, { rewardId: id }),
        holdAt(servers[1], `bob ${id}`, null, { rewardId: id, member: { kind: 'card', value: card } }),
      ]),
    )
    const codes = outcomes.map((one) => (one.status === 'refused' ? one.rejection.code : one.status))
    expect(codes.filter((code) => code === 'held')).to.have.length(10)
    expect(codes.filter((code) => code === 'reward_out_of_stock')).to.have.length(10)
    const held = await db.redemption.groupBy({ by: ['rewardId'], _count: true })
    expect(held.map(({ _count }) => _count)).to.deep.equal(Array(10).fill(1))
  })

  it('never lose or invent a point while holds, consents, captures and voids cross', async () => {
    const ids: string[] = []
    for (let at = 0; at < 6; at += 1) ids.push((await till.hold({ points: '50' })).body.redemptionId)
    const acts = ids.flatMap((id, at) => [
      till.post(id, 'consent', { kind: 'pin', pin: PIN }),
      till.post(id, at % 2 === 0 ? 'capture' : 'void'),
      till.post(id, 'void'),
      holdAt(servers[1], `x${id}`, 40n),
    ])
    await Promise.all(acts)
    const rows = await db.redemption.findMany()
    const open = rows.filter(({ state }) => state !== 'voided').reduce((sum, { points }) => sum + points, 0n)
    const facts = await listSpendingFacts(db, [till.memberId], { now: NOW, graceMs: HOLD_GRACE_MS })
    expect(facts.get(till.memberId)?.pointsReserved).to.equal(open)
    expect(open <= 1_000n).to.equal(true)
    for (const { state, consentKind } of rows) if (state === 'captured') expect(consentKind).to.equal('pin')
  })
})
