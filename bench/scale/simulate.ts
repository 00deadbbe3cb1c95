import { seededRandom } from '../../cli/demo/random.ts'
import { BATCH_GAS_AIM, ENTRIES_PER_BATCH_MAX } from '../../server/domain/batches.ts'
import { ASSUMED, type Stage } from './stages.ts'

/** What a batch costs, by the committed measurements. */
export interface GasTerms {
  readonly fixed: number
  readonly existingHolder: number
  readonly newHolder: number
}

/** What a stage's busiest time comes to, over one age of a batch. */
export interface Simulated {
  readonly seconds: number
  readonly purchases: number
  readonly batches: number
  /** Records of the batches: purchases of one member in a batch share one. */
  readonly credits: number
  readonly gas: number
  /** Purchases of the partner that sold most. */
  readonly largestPartner: number
}

interface OpenBatch {
  entries: number
  newHolders: number
  readonly members: Set<number>
}

/**
 * Sells for as long as a batch may wait, at the stage's peak: partners by their rank (the second sells half of the first), members evenly, and closes
 * batches as the relayer does: by gas, by entries, and all of them at the end, by age.
 */
export function simulate(stage: Stage, gas: GasTerms, seed: number): Simulated {
  const random = seededRandom(seed)
  const seconds = stage.batchAgeSeconds
  const purchases = Math.max(1, Math.round(stage.peakPerSecond * seconds))
  const choosePartner = byRank(stage.partners, random)
  const sold = new Array<number>(stage.partners).fill(0)
  const open = new Map<number, OpenBatch>()
  const sums = { batches: 0, credits: 0, gas: 0 }
  const close = (partner: number, batch: OpenBatch) => {
    const credits = batch.members.size
    sums.batches += 1
    sums.credits += credits
    sums.gas += gas.fixed + batch.newHolders * gas.newHolder + (credits - batch.newHolders) * gas.existingHolder
    open.delete(partner)
  }
  for (let sale = 0; sale < purchases; sale += 1) {
    const partner = choosePartner()
    sold[partner] = (sold[partner] ?? 0) + 1
    const batch = open.get(partner) ?? { entries: 0, newHolders: 0, members: new Set<number>() }
    open.set(partner, batch)
    const member = random.below(stage.members)
    if (!batch.members.has(member) && random.chance(ASSUMED.newHolderPercent)) batch.newHolders += 1
    batch.members.add(member)
    batch.entries += 1
    if (batch.entries === ENTRIES_PER_BATCH_MAX || isFull(batch)) close(partner, batch)
  }
  for (const [partner, batch] of [...open]) close(partner, batch)
  return { seconds, purchases, ...sums, largestPartner: Math.max(...sold) }
}

/** As the relayer estimates it, with room for what it cannot know: server/domain/batches.ts. */
function isFull({ members, newHolders }: OpenBatch): boolean {
  const estimate = 60_000 + 25_500 * newHolders + 9_000 * (members.size - newHolders)
  return BigInt(estimate + 25_500) > BATCH_GAS_AIM
}

function byRank(partners: number, random: ReturnType<typeof seededRandom>): () => number {
  const upTo: number[] = []
  for (let rank = 1, sum = 0; rank <= partners; rank += 1) upTo.push((sum += 1 / rank))
  const whole = upTo.at(-1) ?? 1
  return () => {
    const point = (random.below(1_000_000_000) / 1_000_000_000) * whole
    let [low, high] = [0, partners - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? whole) > point) high = middle
      else low = middle + 1
    }
    return low
  }
}
