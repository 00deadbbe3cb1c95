import { expect } from 'chai'

import { deriveRedemptionState, type RedemptionFacts } from '../../../server/domain/redemption-state.ts'

const NOON = new Date('2026-11-23T12:00:00Z')

const facts = (changes: Partial<RedemptionFacts> = {}): RedemptionFacts => ({
  state: 'held',
  consentKind: null,
  expiresAt: new Date(NOON.getTime() + 1),
  refusedReason: null,
  gaveWayAt: null,
  isSent: false,
  burnedBlock: null,
  finalizedNumber: 10n,
  now: NOON,
  ...changes,
})

describe('the state of a redemption', function () {
  it('is held, then consented, and expired from its end on', () => {
    expect(deriveRedemptionState(facts())).to.equal('held')
    expect(deriveRedemptionState(facts({ consentKind: 'pin' }))).to.equal('consented')
    expect(deriveRedemptionState(facts({ expiresAt: NOON }))).to.equal('expired')
    expect(deriveRedemptionState(facts({ consentKind: 'pin', expiresAt: NOON }))).to.equal('expired')
  })

  it('does not expire once it is captured', () => {
    const captured = { state: 'captured', consentKind: 'pin', expiresAt: new Date(0) } as const
    expect(deriveRedemptionState(facts(captured))).to.equal('captured')
    expect(deriveRedemptionState(facts({ ...captured, gaveWayAt: NOON }))).to.equal('gave_way')
    expect(deriveRedemptionState(facts({ ...captured, gaveWayAt: NOON, isSent: true }))).to.equal('submitted')
    expect(deriveRedemptionState(facts({ ...captured, gaveWayAt: NOON, refusedReason: 'gave_way' }))).to.equal(
      'refused',
    )
    expect(deriveRedemptionState(facts({ ...captured, isSent: true }))).to.equal('submitted')
    expect(deriveRedemptionState(facts({ ...captured, isSent: true, refusedReason: 'insufficient' }))).to.equal(
      'refused',
    )
  })

  it('is confirmed by its own event, and final at the final block', () => {
    const sent = { state: 'captured', consentKind: 'pin', isSent: true } as const
    expect(deriveRedemptionState(facts({ ...sent, burnedBlock: 11n }))).to.equal('confirmed')
    expect(deriveRedemptionState(facts({ ...sent, burnedBlock: 10n }))).to.equal('final')
    expect(deriveRedemptionState(facts({ ...sent, burnedBlock: 10n, finalizedNumber: null }))).to.equal('confirmed')
  })

  it('believes the chain before the row', () => {
    const refused = { state: 'captured', consentKind: 'pin', refusedReason: 'expired' } as const
    expect(deriveRedemptionState(facts({ ...refused, burnedBlock: 3n }))).to.equal('final')
    expect(deriveRedemptionState(facts({ state: 'voided' }))).to.equal('voided')
  })
})
