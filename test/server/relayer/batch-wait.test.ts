import { expect } from 'chai'
import { numberToHex } from 'viem'

import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const CALM_WEI = 10n ** 12n
const TIP_WEI = 1_000_000n
/** Prices are asked for anew after this. */
const PRICE_AGE_MS = 2_000

describe('batches wait', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform({ batchAgeMs: 1_000, batchWaitMsMax: 10_000, calmFeeWei: CALM_WEI })
  })

  /** Makes the next block's base fee such that a unit of gas costs this. */
  const setPrice = async (priceWei: bigint) => {
    const { request } = platform.coalition.edr
    await request({ method: 'hardhat_setNextBlockBaseFeePerGas', params: [numberToHex(priceWei - TIP_WEI)] })
  }
  /** Whether entries that are this old are formed into a batch. */
  const isFormedAt = async (ageMs: number) => {
    const entry = await platform.database.outboxEntry.findFirstOrThrow({ where: { batchId: null } })
    platform.clock.advance(entry.recordedAt.getTime() + ageMs - platform.clock.now().getTime())
    await platform.run('form_batches')
    return (await platform.batches()).length > 0
  }

  it('as long as ever at the calm price', async () => {
    await setPrice(CALM_WEI)
    await platform.accept([ANN, 30n])
    expect(await isFormedAt(999)).to.equal(false)
    expect(await isFormedAt(1_000)).to.equal(true)
  })

  it('five times as long at five times the price', async () => {
    await setPrice(5n * CALM_WEI)
    await platform.accept([ANN, 30n])
    expect(await isFormedAt(4_999)).to.equal(false)
    expect(await isFormedAt(5_000)).to.equal(true)
  })

  it('no longer than the maximum at any price, without asking for it any more', async () => {
    await setPrice(5_000n * CALM_WEI)
    await platform.accept([ANN, 30n])
    expect(await isFormedAt(9_999)).to.equal(false)
    expect(await isFormedAt(10_000)).to.equal(true)
  })

  it('no longer when the price falls meanwhile', async () => {
    await setPrice(5_000n * CALM_WEI)
    await platform.accept([ANN, 30n])
    expect(await isFormedAt(2_000)).to.equal(false)
    await setPrice(CALM_WEI)
    expect(await isFormedAt(2_000 + PRICE_AGE_MS - 1)).to.equal(false)
    expect(await isFormedAt(2_000 + PRICE_AGE_MS)).to.equal(true)
  })
})
