import { readFileSync } from 'node:fs'

import { dataFeeWei, feeAssumptions } from '../calldata.ts'
import { type GasTerms, simulate, type Simulated } from './simulate.ts'
import { ASSUMED, type Stage } from './stages.ts'

export const SEED = 20_261_201

/** Of the calldata of a batch: what every batch has, and each record (docs/gas.md, "Calldata"). */
const CALLDATA_FIXED_BYTES = 458
const CREDIT_BYTES = 26
/** FastLZ leaves so much of a record, in large batches. */
const CREDIT_FASTLZ_BYTES = 25.2
const SECONDS_A_DAY = 86_400

interface GasRow {
  readonly count: number
  readonly newHolders: string
  readonly existingHolders: string
}

/** Reads what was measured: gas from bench/snapshot.json, rows from bench/results/rows.json. */
export function readMeasured(): {
  gas: GasTerms
  rows: { purchases: number; postgres: string; bytesPerPurchase: Record<string, number> }
} {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
  const credits = read('../snapshot.json').entente.credits as GasRow[]
  const at = (count: number, kind: 'newHolders' | 'existingHolders') =>
    Number(credits.find((row) => row.count === count)?.[kind] ?? Number.NaN)
  const each = (kind: 'newHolders' | 'existingHolders') => (at(1_000, kind) - at(300, kind)) / 700
  const existingHolder = each('existingHolders')
  const fixed = at(1, 'existingHolders') - existingHolder
  return { gas: { fixed, existingHolder, newHolder: each('newHolders') }, rows: read('../results/rows.json') }
}

/** What a stage comes to. */
export interface StageFigures extends Simulated {
  readonly stage: Stage
  readonly purchasesPerDay: number
  readonly gasPerSecond: number
  readonly gasPerPurchase: number
  readonly calldataBytesPerSecond: number
  readonly rowBytesPerYear: number
  readonly usdPerDay: number
  readonly lanes: number
  readonly databases: number
  readonly largestPartnerPerSecond: number
}

/** Everything of a stage: at its peak for what must hold then, by its mean day for what adds up. */
export function figuresOf(stage: Stage, measured: ReturnType<typeof readMeasured>): StageFigures {
  const simulated = simulate(stage, measured.gas, SEED)
  const { seconds, purchases, batches, credits, gas, largestPartner } = simulated
  const purchasesPerDay = (stage.peakPerSecond / ASSUMED.peakFactor) * SECONDS_A_DAY
  // Idempotency keys are deleted after days.
  const kept = Object.entries(measured.rows.bytesPerPurchase).filter(([table]) => table !== 'idempotency_key')
  const bytesKept = kept.reduce((sum, [, bytes]) => sum + bytes, 0)
  const daily = purchasesPerDay / purchases
  const dataWei = dataFeeWei(Math.round(CALLDATA_FIXED_BYTES / 2 + (CREDIT_FASTLZ_BYTES * credits) / batches))
  const gasWei = BigInt(Math.round(gas)) * feeAssumptions.l2GasPriceWei
  const wei = Number(gasWei + dataWei * BigInt(batches)) * daily
  return {
    ...simulated,
    stage,
    purchasesPerDay,
    gasPerSecond: gas / seconds,
    gasPerPurchase: gas / purchases,
    calldataBytesPerSecond: (CALLDATA_FIXED_BYTES * batches + CREDIT_BYTES * credits) / seconds,
    rowBytesPerYear: bytesKept * purchasesPerDay * 365,
    usdPerDay: (wei / 1e18) * feeAssumptions.usdPerEther,
    lanes: Math.max(1, Math.ceil((batches / seconds) * ASSUMED.roundSeconds)),
    databases: Math.ceil(stage.peakPerSecond / ASSUMED.perDatabase),
    largestPartnerPerSecond: largestPartner / seconds,
  }
}
