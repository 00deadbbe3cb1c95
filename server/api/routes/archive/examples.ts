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
  listAuditReports: {
    answer: {
      data: [
        {
          name: 'audit-2026-10',
          chainId: 31_337,
          blockTime: '2026-11-01T00:00:00.000Z',
          summary: {
            token: '0x71c7656ec7ab88b098defb751b7401b5f6d8976f',
            fromBlock: '1',
            toBlock: '5821',
            blockHash: `0x${'b1'.repeat(32)}`,
            reportHash: `0x${'7e'.repeat(32)}`,
            findings: '0',
            notChecked: '1',
          },
          signer: '0x2546bcd3c84621e976d8185a91a922ae77ecec30',
          signature: `0x${'5a'.repeat(65)}`,
          hasPdf: true,
        },
      ],
      nextCursor: null,
    },
  },
}
