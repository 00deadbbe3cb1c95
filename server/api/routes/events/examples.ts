import type { OperationExamples } from '../../operation-example.ts'

export const eventsExamples: OperationExamples = {
  listEvents: {
    answer: {
      data: [
        {
          id: 'evt_42',
          type: 'accrual.accepted',
          timestamp: '2026-11-23T10:15:01.000Z',
          data: { purchaseId: '0199a7c2-7b7e-7c3e-8a4d-2f6f5f3f9a10', orderRef: 'T1-2026-000123', points: '19' },
        },
      ],
      nextCursor: 'evt_42',
    },
  },
}
