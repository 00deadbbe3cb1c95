import { PARTNER_ID, RECORDED_AT } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const CALLER = { kind: 'operator', keyId: '0123456789abcdef', label: 'Marie, allowances' }

const FACTS = {
  number: '42',
  at: RECORDED_AT,
  operation: 'changeAllowance',
  target: { partnerId: String(PARTNER_ID) },
  kept: { change: 'raise' },
  amount: '5000',
  status: 202,
  problem: null,
  changed: true,
  proposalId: null,
}

const ENTRY = {
  ...FACTS,
  caller: CALLER,
  partnerId: PARTNER_ID,
  raises: '5000',
  requestDigest: 'd1'.repeat(32),
  requestId: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f',
  previousHash: '41'.repeat(32),
  hash: '42'.repeat(32),
}

export const auditExamples: OperationExamples = {
  listAuditEntries: { answer: { data: [ENTRY], nextCursor: null } },
  listOwnAuditEntries: {
    answer: { data: [{ ...FACTS, caller: { kind: 'operator', keyId: null, label: null } }], nextCursor: null },
  },
}
