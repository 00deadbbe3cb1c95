import type { BenchChain } from './bench-chain.ts'
import { startSeconds } from './bench-chain.ts'
import { creditCounts, makeCredits } from './credits.ts'
import { epochLength } from './peers.ts'
import type { Scheme } from './peers.ts'

/** Gas of a whole batch of one size: new holders, the same again, and the first batch after an epoch change. */
export interface CreditRow {
  scheme: string
  includes: string
  count: number
  newHolders: string
  existingHolders: string
  /** The same accounts, credited for the first time after one epoch change; null where points do not expire. */
  afterEpochChange: string | null
}

/** Measures one scheme at every count, on one chain: the first batch warms the slots that every batch shares. */
export async function measureScheme(openChain: () => Promise<BenchChain>, scheme: Scheme): Promise<CreditRow[]> {
  const chain = await openChain()
  const { credit } = await scheme.open(chain)
  await credit(makeCredits(1, `${scheme.name} warm`, 0))
  const rows: CreditRow[] = []
  let epoch = Math.floor(startSeconds / epochLength)
  for (const count of creditCounts) {
    const seed = `n${count}`
    const newHolders = await credit(makeCredits(count, seed, 0))
    const existingHolders = await credit(makeCredits(count, seed, 1))
    let afterEpochChange: bigint | null = null
    if (scheme.expires) {
      epoch += 1
      // No epoch here begins with a month: a batch an hour before has opened the month, which is not what is measured.
      chain.warpTo(epoch * epochLength - 3_600)
      await credit(makeCredits(1, `${scheme.name} warm`, epoch))
      chain.warpTo(epoch * epochLength + 1_000)
      afterEpochChange = await credit(makeCredits(count, seed, 2))
    }
    rows.push({
      scheme: scheme.name,
      includes: scheme.includes,
      count,
      newHolders: newHolders.toString(),
      existingHolders: existingHolders.toString(),
      afterEpochChange: afterEpochChange?.toString() ?? null,
    })
  }
  await chain.close()
  return rows
}
