import type { z } from 'zod'

import type { Changed, KeyedChange } from '../../../actions/redemptions/change-redemptions.ts'
import type { RedemptionDetails } from '../../../actions/redemptions/list-redemption-details.ts'
import { type ApprovalDeps, approvalOf } from '../../../actions/redemptions/read-approval.ts'
import type { Json, StoredAnswer } from '../../../actions/requests/idempotency.ts'
import type { Reader } from '../../../database/engine/client.ts'
import { Answer, type RequestMark } from '../../route.ts'
import { ApprovalResponse, RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'
import { presentApproval, presentRedemption } from './present-redemption.ts'

type Change = (keyed: KeyedChange | null) => Promise<Changed>
type Show = (
  redemption: RedemptionDetails,
  reader: Reader,
) => Promise<z.output<typeof RedemptionResponse | typeof ApprovalResponse>>

/** Has a redemption changed, and answers with it; a repetition is answered as the first time. */
export async function answerRedemption(
  { db }: { db: Reader },
  mark: RequestMark | null,
  change: Change,
): Promise<Answer> {
  return answerChange(db, mark, change, (redemption) =>
    Promise.resolve(RedemptionResponse.parse(presentRedemption(redemption))),
  )
}

/** The same for whoever has the approval link, who is answered with what the link shows. */
export async function answerApproval(deps: ApprovalDeps, mark: RequestMark | null, change: Change): Promise<Answer> {
  return answerChange(deps.db, mark, change, async (redemption, reader) =>
    ApprovalResponse.parse(presentApproval(await approvalOf({ ...deps, db: reader }, redemption))),
  )
}

async function answerChange(db: Reader, mark: RequestMark | null, change: Change, show: Show): Promise<Answer> {
  const present = async (redemption: RedemptionDetails, reader: Reader): Promise<StoredAnswer> => ({
    status: 200,
    body: (await show(redemption, reader)) as Json,
  })
  const changed = await change(mark && { ...mark, present })
  if (changed.status === 'answered_before') return new Answer(200, changed.answer.body, true)
  const { status, body } = await present(changed.redemption, db)
  return new Answer(status, body, false)
}
