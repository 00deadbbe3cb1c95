import { type Asked, changePoints, type Fact, heldOf, memberOf, Refused, type Stage } from './stage.ts'
import { sampleReward } from './sample-shop.ts'

const HOLD_MS = 300_000
const PIN_TRIES_MAX = 5

function quote(stage: Stage, body: Asked['body']): Fact {
  const { memberId, points: has } = memberOf(stage, body['member'])
  const { currency, terms } = stage.partner
  const reward = sampleReward(currency)
  const isReward = body['rewardId'] === reward.rewardId
  if (body['rewardId'] !== undefined && !isReward) throw new Refused(404, 'reward_unknown')
  const rate = terms.find((one) => one.currency === currency)?.redeem
  if (!isReward && !rate) throw new Refused(422, 'no_redeem_rate')
  const points = isReward ? reward.points : String(body['points'])
  const available = has - heldOf(stage, memberId)
  const isAllowed = BigInt(points) <= available
  return {
    memberId,
    pointsConfirmed: String(has),
    pointsHeld: String(heldOf(stage, memberId)),
    pointsAvailable: String(available),
    points,
    rewardId: isReward ? reward.rewardId : null,
    valueMinor: isReward || !rate ? null : String((BigInt(points) * BigInt(rate.minor)) / BigInt(rate.points)),
    currency,
    redeemRate: null,
    isAllowed,
    reason: isAllowed ? null : 'points_insufficient',
    consentKinds: ['pin'],
  }
}

function hold(stage: Stage, body: Asked['body']): Fact {
  const { isAllowed, pointsAvailable, points, memberId, rewardId, valueMinor, currency } = quote(stage, body)
  if (isAllowed !== true) throw new Refused(409, 'points_insufficient', { pointsAvailable })
  const now = stage.now()
  const expiresAt = new Date(now.getTime() + HOLD_MS).toISOString()
  const held = {
    redemptionId: crypto.randomUUID(),
    reference: body['reference'],
    partnerId: stage.partner.partnerId,
    memberId: String(memberId),
    state: 'held',
    points: String(points),
    rewardId,
    valueMinor,
    currency,
    pointsRestored: '0',
    claimId: null,
    voidedBy: null,
    heldAt: now.toISOString(),
    expiresAt,
    deadline: expiresAt,
    consentKinds: ['pin'],
    approvalUrl: '/till',
  }
  stage.redemptions.set(held.redemptionId, held)
  return held
}

function checkPin({ members, tries }: Stage, memberId: string, pin: unknown): void {
  const member = members.get(memberId)
  if (!member?.pin) throw new Refused(409, 'pin_unset')
  const wrong = tries.get(memberId) ?? 0
  if (wrong >= PIN_TRIES_MAX) throw new Refused(423, 'pin_locked')
  if (member.pin === pin) tries.delete(memberId)
  else {
    tries.set(memberId, wrong + 1)
    throw new Refused(403, 'pin_wrong', { triesLeft: PIN_TRIES_MAX - wrong - 1 })
  }
}

function change(stage: Stage, id: string, verb: string, body: Asked['body']): Fact {
  const found = stage.redemptions.get(id)
  if (found === undefined) throw new Refused(404, 'redemption_unknown')
  const isOver =
    ['held', 'consented'].includes(String(found['state'])) && stage.now().toISOString() > String(found['expiresAt'])
  const put = (part: Fact) => {
    const next = { ...found, ...part }
    stage.redemptions.set(id, next)
    return next
  }
  if (isOver) return put({ state: 'expired' })
  if (verb === '') return found
  if (verb === 'consent') {
    checkPin(stage, found.memberId, body['pin'])
    return put({ state: 'consented' })
  }
  if (verb === 'void') return put({ state: 'voided', voidedBy: 'partner' })
  if (verb === 'capture') {
    if (found['state'] !== 'consented') throw new Refused(409, 'consent_missing')
    changePoints(stage, found.memberId, -BigInt(found.points))
    // Settled at once: there is no ledger to wait for.
    return put({ state: 'final' })
  }
  const points = String(body['points'])
  const restored = BigInt(String(found['pointsRestored'])) + BigInt(points)
  if (restored > BigInt(found.points)) throw new Refused(422, 'restoration_exceeds_redemption')
  changePoints(stage, found.memberId, BigInt(points))
  put({ pointsRestored: String(restored) })
  return { restorationId: crypto.randomUUID(), redemptionId: id, reference: body['reference'], points, state: 'done' }
}

/** What has to do with spending points: quotes, holds, PINs, rewards. */
export function answerRedemptions(stage: Stage, { method, path, body }: Asked): Fact {
  const [subject = '', id = '', verb = ''] = path
  const reward = sampleReward(stage.partner.currency)
  if (subject === 'redemptions' && id === 'quote') return quote(stage, body)
  if (subject === 'redemptions' && id === '') return hold(stage, body)
  if (subject === 'redemptions') return change(stage, id, verb, body)
  if (subject === 'rewards' && id === '') return { data: [reward], nextCursor: null }
  if (subject === 'rewards' && id === reward.rewardId) return reward
  if (subject === 'rewards') throw new Refused(404, 'reward_unknown')
  if (subject === 'claims') throw new Refused(404, 'claim_unknown')
  throw new Refused(404, 'unknown_route', { method })
}
