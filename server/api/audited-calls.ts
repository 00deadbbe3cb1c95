import { type CallFacts, type CallRecord, startRecord } from '../actions/audit/record-call.ts'
import { refuseAlone } from '../actions/proposals/second-person-needed.ts'
import type { Caller, KeyCaller } from '../auth/callers.ts'
import type { Transaction } from '../database/engine/client.ts'
import type { PartnerScope } from '../domain/scopes.ts'
import type { HttpDeps } from './deps.ts'
import type { Answer, RouteFacts } from './route.ts'
import { problemToSend } from './send-problem.ts'

/** What tills and shops do all day. Whatever else changes something with a partner's key is work of its back office. */
const TILL_SCOPES: readonly PartnerScope[] = [
  'purchases:write',
  'returns:write',
  'members:read',
  'members:write',
  'ledger:read',
  'redemptions:write',
]

/** Whether the calls of a route are in the audit log: all of operators, and what back offices of partners change. */
export function isAudited({ caller, method, scope, isTillWork, isOfficeWork }: RouteFacts): boolean {
  if (caller === 'operator') return true
  if (caller !== 'partner' || method === 'get' || isTillWork === true) return false
  return isOfficeWork === true || scope === undefined || !TILL_SCOPES.includes(scope)
}

/** Whether a call is: of people of partners everything but what only reads by GET, whatever tills do all day. */
export function isCallAudited(route: RouteFacts, by: Caller | null): boolean {
  const isOfPartners = route.caller === 'partner' || route.caller === 'person'
  const isByPerson = isOfPartners && by?.kind === 'partner' && by.person !== null
  return isByPerson ? route.method !== 'get' : isAudited(route)
}

/** A call that is to be written down. */
export interface AuditedCall {
  readonly caller: KeyCaller
  readonly requestId: string
}

type Check = (tx: Transaction, facts: CallFacts) => Promise<void>

/** Begins the record of a call. */
export function recordOf(http: HttpDeps, route: RouteFacts, call: AuditedCall, check?: Check): CallRecord {
  const { caller, requestId } = call
  const { kind: callerKind, keyId, label: keyLabel } = caller
  const partnerId = caller.kind === 'partner' ? caller.partnerId : null
  const { operation, status } = route
  return startRecord(http, { callerKind, keyId, keyLabel, partnerId, operation, requestId, status }, check)
}

/** The check that one person may do alone what the call does. */
export function aloneCheck({ clock, fourEyes }: HttpDeps, route: RouteFacts): Check | undefined {
  if (route.fourEyes === undefined) return undefined
  return (tx, { power, raises }) => refuseAlone(tx, fourEyes, { power, raises, now: clock.now() })
}

/** Carries a call out and writes it down, however it ends; what could not be written down is not answered. */
export async function answerRecorded(record: CallRecord, run: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer
  try {
    answer = await run()
  } catch (error) {
    const { status, code } = problemToSend(error)
    await record.finish({ status, problem: code })
    throw error
  }
  await record.finish({ status: answer.status, problem: null })
  return answer
}
