import { dataOf, server } from './request.ts'

/** A receipt of the member's own, as the server sends it; the check reads it field by field. */
export function readOwnReceipt(entryId: string): Promise<unknown> {
  return dataOf(server.GET('/v1/me/receipts/{entryId}', { params: { path: { entryId } } }))
}

/** The receipt of a redemption of the member's own. */
export function readOwnRedemptionReceipt(redemptionId: string): Promise<unknown> {
  return dataOf(server.GET('/v1/me/redemptions/{redemptionId}/receipt', { params: { path: { redemptionId } } }))
}
