import { expect } from 'chai'

import { createProcessLimit } from '../../../../server/actions/requests/limit-in-process.ts'

describe('a limit of this process', () => {
  let now = 0
  const clock = { now: () => new Date(now) }
  const limit = (more: { namesMax?: number } = {}) =>
    createProcessLimit({ clock, triesMax: 2, windowMs: 1_000, ...more })

  beforeEach(() => {
    now = 0
  })

  it('takes so many tries of a name and not one more, and says so without counting', () => {
    const tries = limit()
    expect([tries.take('a'), tries.isUsedUp('a'), tries.take('a')]).to.deep.equal([true, false, true])
    expect([tries.isUsedUp('a'), tries.isUsedUp('b')]).to.deep.equal([true, false])
    expect([tries.take('a'), tries.take('b')]).to.deep.equal([false, true])
  })

  it('begins anew when the window of the first try is over, and not a millisecond before', () => {
    const tries = limit()
    tries.take('a')
    tries.take('a')
    now = 999
    expect([tries.isUsedUp('a'), tries.take('a')]).to.deep.equal([true, false])
    now = 1_000
    expect([tries.isUsedUp('a'), tries.take('a')]).to.deep.equal([false, true])
  })

  it('forgets the oldest name when there are too many, and none before', () => {
    const tries = limit({ namesMax: 2 })
    for (const name of ['a', 'a', 'b']) tries.take(name)
    expect(tries.isUsedUp('a')).to.equal(true)
    tries.take('c')
    expect(tries.isUsedUp('a')).to.equal(false)
  })
})
