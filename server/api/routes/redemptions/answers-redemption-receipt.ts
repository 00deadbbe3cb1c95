import { RedemptionReceiptResponse } from '../../schemas/redemptions/redemption-receipts.ts'

/** What the routes that answer the receipt of a redemption have in common, whoever asks. */
export const answersRedemptionReceipt = {
  description:
    'All that is needed to check a redemption, and what came back of it, against the chain without asking us. There as soon as the points are burned.',
  response: RedemptionReceiptResponse,
  refuses: ['redemption_unknown', 'redemption_not_burned'],
} as const
