import { listUndecidedApprovals } from '../../database/approvals.ts'
import { type ClearingAct, listActsOfPositions } from '../../database/clearing-acts.ts'
import { listMonthClosings, listPositionEvents } from '../../database/clearing-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import { type ApprovalView, viewApprovals } from './approval-view.ts'
import { positionOf, type Settlement, settlementOf } from '../../domain/clearing/settlement.ts'

/** Of a statement: whose it is, and what its position in Clearing must come to. */
interface SettledStatement {
  readonly partnerId: number
  readonly month: number
  readonly positionMinor: bigint | null
}

/** How far a settlement is, what was last asked for here, and why it is disputed, as far as that is known. */
export interface SettlementView extends Settlement {
  readonly lastAct: ClearingAct | null
  readonly disputeReason: string | null
  /** What was agreed in the last dispute that the operator ended. */
  readonly disputeOutcome: string | null
  /** What waits for a second person of the partner, or waited until it expired. */
  readonly approval: ApprovalView | null
}

/** How far the settlement of each of a partner's statements is, by their months. */
export async function readSettlements(
  reader: Reader,
  partnerId: number,
  statements: readonly SettledStatement[],
): Promise<Map<number, SettlementView>> {
  const months = statements.map(({ month }) => month)
  const events = await listPositionEvents(reader, partnerId, months)
  const closings = await listMonthClosings(reader, months)
  const acts = await listActsOfPositions(reader, partnerId, months)
  const approvals = await viewApprovals(reader, partnerId, await listUndecidedApprovals(reader, partnerId))
  return new Map(
    statements.map(({ month, positionMinor }) => {
      const position = positionOf(events.filter((event) => event.month === month))
      const own = acts.filter((act) => act.month === month)
      const reason = own.findLast((act) => act.kind === 'dispute' && act.textHash === position?.dispute?.textHash)
      const settlement = settlementOf(positionMinor, { position, monthClosedAt: closings.get(month) ?? null })
      const ended = own.findLast((act) => act.kind === 'resolution' && act.state === 'done')
      const texts = { disputeReason: reason?.text ?? null, disputeOutcome: ended?.text ?? null }
      const approval = approvals.findLast(({ request }) => request.month === month) ?? null
      return [month, { ...settlement, lastAct: own.at(-1) ?? null, ...texts, approval }] as const
    }),
  )
}

/** The same of one statement. */
export async function readSettlement(reader: Reader, statement: SettledStatement): Promise<SettlementView> {
  const settlement = (await readSettlements(reader, statement.partnerId, [statement])).get(statement.month)
  assert(settlement !== undefined, 'each statement has a settlement')
  return settlement
}
