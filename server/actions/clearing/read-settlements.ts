import { listMonthClosings, listPositionEvents } from '../../database/clearing-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import { positionOf, type Settlement, settlementOf } from '../../domain/clearing/settlement.ts'

/** Of a statement: whose it is, and what its position in Clearing must come to. */
interface SettledStatement {
  readonly partnerId: number
  readonly month: number
  readonly positionMinor: bigint | null
}

/** How far the settlement of each of a partner's statements is, by their months. */
export async function readSettlements(
  reader: Reader,
  partnerId: number,
  statements: readonly SettledStatement[],
): Promise<Map<number, Settlement>> {
  const months = statements.map(({ month }) => month)
  const events = await listPositionEvents(reader, partnerId, months)
  const closings = await listMonthClosings(reader, months)
  return new Map(
    statements.map(({ month, positionMinor }) => {
      const position = positionOf(events.filter((event) => event.month === month))
      return [month, settlementOf(positionMinor, { position, monthClosedAt: closings.get(month) ?? null })] as const
    }),
  )
}

/** The same of one statement. */
export async function readSettlement(reader: Reader, statement: SettledStatement): Promise<Settlement> {
  const settlement = (await readSettlements(reader, statement.partnerId, [statement])).get(statement.month)
  assert(settlement !== undefined, 'each statement has a settlement')
  return settlement
}
