import type { z } from 'zod'

import { fileStatement, type StatementView, STATEMENT_TYPES } from '../../../actions/clearing/read-statement.ts'
import type { SummaryView } from '../../../actions/clearing/list-statements.ts'
import type { SettlementView } from '../../../actions/clearing/read-settlements.ts'
import type { StatementPayment } from '../../../database/statements.ts'
import { DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import { monthText } from '../../../domain/utc-days.ts'
import { Answer } from '../../route.ts'
import { presentApproval } from './present-approval.ts'
import { type SettlementResponse, StatementResponse, type STATEMENTS } from '../../schemas/clearing/statements.ts'

/** Media types of a statement besides JSON. */
export const STATEMENT_FILES = Object.values(STATEMENT_TYPES)

/** A statement in the format that was asked for. */
export async function presentStatement(view: StatementView, format: 'json' | 'csv' | 'pdf'): Promise<Answer> {
  if (format === 'json') return new Answer(200, statementOf(view), false)
  const { number } = view.statement
  const headers = {
    'Content-Type': STATEMENT_TYPES[format],
    'Content-Disposition': `attachment; filename="${number}.${format}"`,
  }
  return new Answer(200, await fileStatement(view, format), false, headers)
}

/** A statement as JSON, with what each figure means. */
export function statementOf(view: StatementView): z.output<typeof StatementResponse> {
  const { statement, signer, signature, issuedAt, payment, settlement } = view
  return StatementResponse.parse({
    statement,
    signer,
    signature,
    issuedAt: issuedAt.toISOString(),
    payment: paymentOf(payment),
    settlement: presentSettlement(settlement),
    definitions: DEFINITIONS,
  })
}

/** A statement in a list. */
export function presentSummary(summary: SummaryView): z.input<typeof STATEMENTS.response>['data'][number] {
  const { partnerId, month, number, payableMinor, currency, dueCurrency, dueMinor } = summary
  const { issuedAt, payment, settlement } = summary
  return {
    partnerId,
    month: monthText(month),
    number,
    payableMinor: String(payableMinor),
    currency,
    due: { currency: dueCurrency, payableMinor: dueMinor },
    issuedAt: issuedAt.toISOString(),
    payment: paymentOf(payment),
    settlement: presentSettlement(settlement),
  }
}

function presentSettlement({
  state,
  position,
  isDifferent,
  disputeUntil,
  disputeReason,
  disputeOutcome,
  lastAct,
  approval,
}: SettlementView): z.input<typeof SettlementResponse> {
  return {
    state,
    netMinor: position === null ? null : String(position.minor),
    isDifferent,
    marks: position?.marks ?? { partner: null, operator: null },
    disputeUntil: disputeUntil?.toISOString() ?? null,
    disputedAt: position?.dispute?.since.toISOString() ?? null,
    disputeReason,
    disputeOutcome,
    approval: approval && presentApproval(approval),
    lastAct: lastAct && {
      kind: lastAct.kind,
      state: lastAct.state,
      text: lastAct.text,
      failedReason: lastAct.failedReason,
      requestedAt: lastAct.requestedAt.toISOString(),
    },
  }
}

function paymentOf(payment: StatementPayment | null) {
  return payment && { reference: payment.reference, recordedAt: payment.recordedAt.toISOString() }
}
