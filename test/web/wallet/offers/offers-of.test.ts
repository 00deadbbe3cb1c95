import { expect } from 'chai'

import { ENDS_SOON_DAYS, endingSoon } from '../../../../web/src/wallet/offers/offers-of.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const DAY_MS = 86_400_000
const reward = (days: number | null, stockLeft: string | null = null) => ({
  validUntil: days === null ? null : new Date(NOW.getTime() + days * DAY_MS).toISOString(),
  stockLeft,
})

describe('rewards that end soon', () => {
  it('are those that end within two weeks, the next to end first', () => {
    const [soon, sooner] = [reward(ENDS_SOON_DAYS), reward(1)]
    expect(endingSoon([reward(ENDS_SOON_DAYS + 0.01), soon, reward(null), sooner], NOW)).to.deep.equal([sooner, soon])
  })

  it('are none that have ended or are out of stock', () => {
    expect(endingSoon([reward(0), reward(-1), reward(2, '0')], NOW)).to.deep.equal([])
  })
})
