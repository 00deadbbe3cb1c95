import { expect } from 'chai'

import { FAULTS } from './faults.ts'
import { runSeed } from './simulation.ts'
import { openWorld, type World } from './world.ts'

// How many seeds (SIMULATION_SEEDS), or the one to look at (SEED), which also tells its story.
const ONE_SEED = process.env['SEED']
const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 200)
const FIRST_SEED = Number(process.env['SIMULATION_FIRST_SEED'] ?? 1)
const SECONDS_PER_SEED_MAX = 20

/** What every run of many seeds must have met besides the faults, or it would prove less than it says. */
const MUST_HAPPEN = [
  'process died',
  'the same request again',
  'a purchase twice in one request',
  'an order with another body',
  'a key with another body',
  'operator: suspend',
  'operator: resume',
  'operator: raise',
  'operator: lower',
  'follow: rolled_back',
  'follow: behind',
  'follow: contradicted',
  'follow: not_leading',
  'start: agrees',
]

describe('the whole pipeline under a seeded schedule of faults', function () {
  let world: World
  before(async function () {
    this.timeout(60_000)
    world = await openWorld()
  })
  after(() => world.close())

  it('mints every accepted entry exactly once, whatever happens', async function () {
    const seeds =
      ONE_SEED === undefined ? Array.from({ length: SEEDS }, (_, index) => FIRST_SEED + index) : [Number(ONE_SEED)]
    this.timeout(seeds.length * SECONDS_PER_SEED_MAX * 1000)
    const counts = new Map<string, number>()
    for (const seed of seeds) {
      const story: string[] = []
      try {
        const report = await runSeed(world, seed, (line) => story.push(line))
        for (const [name, count] of report.counts) counts.set(name, (counts.get(name) ?? 0) + count)
      } catch (error) {
        console.log(`${story.slice(ONE_SEED === undefined ? -40 : 0).join('\n')}\nThe run of SEED=${seed} failed.`)
        throw error
      }
    }
    const names = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name} ${count}`)
    console.log(`      ${seeds.length} seeds: ${names.join(', ')}`)
    if (seeds.length < 100) return
    for (const name of [...Object.keys(FAULTS), ...MUST_HAPPEN]) expect(counts.get(name) ?? 0, name).to.be.above(0)
  })
})
