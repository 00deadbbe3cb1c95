import { expect } from 'chai'

import { startLoop } from '../../server/loop.ts'

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
