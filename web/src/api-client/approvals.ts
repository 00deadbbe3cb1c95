import type { z } from 'zod'

import type { ApprovalResponse } from '../../../server/api/schemas/redemptions/redemptions.ts'
import type { Consent } from './account.ts'
import { request } from './request.ts'

/** What a till asks the member to agree to. */
export type Approval = z.output<typeof ApprovalResponse>

const approvalPath = (redemptionId: string): string => `/v1/approvals/${encodeURIComponent(redemptionId)}`

/** What the link of a till is about; its secret is proof enough to look. */
export function readApproval(redemptionId: string, secret: string): Promise<Approval> {
  return request(approvalPath(redemptionId), { headers: { 'Entente-Approval': secret } })
}

/** Agrees by the link of a till. */
export function consentToApproval(redemptionId: string, secret: string, consent: Consent): Promise<Approval> {
  return request(`${approvalPath(redemptionId)}/consent`, {
    method: 'POST',
    body: consent,
    headers: { 'Entente-Approval': secret },
  })
}

/** Says no by the link of a till; nothing more than the link is needed to free points. */
export function declineApproval(redemptionId: string, secret: string): Promise<Approval> {
  return request(`${approvalPath(redemptionId)}/decline`, { method: 'POST', headers: { 'Entente-Approval': secret } })
}

/** What tills ask of the member who is signed in. */
export async function listApprovals(): Promise<Approval[]> {
  return (await request<{ data: Approval[] }>('/v1/me/approvals')).data
}
