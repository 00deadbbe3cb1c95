import type { z } from 'zod'

import type { CharityStatementView } from '../../../actions/clearing/read-charity-statement.ts'
import type { CharityPayment, CharityStatementSummary } from '../../../database/charity-statements.ts'
import { charityStatementCsv } from '../../../domain/clearing/charity-statement.ts'
import { CHARITY_DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import { monthText } from '../../../domain/utc-days.ts'
import { Answer } from '../../route.ts'
import { type CHARITY_STATEMENTS, CharityStatementResponse } from '../../schemas/clearing/charity-statements.ts'

const CSV = 'text/csv; charset=utf-8'

/** Media types of a charity's statement besides JSON. */
export const CHARITY_STATEMENT_FILES = [CSV]

/** A charity's statement in the format that was asked for. */
export function presentCharityStatement(view: CharityStatementView, format: 'json' | 'csv'): Answer {
  if (format === 'json') return new Answer(200, charityStatementOf(view), false)
  const headers = {
    'Content-Type': CSV,
    'Content-Disposition': `attachment; filename="${view.statement.number}.csv"`,
  }
  return new Answer(200, Buffer.from(charityStatementCsv(view), 'utf8'), false, headers)
}

/** A charity's statement as JSON, with what each figure means. */
export function charityStatementOf(view: CharityStatementView): z.output<typeof CharityStatementResponse> {
  const { statement, signer, signature, issuedAt, payment } = view
  return CharityStatementResponse.parse({
    statement,
    signer,
    signature,
    issuedAt: issuedAt.toISOString(),
    payment: paymentOf(payment),
    definitions: CHARITY_DEFINITIONS,
  })
}

/** A charity's statement in a list. */
export function presentCharitySummary(
  summary: CharityStatementSummary,
): z.input<typeof CHARITY_STATEMENTS.response>['data'][number] {
  const { charityId, month, number, payableMinor, currency, issuedAt, payment } = summary
  return {
    charityId,
    month: monthText(month),
    number,
    payableMinor: String(payableMinor),
    currency,
    issuedAt: issuedAt.toISOString(),
    payment: paymentOf(payment),
  }
}

function paymentOf(payment: CharityPayment | null) {
  return payment && { reference: payment.reference, recordedAt: payment.recordedAt.toISOString() }
}
