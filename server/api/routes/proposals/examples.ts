import { PARTNER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const WAITING = {
  proposalId: '01900000-0000-7000-8000-0000000000f1',
  state: 'waiting',
  operation: 'changeAllowance',
  target: { partnerId: String(PARTNER_ID) },
  body: { change: 'raise', points: '500000' },
  proposedBy: '0123456789abcdef',
  decidedBy: null,
  problem: null,
  createdAt: '2026-11-23T10:15:00.000Z',
  expiresAt: '2026-11-26T10:15:00.000Z',
  decidedAt: null,
}
const DECIDED = { ...WAITING, decidedBy: 'fedcba9876543210', decidedAt: '2026-11-23T11:02:00.000Z' }

const NEW_KEY = {
  ...DECIDED,
  state: 'done',
  operation: 'issueOperatorKey',
  target: {},
  body: { label: 'Paul, allowances', scopes: ['operator:allowances'] },
}

export const proposalsExamples: OperationExamples = {
  listProposals: { answer: { data: [WAITING], nextCursor: null } },
  readProposal: { answer: WAITING },
  approveProposal: { answer: { ...DECIDED, state: 'done' } },
  rejectProposal: { answer: { ...DECIDED, state: 'rejected' } },
  carryOutProposal: {
    answer: { proposal: NEW_KEY, answer: { keyId: '00112233445566ff', apiKey: 'ent_00112233445566ff_...' } },
  },
}
