import { BATCH_HASH, PARTNER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

export const archiveExamples: OperationExamples = {
  listArchive: {
    answer: {
      data: [
        {
          logIndex: '0',
          batchHash: BATCH_HASH,
          partnerId: PARTNER_ID,
          firstEntry: '31',
          sha256: 'd1'.repeat(32),
          length: 4_812,
        },
      ],
      nextCursor: null,
    },
  },
}
