import { expect } from 'chai'

import { startLoop } from '../../server/loop.ts'
import { makeToldTime } from '../../server/told-time.ts'

const REAL = new Date('2026-11-30T12:00:00Z')
const PAST = new Date('2026-08-01T00:00:00Z')
const turns = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('makeToldTime', function () {
  it('is what it is told, never goes back, and is the real time once it is let go', () => {
    const told = makeToldTime(PAST, { now: () => REAL })
    const later = new Date(PAST.getTime() + 1)
    told.tell(later)
    told.tell(PAST)
    expect(told.clock.now()).to.deep.equal(later)
    told.end()
    expect(told.clock.now()).to.deep.equal(REAL)
    told.tell(later)
    expect(told.clock.now()).to.deep.equal(REAL)
  })

  it('holds loops until it is let go, and one that is stopped before never looks', async () => {
    const told = makeToldTime(PAST, { now: () => REAL })
    const looks = { kept: 0, stopped: 0 }
    const start = (name: keyof typeof looks) =>
      startLoop({
        step: async () => {
          looks[name] += 1
          return false
        },
        pauseMs: 5_000,
        begins: told.ended,
        onError: () => undefined,
      })
    const [kept, stopped] = [start('kept'), start('stopped')]
    kept.wake()
    await turns()
    await stopped.stop()
    expect(looks).to.deep.equal({ kept: 0, stopped: 0 })
    told.end()
    await turns()
    await kept.stop()
    expect(looks).to.deep.equal({ kept: 1, stopped: 0 })
  })
})
