import { expect } from 'chai'

import { fixAnswer, fixMoment, SHOWN_AT } from './support/fixed-values.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = Date.parse('2026-11-29T23:50:00Z')

/** Hours between the clock of the pictures and a time that they show. */
const shownAfterHours = (awayMs: number) => (fixMoment(NOW + awayMs, NOW).getTime() - SHOWN_AT.getTime()) / HOUR_MS

describe('the fixed times of pictures', () => {
  it('are the same for what has just happened, however long ago within two hours', () => {
    expect(shownAfterHours(-1)).to.equal(shownAfterHours(-2 * HOUR_MS + 1))
    expect(shownAfterHours(-2 * HOUR_MS)).to.equal(-2)
  })

  it('are whole hours before, and whole days from two hours on', () => {
    expect(shownAfterHours(-3 * DAY_MS - 240_000)).to.equal(-72)
    expect(shownAfterHours(30 * DAY_MS - 240_000)).to.equal(720)
  })

  it('are minutes where something is about to end', () => {
    expect(shownAfterHours(58_000)).to.equal(1 / 60)
    expect(shownAfterHours(60_001)).to.equal(2 / 60)
  })

  it('are always as far where the end of an epoch is', () => {
    expect(shownAfterHours(61 * DAY_MS)).to.equal(shownAfterHours(500 * DAY_MS))
    expect(shownAfterHours(60 * DAY_MS)).to.equal(60 * 24)
  })

  it('stand in answers in place of times and days, and leave everything else', () => {
    const answer = '{"at":"2026-11-26T23:46:10.123Z","day":"2026-11-29","before":"2026-11-27","points":"20261129"}'
    const shown = '{"at":"2026-06-14T10:00:00.000Z","day":"2026-06-17","before":"2026-06-15","points":"20261129"}'
    expect(fixAnswer(answer, NOW)).to.equal(shown)
  })
})
