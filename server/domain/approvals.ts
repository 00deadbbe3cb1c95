import { scopesOfRole, type PersonRole } from './people.ts'
import { Rejection } from './rejection.ts'

/** A request that nobody decided on ends after so long. */
export const APPROVAL_MS_MAX = 72 * 3_600_000

/** What can need a second person of a partner: confirming a statement, and that one person is enough again. */
export type ApprovalKind = 'confirmation' | 'single_approval'

/** How many people confirm a statement. */
export type StatementApprovals = 1 | 2

/** What decides about a request of this moment. */
interface Requested {
  readonly state: 'waiting' | 'approved' | 'rejected'
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly expiresAt: Date
}

/** Somebody of the partner who was not removed. */
interface Somebody {
  readonly id: string
  readonly role: PersonRole
  readonly joinedAt: Date | null
}

/** Whether somebody may confirm statements, and so approve that others do. */
export function mayConfirm({ role, joinedAt }: Pick<Somebody, 'role' | 'joinedAt'>): boolean {
  return joinedAt !== null && scopesOfRole(role).includes('clearing:write')
}

/** Whether a request still waits. */
export function isWaiting({ state, expiresAt }: Pick<Requested, 'state' | 'expiresAt'>, now: Date): boolean {
  return state === 'waiting' && expiresAt > now
}

/** Refuses a request that is decided, or that nobody decided on in time. */
export function refuseClosed(request: Requested, now: Date): void {
  if (isWaiting(request, now)) return
  throw new Rejection('approval_closed', { state: request.state === 'waiting' ? 'expired' : request.state })
}

/** Refuses an approval by one person of two: `people` are all of the partner who were not removed. */
export function refuseAlone(request: Requested, approverId: string, people: readonly Somebody[]): void {
  const requester = people.find(({ id }) => id === request.requestedBy)
  // Nothing is done for somebody who may not do it any longer.
  if (requester === undefined || !mayConfirm(requester))
    throw new Rejection('approval_closed', { state: 'requester_gone' })
  const approver = people.find(({ id }) => id === approverId)
  if (approver === undefined) throw new Rejection('signed_out')
  const { joinedAt } = approver
  // Whoever was let in for this approval would be the same person twice.
  if (approverId === request.requestedBy || joinedAt === null || joinedAt > request.requestedAt)
    throw new Rejection('approval_by_requester')
}
