import type { ApprovalKind, StatementApprovals } from '../domain/approvals.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { lockRow } from './engine/lock-row.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'
import type { ApprovalPolicyModel, ApprovalRequestModel } from './generated/models.ts'

/** How many people of a partner confirm its statements. */
export type ApprovalPolicy = Narrow<ApprovalPolicyModel, { statementApprovals: StatementApprovals }>

/** What one person of a partner asked for and another must approve. */
export type ApprovalRequest = Narrow<
  ApprovalRequestModel,
  { kind: ApprovalKind; state: 'waiting' | 'approved' | 'rejected' }
>

declare module './engine/tables.ts' {
  interface Rows {
    approval_policy: ApprovalPolicy
    approval_request: ApprovalRequest
  }
}

/** How many people of a partner confirm its statements: one, unless it asked for two. */
export async function readStatementApprovals(reader: Reader, partnerId: number): Promise<StatementApprovals> {
  const row = (await reader.approvalPolicy.findUnique({ where: { partnerId } })) as ApprovalPolicy | null
  return row?.statementApprovals ?? 1
}

/** Stores how many there are. The caller has locked the partner. */
export async function saveApprovalPolicy(tx: Transaction, policy: ApprovalPolicy): Promise<void> {
  await saveRows(tx, 'approval_policy', [policy])
}

/** The requests of a partner on which nobody has decided, oldest first; expired ones as well. */
export async function listUndecidedApprovals(reader: Reader, partnerId: number): Promise<ApprovalRequest[]> {
  return (await reader.approvalRequest.findMany({
    where: { partnerId, state: 'waiting' },
    orderBy: { seq: 'asc' },
  })) as ApprovalRequest[]
}

/** Locks a request until the transaction ends; null where there is none of this id. */
export async function lockApproval(tx: Transaction, id: string): Promise<ApprovalRequest | null> {
  return lockRow(tx, 'approval_request', id, { skipLocked: false })
}

/** Stores a new request. The caller has locked the partner. */
export async function insertApproval(tx: Transaction, request: NewRow<'approval_request'>): Promise<void> {
  await insertNewRows(tx, 'approval_request', [request], `the request ${request.id} is new`)
  noteMade(tx, { approvalId: request.id })
}

/** Stores requests that were decided on. The caller has locked the partner. */
export async function saveApprovals(tx: Transaction, requests: readonly ApprovalRequest[]): Promise<void> {
  await saveRows(tx, 'approval_request', requests)
}
