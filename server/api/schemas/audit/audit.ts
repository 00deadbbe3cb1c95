import { z } from 'zod'

import { BY_SEQUENCE, isPeriod, listOf, period, PERIOD_FAULT } from '../pagination.ts'
import { KeyId, NumberOut, PartnerNumber, PartnerNumberText, PointsOut, TimeOut, Uuid } from '../values.ts'

/** Entries on one page: the log is read whole to verify it. */
export const AUDIT_ENTRIES_PER_PAGE_MAX = 500

const Hash = z.string().meta({ pattern: '^[0-9a-f]{64}$' })
const Said = z.record(z.string(), z.unknown())

const facts = {
  number: NumberOut.meta({ description: '1, 2, 3 ... without a gap' }),
  at: TimeOut,
  operation: z
    .string()
    .meta({ description: 'As in this document; `issueFirstOperatorKey` and `setFourEyes` are of the server itself' }),
  target: Said.meta({ description: 'What the call is about: the ids in its path, and of what it made' }),
  kept: Said.meta({ description: 'What is kept of the body. Never a secret, nothing about a person' }),
  amount: PointsOut.nullable().meta({ description: 'Points that the call is about' }),
  status: z.int().meta({ description: 'Of the answer' }),
  problem: z.string().nullable().meta({ description: 'The `code` of the problem' }),
  changed: z.boolean().meta({
    description: 'The entry was stored in one transaction with what the call changed; false: it changed nothing',
  }),
  proposalId: Uuid.nullable().meta({ description: 'The proposal that the call became, or that it carried out' }),
}

export const AuditEntryResponse = z
  .object({
    ...facts,
    caller: z.object({
      kind: z.enum(['operator', 'partner', 'server']),
      keyId: z.string().nullable(),
      label: z.string().nullable(),
    }),
    partnerId: PartnerNumber.nullable().meta({ description: 'The partner that called, or that the call is about' }),
    raises: PointsOut.nullable().meta({ description: 'Points that count towards FOUR_EYES_ALLOWANCE_MAX' }),
    requestDigest: z.string().nullable().meta({
      description: 'HMAC-SHA-256 of the hash of the body, with a key of the server; null: no body',
    }),
    requestId: z.string(),
    previousHash: Hash.meta({ description: 'The `hash` of the entry before; 64 zeros for the first' }),
    hash: Hash.meta({ description: 'SHA-256 of the entry without this field, as RFC 8785 writes it' }),
  })
  .meta({ id: 'AuditEntry' })

export const OwnAuditEntryResponse = z
  .object({
    ...facts,
    caller: z.object({
      kind: z.enum(['operator', 'partner', 'server']),
      keyId: z.string().nullable().meta({ description: 'Of your own keys' }),
      label: z.string().nullable(),
    }),
  })
  .meta({ id: 'OwnAuditEntry' })

export const AUDIT_ENTRIES = listOf({
  name: 'AuditEntries',
  item: AuditEntryResponse,
  place: BY_SEQUENCE,
  rowsMax: AUDIT_ENTRIES_PER_PAGE_MAX,
})

export const OWN_AUDIT_ENTRIES = listOf({
  name: 'OwnAuditEntries',
  item: OwnAuditEntryResponse,
  place: BY_SEQUENCE,
})

export const AuditEntriesQuery = z
  .strictObject({
    ...AUDIT_ENTRIES.query,
    ...period,
    partnerId: PartnerNumberText.optional(),
    keyId: KeyId.optional(),
    operation: z
      .string()
      .regex(/^[a-zA-Z]{1,60}$/, 'must be the name of an operation')
      .optional()
      .meta({ example: 'changeAllowance' }),
    order: z.enum(['newest_first', 'oldest_first']).default('newest_first'),
  })
  .refine(isPeriod, PERIOD_FAULT)
