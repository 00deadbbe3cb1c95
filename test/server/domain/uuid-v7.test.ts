import { expect } from 'chai'

import { makeIds } from '../../../server/domain/uuid-v7.ts'

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('makeIds', function () {
  const idsAt = (times: number[], byte = 0xff) => {
    let at = 0
    const clock = { now: () => new Date(times[Math.min(at++, times.length - 1)] ?? 0) }
    return makeIds({ clock, randomness: { bytes: (count) => new Uint8Array(count).fill(byte) } })
  }

  it('gives UUIDs of version 7 that begin with the time', () => {
    const id = idsAt([0x0123456789ab]).next()
    expect(id).to.match(FORM)
    expect(id.startsWith('01234567-89ab-7000-')).to.equal(true)
    expect(idsAt([1], 0x00).next()).to.match(FORM)
  })

  it('rises through more ids than a millisecond has, and when the clock goes back', () => {
    const ids = idsAt([5_000, 5_000, 4_000])
    const made = Array.from({ length: 10_000 }, () => ids.next())
    expect(made).to.deep.equal(made.toSorted())
    expect(new Set(made).size).to.equal(made.length)
  })
})
