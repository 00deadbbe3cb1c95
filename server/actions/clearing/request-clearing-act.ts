import { type ClearingActKind, insertClearingAct } from '../../database/clearing-acts.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findStatementSummary, type StatementSummary } from '../../database/statements.ts'
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

export interface AskedAct {
  readonly partnerId: number
  readonly month: number
  readonly kind: ClearingActKind
  /** Null of a withdrawal. */
  readonly text: string | null
}

/** Notes what is to be done to a position; the relayer has it signed and sends it. What is in effect or on its way already changes nothing. */
export function requestClearingAct(deps: ClearingActDeps, asked: AskedAct): Promise<SummaryView> {
  return deps.db.transaction((tx) => noteClearingAct(tx, deps, asked))
}

/** Locks the partner of a statement until the transaction ends, and finds the statement. */
async function lockStatementOf(
  tx: Transaction,
  { partnerId, month }: Pick<AskedAct, 'partnerId' | 'month'>,
): Promise<StatementSummary> {
  if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  const statement = await findStatementSummary(tx, partnerId, month)
  if (statement === null) throw new Rejection('statement_unknown', { partnerId, month: monthText(month) })
  return statement
}

/** The same within a transaction, which has the partner locked until it ends. */
export async function noteClearingAct(
  tx: Transaction,
  deps: Pick<ClearingActDeps, 'clock' | 'ids' | 'hashOfText'>,
  asked: AskedAct,
): Promise<SummaryView> {
  const { partnerId, month, kind, text } = asked
  const judged = await judgeAsked(tx, deps, asked)
  if (!judged.isNew) return judged.view
  const textHash = text === null ? null : deps.hashOfText(text)
  const place = { id: deps.ids.next(), partnerId, month, requestedAt: deps.clock.now() }
  const unsent = { state: 'requested', failedReason: null, callId: null, triedAt: null, endedAt: null } as const
  await insertClearingAct(tx, { ...place, ...unsent, kind, text, textHash })
  return { ...judged.view, settlement: await readSettlement(tx, judged.view) }
}

/** Whether an act would change something, with the statement as it stands; refuses one that cannot be. */
export async function judgeAsked(
  tx: Transaction,
  { clock, hashOfText }: Pick<ClearingActDeps, 'clock' | 'hashOfText'>,
  asked: AskedAct,
): Promise<{ readonly isNew: boolean; readonly view: SummaryView }> {
  const { kind, text } = asked
  const statement = await lockStatementOf(tx, asked)
  const textHash = text === null ? null : hashOfText(text)
  const settlement = await readSettlement(tx, statement)
  const view = { ...statement, settlement }
  if (isWaiting(settlement, { kind, textHash })) return { isNew: false, view }
  const judged = judgeAct({ kind, textHash }, settlement, clock.now())
  if (judged !== 'possible' && judged !== 'in_effect') throw new Rejection(judged, factsOf(settlement, statement))
  return { isNew: judged === 'possible', view }
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
