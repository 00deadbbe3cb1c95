import { expect } from 'chai'

import { OPEN_AGE_MS_MAX, type PaceFacts, paceOf } from '../../../server/domain/service-state.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const pace = (changed: Partial<PaceFacts> = {}) =>
  paceOf(
    {
      isChainHeard: true,
      haltedReason: null,
      doubtReason: null,
      isIssuingPaused: false,
      oldestOpenAt: null,
      ...changed,
    },
    NOW,
  )

describe('paceOf', function () {
  it('is on time while what is open is young', () => {
    expect(pace()).to.equal('on_time')
    expect(pace({ oldestOpenAt: ago(OPEN_AGE_MS_MAX) })).to.equal('on_time')
    expect(pace({ oldestOpenAt: ago(OPEN_AGE_MS_MAX + 1) })).to.equal('late')
  })

  for (const [what, changed] of [
    ['the chain does not answer', { isChainHeard: false }],
    ['the chain is not followed', { haltedReason: 'Reorg.' }],
    ['the chain is not believed', { doubtReason: 'They disagree.' }],
    ['giving points is paused', { isIssuingPaused: true }],
  ] as const)
    it(`is late where ${what}`, () => {
      expect(pace(changed)).to.equal('late')
    })
})
