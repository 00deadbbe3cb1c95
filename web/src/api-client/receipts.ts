import { request } from './request.ts'

/** A receipt of the member's own, as the server sends it; the check reads it field by field. */
export function readOwnReceipt(entryId: string): Promise<unknown> {
  return request(`/v1/me/receipts/${encodeURIComponent(entryId)}`)
}
