import { expect } from 'chai'

import { relayerSteps, WOKEN_BY } from '../../../server/relayer/steps.ts'
import { openRelayerPlatform } from './relayer-platform.ts'

describe('relayerSteps', function () {
  this.timeout(60_000)

  it('wake steps that exist, after steps that exist', async () => {
    const { relayer } = await openRelayerPlatform()
    const names = relayerSteps(relayer).map(({ name }) => name)
    expect([...names, 'follow_chain']).to.include.members(Object.keys(WOKEN_BY))
    expect(names).to.include.members(Object.values(WOKEN_BY).flat())
    expect(new Set(names).size).to.equal(names.length)
  })

  it('lead from entries that wait to sent bytes without a look in between that finds nothing', async () => {
    const { relayer, accept, clock, calls } = await openRelayerPlatform()
    await accept(['0x1111111111111111111111111111111111111111', 5n])
    clock.advance(relayer.limits.batchAgeMs)
    const steps = new Map(relayerSteps(relayer).map((step) => [step.name, step]))
    const changed: string[] = []
    for (let waiting = ['form_batches']; waiting.length > 0;) {
      const [name = '', ...others] = waiting
      const hasChanged = await steps.get(name)!.run()
      if (hasChanged) changed.push(name)
      waiting = [...others, ...(hasChanged ? (WOKEN_BY[name] ?? []) : [])]
    }
    expect(changed).to.deep.equal(['form_batches', 'sign_batches', 'bind_batches', 'send_attempts'])
    expect((await calls()).map(({ state }) => state)).to.deep.equal(['bound'])
  })
})
