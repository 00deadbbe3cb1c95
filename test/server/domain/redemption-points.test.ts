import { expect } from 'chai'
import fc from 'fast-check'

import {
  canBeRestored,
  consentKindsOf,
  NONCE_MAX,
  orderDeadline,
  REDEMPTION_POINTS_MAX,
  rewardCommitmentText,
} from '../../../server/domain/redemption-order.ts'
import {
  basketValue,
  judgeBasket,
  judgeHold,
  judgeQuota,
  refusalPauseEnd,
  spendablePoints,
  type SpendingFacts,
} from '../../../server/domain/redemption-points.ts'

const SCALE = { originSeconds: 0, lengthSeconds: 1_000 }
/** In epoch 10, which ends at 11,000 seconds. */
const NOW = new Date(10_400_000)
const FREE: SpendingFacts = {
  lots: [{ epoch: 10, points: 100n }],
  pointsReserved: 0n,
  pointsLeaving: 0n,
  lastNonce: 0,
  isFrozen: false,
  isMoving: false,
  isClosed: false,
  pausedUntil: null,
}

describe('points that can be spent', function () {
  it('are the confirmed ones, less what is reserved and what returns will take, and never below 0', () => {
    const spendable = (changes: Partial<SpendingFacts>) => spendablePoints({ ...FREE, ...changes }, NOW, SCALE)
    expect(spendable({})).to.deep.equal({ pointsConfirmed: 100n, pointsAvailable: 100n })
    expect(spendable({ pointsReserved: 30n, pointsLeaving: 20n }).pointsAvailable).to.equal(50n)
    expect(spendable({ pointsReserved: 100n }).pointsAvailable).to.equal(0n)
    expect(spendable({ pointsReserved: 90n, pointsLeaving: 20n }).pointsAvailable).to.equal(0n)
  })

  it('are not those that expire within ten minutes', () => {
    // The lot of epoch 5 lives to the end of epoch 10.
    const lots = [{ epoch: 5, points: 7n }]
    const at = (seconds: number) => spendablePoints({ ...FREE, lots }, new Date(seconds * 1_000), SCALE)
    expect(at(10_399)).to.deep.equal({ pointsConfirmed: 7n, pointsAvailable: 7n })
    expect(at(10_400)).to.deep.equal({ pointsConfirmed: 7n, pointsAvailable: 0n })
    expect(at(11_000)).to.deep.equal({ pointsConfirmed: 0n, pointsAvailable: 0n })
  })
})

describe('what stands against a hold', function () {
  const code = (changes: Partial<SpendingFacts>, points = 100n, available = 100n) =>
    judgeHold({ ...FREE, ...changes }, available, points)?.code ?? null

  it('is nothing, on this side of every limit', () => {
    expect(code({ lastNonce: NONCE_MAX - 1 })).to.equal(null)
    expect(code({}, 1n)).to.equal(null)
    expect(code({}, REDEMPTION_POINTS_MAX, REDEMPTION_POINTS_MAX)).to.equal(null)
  })

  it('is named, on the other', () => {
    expect(code({}, 101n)).to.equal('points_insufficient')
    expect(code({}, 0n)).to.equal('points_out_of_range')
    expect(code({}, REDEMPTION_POINTS_MAX + 1n, REDEMPTION_POINTS_MAX + 1n)).to.equal('points_out_of_range')
    expect(code({ lastNonce: NONCE_MAX })).to.equal('nonces_used_up')
    expect(code({ pausedUntil: NOW })).to.equal('refusals_too_many')
    expect(code({ isFrozen: true })).to.equal('member_frozen')
    expect(code({ isMoving: true })).to.equal('account_moving')
    expect(code({ isClosed: true })).to.equal('account_closed')
  })
})

describe("a partner's quota of open holds", function () {
  const limits = { perMemberMax: 3, perPartnerMax: 7 }
  const code = (ofMember: number, ofAll: number, isOwnClaim = false) =>
    judgeQuota({ ofMember, ofAll }, limits, isOwnClaim)?.code ?? null

  it('is kept for each member and for all of them', () => {
    expect([code(2, 6), code(3, 6), code(2, 7)]).to.deep.equal([null, 'holds_too_many', 'partner_holds_too_many'])
  })

  it('is for all members not filled by their own claims', () => {
    expect([code(2, 7, true), code(3, 7, true)]).to.deep.equal([null, 'holds_too_many'])
  })
})

