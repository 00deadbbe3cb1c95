import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

import type { CalldataRow } from './calldata.ts'
import type { DebitRow } from './entente.ts'
import type { CreditRow } from './measure-credits.ts'
import type { RedemptionRow } from './redemptions.ts'
import type { YearRow } from './year.ts'

/** Everything that was measured. Gas is of whole transactions, as decimal strings. */
export interface Snapshot {
  entente: {
    credits: CreditRow[]
    debits: DebitRow[]
    redemptions: RedemptionRow[]
    bytecodeBytes: Record<string, number>
  }
  peers: { credits: CreditRow[]; redemptions: RedemptionRow[] }
  calldata: CalldataRow[]
  year: YearRow[]
}

const file = new URL('./snapshot.json', import.meta.url)

/** The committed measurement. */
export function readSnapshot(): Snapshot {
  return JSON.parse(readFileSync(file, 'utf8')) as Snapshot
}

/** Writes the measurement that is to be committed. */
export function writeSnapshot(snapshot: Snapshot): void {
  writeFileSync(file, `${JSON.stringify(snapshot, null, 2)}\n`)
}

/** Every value that differs, as `path: committed -> measured`; empty when nothing does. */
export function differences(committed: unknown, measured: unknown, path = ''): string[] {
  if (isDeepStrictEqual(committed, measured)) return []
  if (!isRecord(committed) || !isRecord(measured))
    return [`${path}: ${JSON.stringify(committed)} -> ${JSON.stringify(measured)}`]
  const keys = new Set([...Object.keys(committed), ...Object.keys(measured)])
  return [...keys].flatMap((key) => differences(committed[key], measured[key], path === '' ? key : `${path}.${key}`))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
