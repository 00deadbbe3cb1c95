import { expect } from 'chai'

import {
  afterWrongTry,
  type AllTries,
  DEVICE_MS_MAX,
  isKnownPlace,
  isPinGoodEnough,
  PIN_TRIES_BEFORE_WAIT,
  PIN_TRIES_MAX,
  PIN_TRIES_TOGETHER_MAX,
  PIN_WAIT_MS,
  pinLock,
  triesLeft,
} from '../../../server/domain/pins.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

const tries = (failedTries: number, { together = failedTries, isKnown = false } = {}): AllTries => ({
  here: { failedTries, lockedUntil: null },
  isKnown,
  together,
})

describe('the tries at a PIN', function () {
  it('are as many as the limits say, of the PINs that there are', function () {
    const pins = Array.from({ length: 10_000 }, (_, at) => String(at).padStart(4, '0')).filter(isPinGoodEnough)
    expect(pins).to.have.length(9_976)
    expect(PIN_TRIES_TOGETHER_MAX / pins.length).to.be.within(0.005, 0.00502)
  })

  it('wait after so many in a row, to the millisecond, and lock after twice as many', function () {
    expect(pinLock(afterWrongTry(tries(PIN_TRIES_BEFORE_WAIT - 2), NOW), NOW)).to.equal(null)
    const waiting = afterWrongTry(tries(PIN_TRIES_BEFORE_WAIT - 1), NOW)
    expect(pinLock(waiting, later(PIN_WAIT_MS - 1))).to.deep.equal(later(PIN_WAIT_MS))
    expect(pinLock(waiting, later(PIN_WAIT_MS))).to.equal(null)
    expect(pinLock(afterWrongTry(tries(PIN_TRIES_MAX - 2), NOW), NOW)).to.equal(null)
    expect(pinLock(afterWrongTry(tries(PIN_TRIES_MAX - 1), NOW), NOW)).to.equal('until_changed')
  })

  it('closes places where the right PIN was never given after so many tries together', function () {
    const before = { together: PIN_TRIES_TOGETHER_MAX - 1 }
    expect([pinLock(tries(0, before), NOW), triesLeft(tries(0, before))]).to.deep.equal([null, 1])
    const after = { together: PIN_TRIES_TOGETHER_MAX }
    expect(pinLock(tries(0, after), NOW)).to.equal('until_changed')
    const known = tries(0, { ...after, isKnown: true })
    expect([pinLock(known, NOW), triesLeft(known)]).to.deep.equal([null, PIN_TRIES_BEFORE_WAIT])
    expect(pinLock(tries(PIN_TRIES_MAX, { ...after, isKnown: true }), NOW)).to.equal('until_changed')
  })

  it('are known of tills for ever, of a browser for so long, and of strangers never', function () {
    for (const [place, at, isKnown] of [
      ['till:3', DEVICE_MS_MAX * 10, true],
      ['session', DEVICE_MS_MAX * 10, true],
      ['device:ab', DEVICE_MS_MAX - 1, true],
      ['device:ab', DEVICE_MS_MAX, false],
      ['stranger', 0, false],
    ] as const)
      expect(isKnownPlace({ place, lastRightAt: NOW }, later(at)), place).to.equal(isKnown)
    expect(isKnownPlace({ place: 'till:3', lastRightAt: null }, NOW)).to.equal(false)
  })
})
