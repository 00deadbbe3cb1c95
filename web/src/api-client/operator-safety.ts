import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { asOperator } from './operator.ts'
import type { Proposal } from './operator-partners.ts'
import { dataOf } from './request.ts'

export type Powers = Schemas['Powers']
export type Power = Schemas['Power']
export type Operation = Schemas['Operation']
export type Recovery = Schemas['Recovery']
export type RecoveryOrder = Schemas['RecoveryOrder']
export type NewRecovery = Schemas['AnnounceRecovery']
export type MemberFreeze = Schemas['MemberFreeze']

const ofMember = (memberId: string) => ({ path: { memberId } })

/** Stops spending of a member's account, or lifts that again. */
export function changeFreeze(key: string, memberId: string, to: 'freeze' | 'unfreeze'): Promise<MemberFreeze> {
  return askOnce([to, memberId], (header) =>
    dataOf(asOperator(key).POST(`/v1/members/{memberId}/${to}`, { params: { ...ofMember(memberId), header } })),
  )
}

/** How the recovery of an account stands. */
export function readRecovery(key: string, memberId: string): Promise<Recovery> {
  return dataOf(asOperator(key).GET('/v1/recoveries/{memberId}', { params: ofMember(memberId) }))
}

/** What the new key signs for a recovery. */
export function readRecoveryOrder(key: string, memberId: string, toAccount: string): Promise<RecoveryOrder> {
  const params = { ...ofMember(memberId), query: { toAccount } }
  return dataOf(asOperator(key).GET('/v1/recoveries/{memberId}/order', { params }))
}

/** Announces a recovery that the new key has signed. */
export function announceRecovery(key: string, body: NewRecovery): Promise<Recovery | Proposal> {
  return askOnce(['announce', body], (header) =>
    dataOf(asOperator(key).POST('/v1/recoveries', { params: { header }, body })),
  )
}

/** Takes a recovery back, or carries it out once its wait is over. */
export function endRecovery(key: string, memberId: string, how: 'cancel' | 'complete'): Promise<Recovery> {
  return askOnce([how, memberId], (header) =>
    dataOf(asOperator(key).POST(`/v1/recoveries/{memberId}/${how}`, { params: { ...ofMember(memberId), header } })),
  )
}

/** What is paused and what is announced. */
export function readPowers(key: string): Promise<Powers> {
  return dataOf(asOperator(key).GET('/v1/powers'))
}

/** Pauses a power of the whole ledger, or lets it go on. */
export function changePause(
  key: string,
  { power, to, reason }: { power: Power['power']; to: 'pause' | 'resume'; reason: string },
): Promise<Power> {
  return askOnce([to, power, reason], (header) =>
    dataOf(asOperator(key).POST(`/v1/powers/{power}/${to}`, { params: { path: { power }, header }, body: { reason } })),
  )
}

/** Takes a call back that a delayed role has announced. */
export function cancelOperation(key: string, operationId: string): Promise<Operation> {
  return askOnce(['cancel operation', operationId], (header) =>
    dataOf(asOperator(key).POST('/v1/operations/{operationId}/cancel', { params: { path: { operationId }, header } })),
  )
}
