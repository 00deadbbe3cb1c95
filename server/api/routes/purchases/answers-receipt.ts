import { ReceiptResponse } from '../../schemas/purchases/batches.ts'

/** What the routes that answer a receipt have in common, whoever asks. */
export const answersReceipt = {
  description:
    'All that is needed to check an entry against the chain without asking us. There as soon as the entry is in a batch.',
  response: ReceiptResponse,
  refuses: ['receipt_unknown', 'receipt_pending'],
} as const
