import type { Schemas } from '../../../client/client.ts'
import type { Consent } from './account.ts'
import { dataOf, server } from './request.ts'

/** What a till asks the member to agree to. */
export type Approval = Schemas['Approval']

const link = (redemptionId: string, secret: string) => ({
  path: { redemptionId },
  header: { 'Entente-Approval': secret },
})

/** What the link of a till is about; its secret is proof enough to look. */
export function readApproval(redemptionId: string, secret: string): Promise<Approval> {
  return dataOf(server.GET('/v1/approvals/{redemptionId}', { params: link(redemptionId, secret) }))
}

/** Agrees by the link of a till. */
export function consentToApproval(redemptionId: string, secret: string, consent: Consent): Promise<Approval> {
  const params = link(redemptionId, secret)
  return dataOf(server.POST('/v1/approvals/{redemptionId}/consent', { params, body: consent }))
}

/** Says no by the link of a till; nothing more than the link is needed to free points. */
export function declineApproval(redemptionId: string, secret: string): Promise<Approval> {
  return dataOf(server.POST('/v1/approvals/{redemptionId}/decline', { params: link(redemptionId, secret) }))
}

/** What tills ask of the member who is signed in. */
export async function listApprovals(): Promise<Approval[]> {
  return (await dataOf(server.GET('/v1/me/approvals'))).data
}
