import { ACCOUNT, CONTRACTS, MEMBER_ID, PARTNER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const NEVER_PAUSED = { power: 'redeeming', paused: false, onChain: null, asked: null }

const ASKED = {
  paused: true,
  at: '2026-11-23T10:15:00.000Z',
  keyId: '0123456789abcdef',
  keyLabel: 'Marie, on call',
  reason: 'stolen key at partner 3',
  state: 'open',
  failedReason: null,
}

const PAUSED = { power: 'issuing', paused: true, onChain: null, asked: ASKED }

const OPERATION = {
  operationId: `0x${'0d'.repeat(32)}`,
  announcedAt: '2026-11-23T10:00:00.000Z',
  dueAt: '2026-11-25T10:00:00.000Z',
  expiresAt: '2026-12-02T10:00:00.000Z',
  caller: `0x${'ad'.repeat(20)}`,
  target: CONTRACTS.registry,
  data: '0x9e8c708e',
  call: { contract: 'PartnerRegistry', function: 'retire', args: { id: String(PARTNER_ID) } },
  transactionHash: `0x${'7a'.repeat(32)}`,
}

export const powersExamples: OperationExamples = {
  readPowers: { answer: { powers: [PAUSED, NEVER_PAUSED], operations: [OPERATION] } },
  pausePower: { body: { reason: ASKED.reason }, answer: PAUSED },
  resumePower: {
    body: { reason: 'the key is replaced' },
    answer: { ...PAUSED, paused: false, asked: { ...ASKED, paused: false, reason: 'the key is replaced' } },
  },
  cancelOperation: { answer: OPERATION },
  freezeMember: { answer: { memberId: MEMBER_ID, account: ACCOUNT } },
  unfreezeMember: { answer: { memberId: MEMBER_ID, account: ACCOUNT } },
}
