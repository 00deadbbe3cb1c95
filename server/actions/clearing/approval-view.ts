import { type ApprovalRequest } from '../../database/approvals.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPeopleOfPartner } from '../../database/people.ts'

/** What waits for a second person of a partner, and who asked for it. */
export interface ApprovalView {
  readonly request: ApprovalRequest
  /** Null once they were removed. */
  readonly requesterName: string | null
}

/** Adds the names of those who asked. */
export async function viewApprovals(
  reader: Reader,
  partnerId: number,
  requests: readonly ApprovalRequest[],
): Promise<ApprovalView[]> {
  if (requests.length === 0) return []
  const people = await listPeopleOfPartner(reader, partnerId)
  return requests.map((request) => ({
    request,
    requesterName: people.find(({ id }) => id === request.requestedBy)?.name ?? null,
  }))
}
