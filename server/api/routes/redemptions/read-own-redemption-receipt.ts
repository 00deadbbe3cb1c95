import { readOwnRedemptionReceipt } from '../../../actions/redemptions/read-own-redemption-receipt.ts'
import { answersRedemptionReceipt } from './answers-redemption-receipt.ts'
import { route } from './deps.ts'
import { presentRedemptionReceipt } from './present-redemption-receipt.ts'

export const readOwnRedemptionReceiptRoute = route({
  operation: 'readOwnRedemptionReceipt',
  method: 'get',
  path: '/v1/me/redemptions/{redemptionId}/receipt',
  summary: 'Read the receipt of your own redemption',
  caller: 'member',
  ...answersRedemptionReceipt,
  handle: async ({ deps, caller: { memberId }, params: { redemptionId } }) =>
    presentRedemptionReceipt(await readOwnRedemptionReceipt(deps, { memberId, redemptionId }), deps.redemptionAddress),
})
