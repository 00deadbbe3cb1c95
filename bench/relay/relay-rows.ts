import type { Blocks } from './anvil.ts'
import type { LoadFigures } from './load.ts'
import type { LoadName, System } from './systems.ts'

/** What one system did with one load in one round. */
export interface Turn {
  readonly system: System
  readonly blocks: Blocks
  readonly load: LoadName
  readonly figures: LoadFigures
}

/** The round in the middle. */
export interface RelayRow extends Turn {
  /** Purchases a second of the slowest round and of the fastest. */
  readonly range: readonly [least: number, most: number]
  /** How much of what is reached from memory; null where that was not measured. */
  readonly ofLimit: number | null
}

/** What of the limit Entente is to reach on PostgreSQL. */
const GOALS: Readonly<Record<LoadName, number>> = { one: 0.75, bulk: 0.6 }
/** And how many times as much as one mint in a transaction, and in a user operation. */
const TIMES = { pipelined: 6, alto: 35 } as const

/** A row for each system and load, in the order in which they were measured. */
export function rowsOf(turns: readonly Turn[]): RelayRow[] {
  const grouped = Map.groupBy(turns, ({ system, blocks, load }) => `${blocks} ${load} ${system}`)
  const middles = [...grouped.values()].map((own) => {
    const sorted = own.toSorted((a, b) => a.figures.perSecond - b.figures.perSecond)
    const [least, most] = [sorted[0]!, sorted.at(-1)!]
    const range = [least.figures.perSecond, most.figures.perSecond] as const
    return { ...sorted[Math.floor(sorted.length / 2)]!, range }
  })
  return middles.map((row) => {
    const limit = findRow(middles, 'batches', row)
    return { ...row, ofLimit: limit === undefined ? null : row.figures.perSecond / limit.figures.perSecond }
  })
}

const findRow = <Row extends Turn>(rows: readonly Row[], system: System, { blocks, load }: Turn): Row | undefined =>
  rows.find((row) => row.system === system && row.blocks === blocks && row.load === load)

/** A line for each goal that Entente on PostgreSQL misses. */
export function missedGoals(rows: readonly RelayRow[]): string[] {
  return rows
    .filter(({ system }) => system === 'postgres')
    .flatMap((row) => {
      const { blocks, load, ofLimit, figures } = row
      const where = `${blocks}, ${load}`
      const goal = GOALS[load]
      const missed =
        ofLimit !== null && ofLimit < goal ? [`${where}: ${ofLimit.toFixed(2)} of batches, not ${goal}`] : []
      const slow = (['pipelined', 'alto'] as const).flatMap((system) => {
        const peer = findRow(rows, system, row)
        const times = peer === undefined ? Infinity : figures.perSecond / peer.figures.perSecond
        return times < TIMES[system] ? [`${where}: ${times.toFixed(1)} times ${system}, not ${TIMES[system]}`] : []
      })
      return [...missed, ...slow]
    })
}
