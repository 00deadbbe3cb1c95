import { z } from 'zod'

import { BY_TIME, listOf } from '../pagination.ts'
import { TimeOut, Uuid } from '../values.ts'

export const ProposalResponse = z
  .object({
    proposalId: Uuid,
    state: z.enum(['waiting', 'approved', 'done', 'failed', 'rejected', 'expired']).meta({
      description:
        'An approved one is carried out at once, unless its answer has a secret: that is for whoever proposed, who carries it out',
    }),
    operation: z.string().meta({ example: 'changeAllowance' }),
    target: z.record(z.string(), z.unknown()).meta({ description: 'The ids in its path' }),
    body: z.unknown().meta({ description: 'The body as it was sent: this is what is approved' }),
    proposedBy: z.string().meta({ description: 'Id of the key', example: '0123456789abcdef' }),
    decidedBy: z.string().nullable().meta({ description: 'Id of the key of the second person' }),
    problem: z.string().nullable().meta({ description: 'Why it failed: the `code` of the problem' }),
    createdAt: TimeOut,
    expiresAt: TimeOut,
    decidedAt: TimeOut.nullable(),
  })
  .meta({ id: 'Proposal', description: 'A call that one person may not make alone' })

export const CarriedOutResponse = z
  .object({
    proposal: ProposalResponse,
    answer: z.unknown().meta({ description: 'What its own operation answers; null where it failed' }),
  })
  .meta({ id: 'CarriedOut' })

export const PROPOSALS = listOf({ name: 'Proposals', item: ProposalResponse, place: BY_TIME })

export const ProposalsQuery = z.strictObject({
  ...PROPOSALS.query,
  state: z.enum(['waiting']).optional().meta({ description: 'Only those on which somebody can still decide' }),
})
