import { expect } from 'chai'

import { openBench } from '../../bench/bench-chain.ts'
import { ententeSources } from '../../bench/entente-sources.ts'
import { compilerSettings, plainViaIr, tooDeepForLegacy } from '../compilers/project-copy.ts'
import { Chance } from './random.ts'
import { World } from './world.ts'

const operations = Number(process.env['PROOF_OPERATIONS'] ?? 5_000)
const seed = BigInt(process.env['PROOF_SEED'] ?? 1)

/** A hash over every answer, log and state of the same random operations. */
async function digestWith(setting: (typeof compilerSettings)[number], index: number): Promise<string> {
  const openChain = await openBench({
    ...ententeSources,
    name: `compiler-${index}`,
    compiler: setting.settings,
    overrides: setting.settings.viaIR ? {} : Object.fromEntries(tooDeepForLegacy.map((file) => [file, plainViaIr])),
  })
  const chain = await openChain()
  const world = await World.open(chain, new Chance(seed))
  for (let done = 0; done < operations;) done += await world.step(60)
  await chain.close()
  return world.digest
}

describe('three ways through the compiler', function () {
  this.timeout(0)

  it(`give the same answers, logs and states in ${operations} random operations (seed ${seed})`, async function () {
    const digests = []
    for (const [index, setting] of compilerSettings.entries()) digests.push(await digestWith(setting, index))
    expect(new Set(digests).size).to.equal(1)
  })
})
