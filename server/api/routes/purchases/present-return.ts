import type { z } from 'zod'

import type { StoredAnswer } from '../../../actions/requests/idempotency.ts'
import type { ReturnView } from '../../../actions/purchases/return-view.ts'
import type { RecordedReturn, ReturnOutcome } from '../../../actions/purchases/record-returns.ts'
import { answerOne } from '../../answer-submission.ts'
import { presentEntry } from './present-entry.ts'
import { ReturnResponse, type ReadReturnResponse } from '../../schemas/purchases/returns.ts'

/** The facts of a return, with the state that it has when it is accepted. */
function presentReturn({ return: found, allocations }: RecordedReturn): z.input<typeof ReturnResponse> {
  return {
    returnId: found.id,
    partnerId: found.partnerId,
    memberId: found.memberId,
    returnRef: found.returnRef,
    orderRef: found.orderRef,
    locationId: found.locationId,
    currency: found.currency,
    amountMinor: String(found.amountMinor),
    unmatchedMinor: String(found.unmatchedMinor),
    points: String(found.points),
    state: found.points > 0n ? 'accepted' : 'no_points',
    allocations: allocations.map(({ purchaseId, orderRef, amountMinor, points }) => ({
      purchaseId,
      orderRef,
      amountMinor: String(amountMinor),
      points: String(points),
    })),
    metadata: { ...found.metadata },
    occurredAt: found.occurredAt.toISOString(),
    recordedAt: found.recordedAt.toISOString(),
  }
}

/** The answer to a recorded return: 201 when it is new, 200 when it was there. A refusal is thrown. */
export function answerReturn(outcomes: readonly ReturnOutcome[]): StoredAnswer {
  return answerOne(outcomes, (accepted) => ReturnResponse.parse(presentReturn(accepted)))
}

/** A return with its state and entries. */
export function presentReturnView(view: ReturnView): z.input<typeof ReadReturnResponse> {
  const { state, parkedReason } = view
  return { ...presentReturn(view), state, parkedReason, entries: view.entries.map(presentEntry) }
}
