import { readRedemptionReceipt } from '../../../actions/redemptions/read-redemption-receipt.ts'
import { answersRedemptionReceipt } from './answers-redemption-receipt.ts'
import { route } from './deps.ts'
import { presentRedemptionReceipt } from './present-redemption-receipt.ts'

export const readRedemptionReceiptRoute = route({
  operation: 'readRedemptionReceipt',
  method: 'get',
  path: '/v1/redemptions/{redemptionId}/receipt',
  summary: 'Read the receipt of a redemption',
  ...answersRedemptionReceipt,
  caller: 'partner',
  scope: 'redemptions:write',
  orScope: 'ledger:read',
  handle: async ({ deps, caller: { partnerId }, params: { redemptionId } }) =>
    presentRedemptionReceipt(await readRedemptionReceipt(deps, { partnerId, redemptionId }), deps.redemptionAddress),
})
