import { type Power, type PowerEventKind, POWERS } from '../domain/powers.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PowerEventModel, PowerPauseModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** What was last asked for here of a power that can be paused. */
export type PowerPause = Narrow<PowerPauseModel, { power: Power }>

/** A pause on chain, or an event of a call that was announced there. */
export type PowerEvent = Narrow<PowerEventModel, { kind: PowerEventKind; power: Power | null }>

declare module './engine/tables.ts' {
  interface Rows {
    power_pause: PowerPause
    power_event: PowerEvent
  }
}

/** What was asked for here of each power, as far as anything was. */
export async function listPauses(reader: Reader): Promise<PowerPause[]> {
  return (await reader.powerPause.findMany({ orderBy: { power: 'asc' } })) as PowerPause[]
}

/** Stores what was asked for last. */
export async function savePause(tx: Transaction, pause: PowerPause): Promise<void> {
  await saveRows(tx, 'power_pause', [pause])
}

// Any number: it must only be the same in every process of Entente.
const POWERS_LOCK = 7_020_260_226n

/** Locks all powers until the transaction ends, so that two who change one come one after the other. */
export async function lockPowers(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${POWERS_LOCK})`
}

/** The newest event of each power on chain: where there is none, it was never paused. */
export async function listPausesOnChain(reader: Reader): Promise<Map<Power, PowerEvent>> {
  const rows = await reader.$queryRawUnsafe<PowerEvent[]>(
    `select distinct on (e.power) ${columnList('power_event', 'e')} from power_event e where e.power is not null
     order by e.power, e.block_number desc, e.log_index desc`,
  )
  return new Map(rows.flatMap((row) => (row.power === null ? [] : [[row.power, row]])))
}

/** Whether a power is paused: on chain, or because somebody has asked for it here and the chain follows. */
export async function isPaused(reader: Reader, power: Power): Promise<boolean> {
  const rows = await reader.$queryRaw<{ paused: boolean }[]>`
    select exists (select from power_pause asked join call c on c.id = asked.call_id
                   where asked.power = ${power} and asked.is_paused and c.state in ('open', 'bound', 'included'))
      or coalesce((select kind = 'paused' from power_event where power = ${power}
                   order by block_number desc, log_index desc limit 1), false) as paused`
  return rows[0]?.paused === true
}

/** The powers that are paused, in a fixed order. */
export async function listPausedPowers(reader: Reader): Promise<Power[]> {
  const paused: Power[] = []
  for (const power of POWERS) if (await isPaused(reader, power)) paused.push(power)
  return paused
}

/** A power that is paused, and since when: by who asked for it here, or else by the block. */
export interface PausedPower {
  readonly power: Power
  readonly since: Date
}

/** The powers that are paused, in a fixed order, and since when. */
export async function listPausedSince(reader: Reader): Promise<PausedPower[]> {
  const paused = await listPausedPowers(reader)
  if (paused.length === 0) return []
  const asked = new Map((await listPauses(reader)).map((pause) => [pause.power, pause]))
  const onChain = await listPausesOnChain(reader)
  return paused.flatMap((power) => {
    const here = asked.get(power)
    const since = here?.isPaused === true ? here.askedAt : onChain.get(power)?.includedAt
    return since === undefined ? [] : [{ power, since }]
  })
}

/** Announced calls that were neither carried out nor cancelled, and were due after a moment, the next due one first. */
export async function listOperations(
  reader: Reader,
  { dueAfter, rowsMax }: { dueAfter: Date; rowsMax: number },
): Promise<PowerEvent[]> {
  return reader.$queryRawUnsafe<PowerEvent[]>(
    `select ${columnList('power_event', 's')} from power_event s
     where s.kind = 'scheduled' and s.ready_at > $1::timestamptz and not exists (
       select from power_event e where e.operation_id = s.operation_id
         and (e.block_number, e.log_index) > (s.block_number, s.log_index)
     ) order by s.ready_at, s.block_number, s.log_index limit $2::int`,
    dueAfter.toISOString(),
    rowsMax,
  )
}

/** The same, by its name. */
export async function findOperation(reader: Reader, operationId: string): Promise<PowerEvent | null> {
  const newest = (await reader.powerEvent.findFirst({
    where: { operationId },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
  })) as PowerEvent | null
  return newest?.kind === 'scheduled' ? newest : null
}

/** Whether an announced call that was due after a moment, and was neither carried out nor cancelled, has these hex digits in it. */
export async function hasOperationOver(
  reader: Reader,
  { words, dueAfter }: { words: string; dueAfter: Date },
): Promise<boolean> {
  const rows = await reader.$queryRaw<{ found: boolean }[]>`
    select exists (
      select from power_event s where s.kind = 'scheduled' and s.ready_at > ${dueAfter.toISOString()}::timestamptz
        and strpos(s.data, ${words}) > 0 and not exists (
          select from power_event e where e.operation_id = s.operation_id
            and (e.block_number, e.log_index) > (s.block_number, s.log_index)
        )
    ) as found`
  return rows[0]?.found === true
}
