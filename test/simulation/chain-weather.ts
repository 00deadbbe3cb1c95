import { numberToHex } from 'viem'

import { EDR_FINALITY_DEPTH } from '../support/platform/edr-chain.ts'
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** What the chain does by itself: blocks, reorgs, lost tips, forgotten transactions, dear gas. Never below finality. */
export interface ChainWeather {
  mine(): Promise<void>
  /** Whatever of it the seed draws. */
  change(): Promise<void>
}

const SECONDS_PER_BLOCK_MAX = 4

/** Weather as a seed decides it. */
export function makeChainWeather(world: World, random: Random, faults: Faults): ChainWeather {
  const { edr } = world.coalition
  const { clock } = world
  let finalFloor = 0n

  const mine = async (): Promise<void> => {
    clock.advance(random.whole(1, SECONDS_PER_BLOCK_MAX) * 1000)
    await edr.mine(Math.floor(clock.now().getTime() / 1000))
    const { number, timestamp } = await edr.head()
    clock.set(Math.max(clock.now().getTime(), timestamp * 1000))
    const final = number - BigInt(EDR_FINALITY_DEPTH)
    if (final > finalFloor) finalFloor = final
  }

  const rewind = async (): Promise<number> => {
    const { number } = await edr.head()
    const depth = Math.min(random.whole(1, 6), Number(number - finalFloor), edr.depth())
    if (depth < 1) return 0
    await edr.rewind(depth)
    // Transactions of orphaned blocks mostly come back to the mempool, but nobody promises it.
    if (random.happens(0.4)) await edr.dropPending()
    return depth
  }

  return {
    mine,
    async change() {
      if (faults.strikes('reorg')) {
        const depth = await rewind()
        for (let blocks = 0; blocks <= depth; blocks++) await mine()
      }
      if (faults.strikes('lost_tip')) await rewind()
      if (faults.strikes('mempool_dropped')) await edr.dropPending()
      if (faults.strikes('clock_jump')) clock.advance(random.pick([20_000, 90_000, 11 * 60_000]))
      if (faults.strikes('fee_spike')) {
        const { baseFeePerGas } = (await edr.request({
          method: 'eth_getBlockByNumber',
          params: ['latest', false],
        })) as {
          baseFeePerGas: `0x${string}`
        }
        const dear = BigInt(baseFeePerGas) * BigInt(random.pick([2, 5, 20]))
        await edr.request({ method: 'hardhat_setNextBlockBaseFeePerGas', params: [numberToHex(dear)] })
        await mine()
      }
    },
  }
}
