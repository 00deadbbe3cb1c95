import { expect } from 'chai'

import { startLoop } from '../../server/loop.ts'

const HOUR_MS = 3_600_000

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
    const loop = startLoop({ step, pauseMs: HOUR_MS, onError: () => undefined })
    await reached
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(runs()).to.equal(4)
    await loop.stop()
  })

  it('looks when it is woken, and stops at once although it was about to wait', async () => {
    const { step, reached } = counted(2, () => false)
    const loop = startLoop({ step, pauseMs: HOUR_MS, onError: () => undefined })
    loop.wake()
    await reached
    await loop.stop()
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
