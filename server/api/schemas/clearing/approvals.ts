import { z } from 'zod'

import { orNull, TimeOut, Uuid } from '../values.ts'
import { MonthOut } from './months.ts'

const StatementApprovals = z.union([z.literal(1), z.literal(2)]).meta({
  description: 'How many people confirm a statement. 2: one asks for it and another approves; keys confirm none',
})

export const ApprovalRequestResponse = z
  .object({
    approvalId: Uuid,
    kind: z.enum(['confirmation', 'single_approval']).meta({
      description: '`confirmation`: of a statement. `single_approval`: that one person is enough from now on',
    }),
    month: MonthOut.nullable(),
    reference: z.string().nullable().meta({ description: 'Of the payment; null of another kind' }),
    requestedBy: z.object({
      personId: Uuid,
      name: z.string().nullable().meta({ description: 'Null: removed since, so that it cannot be approved any more' }),
    }),
    requestedAt: TimeOut,
    expiresAt: TimeOut.meta({ description: 'It waits no longer than this' }),
  })
  .meta({ id: 'StatementApprovalRequest', description: 'What waits for a second person of the partner' })

export const ApprovalOrNull = orNull(ApprovalRequestResponse)

export const ApprovalsResponse = z
  .object({ statementApprovals: StatementApprovals, waiting: z.array(ApprovalRequestResponse) })
  .meta({ id: 'StatementApprovals' })

export const SetApprovalsBody = z
  .strictObject({ statementApprovals: StatementApprovals })
  .meta({ id: 'SetStatementApprovals', description: 'From 2 to 1 is only asked for: a second person must approve it' })
