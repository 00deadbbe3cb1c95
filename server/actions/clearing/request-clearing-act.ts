import { type ClearingActKind, insertClearingAct } from '../../database/clearing-acts.ts'
import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findStatementSummary } from '../../database/statements.ts'
import { judgeAct } from '../../domain/clearing/clearing-acts.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthText } from '../../domain/utc-days.ts'
import type { SummaryView } from './list-statements.ts'
import { readSettlement, type SettlementView } from './read-settlements.ts'

export interface ClearingActDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  /** What Clearing keeps of a text: server/chain/clearing-calls.ts */
  readonly hashOfText: (text: string) => string
}

interface AskedAct {
  readonly partnerId: number
  readonly month: number
  readonly kind: ClearingActKind
  /** Null of a withdrawal. */
  readonly text: string | null
}

/** Notes what is to be done to a position; the relayer has it signed and sends it. What is in effect or on its way already changes nothing. */
export async function requestClearingAct(deps: ClearingActDeps, asked: AskedAct): Promise<SummaryView> {
  const { db, clock, ids, hashOfText } = deps
  const { partnerId, month, kind, text } = asked
  const textHash = text === null ? null : hashOfText(text)
  return db.transaction(async (tx) => {
    if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
    const statement = await findStatementSummary(tx, partnerId, month)
    if (statement === null) throw new Rejection('statement_unknown', { partnerId, month: monthText(month) })
    const before = await readSettlement(tx, statement)
    if (isWaiting(before, { kind, textHash })) return { ...statement, settlement: before }
    const now = clock.now()
    const judged = judgeAct({ kind, textHash }, before, now)
    if (judged === 'in_effect') return { ...statement, settlement: before }
    if (judged !== 'possible') throw new Rejection(judged, factsOf(before, statement))
    const place = { id: ids.next(), partnerId, month, requestedAt: now }
    const unsent = { state: 'requested', failedReason: null, callId: null, triedAt: null, endedAt: null } as const
    await insertClearingAct(tx, { ...place, ...unsent, kind, text, textHash })
    return { ...statement, settlement: await readSettlement(tx, statement) }
  })
}

/** Whether the same is on its way. Acts on a position are numbered, so that another one must come after it. */
function isWaiting(
  { lastAct }: SettlementView,
  { kind, textHash }: { kind: ClearingActKind; textHash: string | null },
): boolean {
  if (lastAct === null || lastAct.state === 'done' || lastAct.state === 'failed') return false
  if (lastAct.kind === kind && lastAct.textHash === textHash) return true
  throw new Rejection('clearing_act_waits', { kind: lastAct.kind })
}

function factsOf(
  { position, disputeUntil }: SettlementView,
  { positionMinor }: { positionMinor: bigint | null },
): Record<string, string> {
  return {
    ...(position === null ? {} : { onChain: String(position.minor) }),
    ...(positionMinor === null ? {} : { inStatement: String(positionMinor) }),
    ...(disputeUntil === null ? {} : { disputeUntil: disputeUntil.toISOString() }),
  }
}
