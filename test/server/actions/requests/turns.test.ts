import { setImmediate } from 'node:timers/promises'

import { expect } from 'chai'

import { createTurns } from '../../../../server/actions/requests/turns.ts'
import type { Rejection } from '../../../../server/domain/rejection.ts'

/** Work that is held until it is let go, and a list of what was started. */
function heldWork() {
  const started: string[] = []
  const letGo: (() => void)[] = []
  const work = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve) => letGo.push(() => resolve(name)))
  }
  /** Lets the oldest of what runs go, and what waits begin. */
  const next = async () => {
    letGo.shift()?.()
    await setImmediate()
  }
  return { started, work, next }
}

const codeOf = (taken: Promise<unknown>) => taken.catch((error: unknown) => (error as Rejection).code)

describe('turns', function () {
  it('run so much at once, and the rest as it ends', async function () {
    const { started, work, next } = heldWork()
    const turns = createTurns({ runningMax: 2, waitingMax: 10 })
    const taken = ['a', 'b', 'c'].map((name) => turns.take(name, work(name)))
    await setImmediate()
    expect(started).to.deep.equal(['a', 'b'])
    await next()
    expect(started).to.deep.equal(['a', 'b', 'c'])
    await next()
    await next()
    expect(await Promise.all(taken)).to.deep.equal(['a', 'b', 'c'])
  })

  it('let another have the next one, however many of a flood wait', async function () {
    const { started, work, next } = heldWork()
    const turns = createTurns({ runningMax: 1, waitingMax: 100 })
    const flood = Array.from({ length: 40 }, (_, at) => turns.take('flood', work(`flood ${at}`)))
    const others = ['b', 'c'].map((name) => turns.take(name, work(name)))
    await setImmediate()
    for (let at = 0; at < 42; at += 1) await next()
    await Promise.all([...flood, ...others])
    expect(started.slice(0, 5)).to.deep.equal(['flood 0', 'flood 1', 'b', 'c', 'flood 2'])
  })

  it('refuse a flood beyond half of the room, and nobody who comes next', async function () {
    const { work, next } = heldWork()
    const turns = createTurns({ runningMax: 1, waitingMax: 8 })
    const taken = Array.from({ length: 5 }, () => turns.take('flood', work('flood')))
    expect(await codeOf(turns.take('flood', work('flood')))).to.equal('service_unavailable')
    taken.push(turns.take('b', work('b')))
    await setImmediate()
    for (let at = 0; at < 6; at += 1) await next()
    expect(await Promise.all(taken)).to.have.length(6)
  })

  it('go on after work that failed', async function () {
    const turns = createTurns({ runningMax: 1, waitingMax: 8 })
    const failed = turns
      .take('a', () => Promise.reject(new Error('failed')))
      .catch((error: unknown) => (error as Error).message)
    expect([await failed, await turns.take('a', () => Promise.resolve('done'))]).to.deep.equal(['failed', 'done'])
  })
})
