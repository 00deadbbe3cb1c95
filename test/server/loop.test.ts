import { expect } from 'chai'

import { makeRest, REST_AFTER_MS, startLoop } from '../../server/loop.ts'

/** Longer than any test here takes, and short enough for a run that failed to end. */
const LONG_MS = 5_000

/** Long enough for whatever is about to happen, and far from `LONG_MS`. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('startLoop', function () {
  /** Resolves when the loop's step was run so many times. */
  function counted(runsMax: number, outcome: (run: number) => boolean | Error) {
    const { promise, resolve } = Promise.withResolvers<null>()
    let runs = 0
    const step = async () => {
      runs++
      if (runs >= runsMax) resolve(null)
      const result = outcome(runs)
      if (result instanceof Error) throw result
      return result
    }
    return { step, reached: promise, runs: () => runs }
  }

  it('looks again at once while there is more, and then waits', async () => {
    const { step, reached, runs } = counted(4, (run) => run < 4)
    const loop = startLoop({ step, pauseMs: LONG_MS, onError: () => undefined })
    await reached
    await turns()
    expect(runs()).to.equal(4)
    await loop.stop()
  })

  it('looks again when it is woken, while it waits and while it looks', async () => {
    const { step, runs } = counted(3, () => false)
    const loop = startLoop({ step, pauseMs: LONG_MS, onError: () => undefined })
    await turns()
    expect(runs()).to.equal(1)
    loop.wake()
    expect(runs(), 'the pause ends after this turn').to.equal(1)
    await turns()
    expect(runs()).to.equal(2)
    await loop.stop()
    const busy = startLoop({ step, pauseMs: LONG_MS, onError: () => undefined })
    expect(runs()).to.equal(3)
    busy.wake()
    await turns()
    expect(runs()).to.equal(4)
    await busy.stop()
  })

  it('stops at once although it waits, and looks no more', async () => {
    const { step, runs } = counted(1, () => false)
    const loop = startLoop({ step, pauseMs: LONG_MS, onError: () => undefined })
    await turns()
    const outcome = await Promise.race([loop.stop().then(() => 'stopped'), turns().then(() => 'still waiting')])
    expect(outcome).to.equal('stopped')
    loop.wake()
    await turns()
    expect(runs()).to.equal(1)
  })

  it('goes on after failures, tells how many there were in a row, and forgets them after a success', async () => {
    const told: number[] = []
    const { step, reached } = counted(5, (run) => (run === 3 ? false : new Error('no')))
    const loop = startLoop({ step, pauseMs: 1, onError: (_error, failures) => told.push(failures) })
    await reached
    await loop.stop()
    expect(told).to.deep.equal([1, 2, 1, 2])
  })

  it('lets the running look finish before it has stopped, and starts no other', async () => {
    const gate = Promise.withResolvers<null>()
    let runs = 0
    let isDone = false
    const step = async () => {
      runs++
      await gate.promise
      isDone = true
      return true
    }
    const loop = startLoop({ step, pauseMs: 1, onError: () => undefined })
    const stopped = loop.stop()
    gate.resolve(null)
    await stopped
    expect([runs, isDone]).to.deep.equal([1, true])
  })
})

describe('the rest of a server', function () {
  function restAt(began: number) {
    const time = { now: began }
    return { time, rest: makeRest(() => time.now) }
  }

  it('begins five seconds after the last write, and not before', () => {
    const { time, rest } = restAt(100)
    time.now += REST_AFTER_MS - 1
    expect(rest.isAtRest()).to.equal(false)
    time.now += 1
    expect(rest.isAtRest()).to.equal(true)
    rest.note()
    expect(rest.isAtRest()).to.equal(false)
    time.now += REST_AFTER_MS
    expect(rest.isAtRest()).to.equal(true)
  })

  it('ends with a write, which wakes every loop once', () => {
    const { time, rest } = restAt(0)
    const woken: string[] = []
    for (const name of ['one', 'other']) rest.join({ wake: () => woken.push(name) })
    rest.note()
    expect(woken, 'nobody slept').to.deep.equal([])
    time.now = REST_AFTER_MS
    rest.note()
    rest.note()
    expect(woken).to.deep.equal(['one', 'other'])
  })

  it('makes the pause of a loop longer, which looks at once when it ends', async () => {
    const { time, rest } = restAt(0)
    time.now = REST_AFTER_MS
    let looks = 0
    const step = () => Promise.resolve(++looks < 0)
    const loop = startLoop({ step, pauseMs: 1, rest, onError: () => undefined })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(looks).to.equal(1)
    rest.note()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(looks).to.be.above(2)
    await loop.stop()
  })
})
