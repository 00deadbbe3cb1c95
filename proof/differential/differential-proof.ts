import { expect } from 'chai'

import { openBench } from '../../bench/bench-chain.ts'
import { ententeSources } from '../../bench/entente-sources.ts'
import { Chance } from './random.ts'
import { World } from './world.ts'

const operations = Number(process.env['PROOF_OPERATIONS'] ?? 100_000)
const seed = BigInt(process.env['PROOF_SEED'] ?? 1)
const operationsInTransaction = 60
/** A model that has seen many accounts close is slow; a fresh world also begins new partners and epochs. */
const operationsInWorld = 20_000

describe('the contracts and the plain model', function () {
  this.timeout(0)

  it(`agree on ${operations} random operations: answers, refusals, logs and state (seed ${seed})`, async function () {
    const openChain = await openBench(ententeSources)
    let done = 0
    for (let world = 0n; done < operations; world += 1n) {
      const chain = await openChain()
      const { step } = await startWorld(chain, seed * 1_000n + world)
      const goal = Math.min(operations, done + operationsInWorld)
      while (done < goal) done += await step()
      await chain.close()
    }
    expect(done).to.be.at.least(operations)
  })
})

async function startWorld(chain: Parameters<typeof World.open>[0], worldSeed: bigint) {
  const world = await World.open(chain, new Chance(worldSeed))
  let transactions = 0
  const step = async () => {
    transactions += 1
    try {
      return await world.step(operationsInTransaction)
    } catch (error) {
      throw new Error(`world ${worldSeed}, transaction ${transactions}`, { cause: error })
    }
  }
  return { step }
}
