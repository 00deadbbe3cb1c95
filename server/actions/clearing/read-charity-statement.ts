import { findCharityPayment, type CharityPayment, findCharityStatement } from '../../database/charity-statements.ts'
import { listCharitiesByIds } from '../../database/charities.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { CharityStatementJson, SignedCharityStatement } from '../../domain/clearing/charity-statement.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthText } from '../../domain/utc-days.ts'

/** A charity's statement as it was signed, and whether it was paid. */
export interface CharityStatementView extends SignedCharityStatement {
  readonly issuedAt: Date
  readonly payment: CharityPayment | null
}

/** Reads a charity's statement of a month (months since 1970-01, UTC). */
export async function readCharityStatement(
  { db }: { db: Reader },
  { charityId, month }: { charityId: string; month: number },
): Promise<CharityStatementView> {
  await refuseUnknownCharity(db, charityId)
  const stored = await findCharityStatement(db, charityId, month)
  if (stored === null) throw new Rejection('statement_unknown', { charityId, month: monthText(month) })
  const { document, signer, signature, issuedAt } = stored
  const payment = await findCharityPayment(db, charityId, month)
  return { statement: JSON.parse(document) as CharityStatementJson, signer, signature, issuedAt, payment }
}

/** Refuses the id of no charity. */
export async function refuseUnknownCharity(reader: Reader, charityId: string): Promise<void> {
  if ((await listCharitiesByIds(reader, [charityId])).length === 0)
    throw new Rejection('charity_unknown', { charityId })
}
