import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import {
  type BlockRange,
  type PartnerSum,
  sumCohorts,
  sumIssuedByEpoch,
  sumRedeemedByMonth,
} from '../../database/ledger-sums.ts'
import type { Cohort, LedgerSums } from '../../domain/figures/liability.ts'
import type { EpochScale } from '../../domain/lots.ts'

/** What the ledger has counted up to the newest final block. */
export type ReadLedgerSums = () => Promise<{ readonly finalBlock: bigint; readonly sums: LedgerSums }>

interface SumsDeps {
  readonly db: Reader
  readonly ledger: { readonly chainId: number; readonly epochScale: EpochScale }
}

const NOTHING = { upTo: -1n, sums: { cohorts: new Map(), issued: new Map(), redeemed: new Map() } as LedgerSums }

/**
 * Sums what the ledger has counted, and reads only the blocks that became final since the last time: final blocks do not change. The
 * first time after a start it reads all of them.
 */
export function createSumsMemory({ db, ledger: { chainId, epochScale } }: SumsDeps): ReadLedgerSums {
  let known = NOTHING
  let turn: Promise<unknown> = Promise.resolve()
  const readOn = async () => {
    const upTo = (await findChainCursor(db, chainId))?.finalizedNumber ?? -1n
    // Where the chain is being read again from its beginning, so is this.
    const { upTo: after, sums } = upTo < known.upTo ? NOTHING : known
    known = upTo === after ? { upTo, sums } : { upTo, sums: await addBlocks({ db, epochScale }, sums, { after, upTo }) }
    return { finalBlock: known.upTo, sums: known.sums }
  }
  return () => {
    // One after the other, so that no block is counted twice. After one that failed, the next begins where it did.
    const now = turn.then(readOn, readOn)
    turn = now
    return now
  }
}

async function addBlocks(
  { db, epochScale }: { db: Reader; epochScale: EpochScale },
  { cohorts, issued, redeemed }: LedgerSums,
  range: BlockRange,
): Promise<LedgerSums> {
  return {
    cohorts: addCohorts(cohorts, await sumCohorts(db, range)),
    issued: addSums(issued, await sumIssuedByEpoch(db, range, epochScale)),
    redeemed: addSums(redeemed, await sumRedeemedByMonth(db, range)),
  }
}

function addCohorts(before: LedgerSums['cohorts'], rows: readonly Cohort[]): LedgerSums['cohorts'] {
  const all = new Map(before)
  for (const row of rows) {
    const { issued, redeemed, outstanding } = all.get(row.epoch) ?? { issued: 0n, redeemed: 0n, outstanding: 0n }
    all.set(row.epoch, {
      epoch: row.epoch,
      issued: issued + row.issued,
      redeemed: redeemed + row.redeemed,
      outstanding: outstanding + row.outstanding,
    })
  }
  return all
}

function addSums(before: LedgerSums['issued'], rows: readonly PartnerSum[]): LedgerSums['issued'] {
  const all = new Map([...before].map(([period, partners]) => [period, new Map(partners)]))
  for (const { period, partnerId, points } of rows) {
    const partners = all.get(period) ?? new Map<number, bigint>()
    all.set(period, partners.set(partnerId, (partners.get(partnerId) ?? 0n) + points))
  }
  return all
}
