import {
  findCharityPayment,
  findCharityStatement,
  insertCharityPayment,
  lockCharity,
} from '../../database/charity-statements.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthText } from '../../domain/utc-days.ts'
import { isNewPayment } from './judge-payment.ts'
import { type CharityStatementView, readCharityStatement } from './read-charity-statement.ts'

/** Records that a charity was paid in full for a month. The same payment again changes nothing. */
export async function recordCharityPayment(
  { db, clock }: { db: Database; clock: Clock },
  { charityId, month, reference }: { charityId: string; month: number; reference: string },
): Promise<CharityStatementView> {
  await db.transaction(async (tx) => {
    if (!(await lockCharity(tx, charityId))) throw new Rejection('charity_unknown', { charityId })
    const statement = await findCharityStatement(tx, charityId, month)
    if (statement === null) throw new Rejection('statement_unknown', { charityId, month: monthText(month) })
    const paid = await findCharityPayment(tx, charityId, month)
    if (isNewPayment(statement, { paid, reference }))
      await insertCharityPayment(tx, { charityId, month, reference, recordedAt: clock.now() })
  })
  return readCharityStatement({ db }, { charityId, month })
}
