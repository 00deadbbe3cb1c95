import { clearingCall } from '../chain/clearing-calls.ts'
import { partnerActCall, partnerActTypedData, type PartnerAct } from '../chain/clearing-typed-data.ts'
import { isTypedDataSigned } from '../chain/verify-signature.ts'
import type { OpenCall } from '../database/calls.ts'
import { type ClearingAct, listActsToSend, lockClearingAct, saveClearingAct } from '../database/clearing-acts.ts'
import { listMonthClosings, listPositionEvents } from '../database/clearing-events.ts'
import { findPartner } from '../database/partners.ts'
import { findStatementSummary } from '../database/statements.ts'
import { assert } from '../domain/assert.ts'
import { judgeAct } from '../domain/clearing/clearing-acts.ts'
import { positionOf, type Settlement, settlementOf } from '../domain/clearing/settlement.ts'
import { Transient } from '../domain/rejection.ts'
import { changeEach } from './change-each.ts'
import { chooseSigner } from './choose-signer.ts'
import type { Relayer } from './relayer.ts'
import { openCall } from './sign-redemption-list.ts'
import { findUpToDateCursor } from './up-to-date.ts'

const ACTS_AT_ONCE_MAX = 16

/** An act whose signer did not answer, or whose call failed, is tried again after this time. */
export const TRY_AGAIN_MS = 30_000

const CALL_NAMES = {
  confirmation: 'confirm_payment',
  dispute: 'dispute_position',
  withdrawal: 'withdraw_dispute',
} as const

/**
 * Has acts of partners on their positions signed by the partner's issuer key, and makes their calls; those of the operator need its
 * account alone. Each is judged by what the chain says now: what is in effect already, whoever posted it, is done.
 */
export async function sendClearingActs(relayer: Relayer): Promise<boolean> {
  if (relayer.chain.addresses.clearing === null) return false
  const triedBefore = new Date(relayer.clock.now().getTime() - TRY_AGAIN_MS)
  const acts = await listActsToSend(relayer.database, { triedBefore, rowsMax: ACTS_AT_ONCE_MAX })
  if (acts.length === 0 || (await findUpToDateCursor(relayer)) === null) return false
  return changeEach(acts, (act) => sendAct(relayer, act))
}

async function sendAct(relayer: Relayer, act: ClearingAct): Promise<boolean> {
  const settlement = await readSettlement(relayer, act)
  const judged = judgeAct(act, settlement, relayer.clock.now())
  if (judged === 'in_effect') return endAct(relayer, act, null)
  if (judged !== 'possible') return endAct(relayer, act, judged)
  const call = await makeCall(relayer, act, settlement)
  const isChanged = await relayer.database.transaction(async (tx) => {
    const locked = await lockClearingAct(tx, act.id)
    if (locked?.state !== 'requested' || locked.triedAt?.getTime() !== act.triedAt?.getTime()) return false
    const tried: ClearingAct = { ...locked, triedAt: relayer.clock.now() }
    if (call === null) await saveClearingAct(tx, tried)
    else await saveClearingAct(tx, { ...tried, state: 'sent', callId: await openCall(relayer, tx, call) })
    return true
  })
  if (isChanged && call !== null) relayer.report({ name: 'clearing_act_sent', actId: act.id, kind: act.kind })
  return isChanged && call !== null
}

/** By the followed events alone. */
async function readSettlement({ database }: Relayer, { partnerId, month }: ClearingAct): Promise<Settlement> {
  const statement = await findStatementSummary(database, partnerId, month)
  assert(statement !== null, 'acts belong to a statement, and a statement stays')
  const position = positionOf(await listPositionEvents(database, partnerId, [month]))
  const monthClosedAt = (await listMonthClosings(database, [month])).get(month) ?? null
  return settlementOf(statement.positionMinor, { position, monthClosedAt })
}

/** The call that carries an act out; null while the partner's signer does not agree. */
async function makeCall(
  relayer: Relayer,
  { id, kind, month, partnerId, text, textHash }: ClearingAct,
  { position }: Settlement,
): Promise<Omit<OpenCall, 'id' | 'createdAt'> | null> {
  const { chain } = relayer
  if (kind === 'resolution') {
    const resolution = { name: 'resolve_dispute', month, partnerId, outcome: text ?? '' } as const
    return { kind: 'operator', name: resolution.name, partnerId, ...clearingCall(chain, resolution) }
  }
  assert(position !== null, 'what is possible has a position')
  const { minor, sequence } = position
  const act: PartnerAct = { kind, month, partnerId, minor, textHash, sequence }
  const signature = await askPartner(relayer, act, id)
  if (signature === null) return null
  return { kind: 'clearing', name: CALL_NAMES[kind], partnerId, ...partnerActCall(chain, act, signature) }
}

/** The signature of the partner's issuer key, checked here wherever it came from; null while there is none. */
async function askPartner(relayer: Relayer, act: PartnerAct, actId: string): Promise<string | null> {
  const partner = await findPartner(relayer.database, act.partnerId)
  assert(partner !== null, 'positions belong to a partner')
  try {
    const signer = await chooseSigner(relayer, partner, 'issuing')
    const typedData = partnerActTypedData(relayer.chain, act)
    const signature = await signer.signTypedData(typedData)
    if (await isTypedDataSigned(typedData, signature, signer.address)) return signature
    throw new Transient('The signer gave a signature that is not its own', null)
  } catch (error) {
    if (!(error instanceof Transient)) throw error
    relayer.report({ name: 'clearing_act_waits', actId, reason: error.message })
    return null
  }
}

async function endAct(relayer: Relayer, act: ClearingAct, failedReason: string | null): Promise<boolean> {
  const endedAt = relayer.clock.now()
  const isEnded = await relayer.database.transaction(async (tx) => {
    const locked = await lockClearingAct(tx, act.id)
    if (locked?.state !== 'requested') return false
    const state = failedReason === null ? 'done' : 'failed'
    await saveClearingAct(tx, { ...locked, state, failedReason, endedAt })
    return true
  })
  if (isEnded) reportEnd(relayer, act, failedReason)
  return isEnded
}

/** Tells how an act ended. */
export function reportEnd(
  relayer: Relayer,
  { id: actId, kind }: Pick<ClearingAct, 'id' | 'kind'>,
  reason: string | null,
): void {
  if (reason === null) relayer.report({ name: 'clearing_act_done', actId, kind })
  else relayer.report({ name: 'clearing_act_failed', actId, kind, reason })
}
