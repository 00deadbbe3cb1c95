import type { z } from 'zod'

import type { PurchaseOutcome } from '../../../actions/purchases/record-purchases.ts'
import type { StoredAnswer } from '../../../actions/requests/idempotency.ts'
import type { SlipOutcome } from '../../../actions/tills/file-slips.ts'
import type { Slip } from '../../../database/slips.ts'
import type { Till } from '../../../database/tills.ts'
import { answerOne } from '../../answer-submission.ts'
import { problemOf } from '../../problems.ts'
import {
  CollectedSlipResponse,
  type FiledSlipsResponse,
  type SlipResponse,
  type TillResponse,
} from '../../schemas/tills/tills.ts'

/** A till as its partner sees it. */
export function presentTill({ id, name, publicKey, registeredAt, revokedAt }: Till): z.input<typeof TillResponse> {
  return {
    tillId: id,
    name,
    publicKey,
    registeredAt: registeredAt.toISOString(),
    revokedAt: revokedAt && revokedAt.toISOString(),
  }
}

/** A slip as its partner sees it; its code is on the paper only. */
export function presentSlip(slip: Slip): z.input<typeof SlipResponse> {
  const { tillId, orderRef, currency, amountMinor, memberId, voidedAt } = slip
  return {
    tillId,
    orderRef,
    currency,
    amountMinor: String(amountMinor),
    state: memberId !== null ? 'collected' : voidedAt !== null ? 'voided' : 'open',
    occurredAt: slip.occurredAt.toISOString(),
    filedAt: slip.filedAt.toISOString(),
  }
}

function presentOutcome(outcome: SlipOutcome): z.input<typeof FiledSlipsResponse>['slips'][number] {
  if (outcome.status !== 'refused') return { outcome: outcome.status, orderRef: outcome.orderRef }
  const { code, title, status, details } = problemOf(outcome.rejection)
  return {
    outcome: 'refused',
    orderRef: outcome.orderRef,
    problem: { code, title, status, ...(details && { details }) },
  }
}

/** The outcomes of a list of slips, in the order of the request. */
export function presentOutcomes(outcomes: readonly SlipOutcome[]): z.input<typeof FiledSlipsResponse> {
  const count = (kind: string) => outcomes.filter(({ status }) => status === kind).length
  return {
    filed: count('filed'),
    repeated: count('repeated'),
    refused: count('refused'),
    slips: outcomes.map(presentOutcome),
  }
}

/** What a slip gave to a member who collected it. */
export function answerCollected(outcomes: readonly PurchaseOutcome[]): StoredAnswer {
  return answerOne(outcomes, ({ purchase }) => {
    const { id: purchaseId, partnerId, currency, amountMinor, points, occurredAt } = purchase
    const facts = { purchaseId, partnerId, currency, amountMinor: String(amountMinor), points: String(points) }
    return CollectedSlipResponse.parse({ ...facts, occurredAt: occurredAt.toISOString() })
  })
}