describe('refusals for the signature', function () {
  const at = (day: number) => new Date(`2026-11-${day}T12:00:00Z`)

  it('stop nothing while they are fewer than the most, and then until a day after the one that makes them so many', () => {
    expect(refusalPauseEnd([])).to.equal(null)
    expect(refusalPauseEnd([at(13), at(12)])).to.equal(null)
    expect(refusalPauseEnd([at(13), at(12), at(11)])).to.deep.equal(at(12))
    expect(refusalPauseEnd([at(14), at(13), at(12), at(11)])).to.deep.equal(at(13))
  })
})

describe('what points are worth on a basket', function () {
  const rate = { points: 3n, minor: 2n }
  const penny = { points: 1n, minor: 1n }

  it('is what the rate says, rounded down: never more than the partner promised', () => {
    expect(basketValue(penny, 7n)).to.equal(7n)
    expect(basketValue({ points: 1n, minor: 10n }, 7n)).to.equal(70n)
    expect(basketValue(rate, 4n)).to.equal(2n)
    expect(basketValue(rate, 6n)).to.equal(4n)
  })

  it('is neither nothing nor more than the basket', () => {
    expect(judgeBasket(rate, 1n, null)?.details).to.deep.equal({
      pointsMin: '2',
      pointsMax: String(REDEMPTION_POINTS_MAX),
    })
    expect(judgeBasket(rate, 2n, null)).to.equal(null)
    expect(judgeBasket(rate, 4n, 2n)).to.equal(null)
    expect(judgeBasket(rate, 5n, 2n)?.details).to.deep.equal({ pointsMin: '2', pointsMax: '4' })
    expect(judgeBasket(penny, 10n, 10n)).to.equal(null)
    expect(judgeBasket(penny, 11n, 10n)?.details['pointsMax']).to.equal('10')
  })

  it('names as the most the largest number of points that fits, whatever the rate', () => {
    const number = fc.bigInt({ min: 1n, max: 10_000n })
    fc.assert(
      fc.property(number, number, number, (points, minor, basketMinor) => {
        const any = { points, minor }
        const most = ((basketMinor + 1n) * points + minor - 1n) / minor - 1n
        expect(basketValue(any, most) <= basketMinor).to.equal(true)
        expect(basketValue(any, most + 1n) > basketMinor).to.equal(true)
        const least = (points + minor - 1n) / minor
        if (least <= most) expect(judgeBasket(any, most, basketMinor)).to.equal(null)
        expect(judgeBasket(any, most + 1n, basketMinor)?.code).to.equal('points_out_of_range')
      }),
    )
  })
})

describe('a redemption order', function () {
  it('ends a day after the hold, in whole seconds', () => {
    expect(orderDeadline(new Date('2026-11-23T12:00:00.999Z')).toISOString()).to.equal('2026-11-24T12:00:00.000Z')
  })

  it('can be restored on its day and the 31 after it', () => {
    const burned = new Date('2026-11-01T23:59:59Z')
    expect(canBeRestored(burned, new Date('2026-12-02T23:59:59Z'))).to.equal(true)
    expect(canBeRestored(burned, new Date('2026-12-03T00:00:00Z'))).to.equal(false)
  })

  it('names what is given by partner, reward, reference and salt', () => {
    const given = { partnerId: 3, rewardId: null, reference: 'P1', salt: '0x01' }
    const texts = [given, { ...given, rewardId: 'r' }, { ...given, reference: 'P2' }, { ...given, salt: '0x02' }]
    expect(new Set([...texts, { ...given, partnerId: 4 }].map(rewardCommitmentText)).size).to.equal(5)
  })

  it('is consented to by PIN where the key is hosted, and by the own key where it is not', () => {
    expect((['card', 'wallet', 'passkey'] as const).map(consentKindsOf)).to.deep.equal([
      ['pin'],
      ['wallet'],
      ['passkey'],
    ])
  })
})
