import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findStatement, findStatementPayment, insertStatementPayment } from '../../database/statements.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthText } from '../../domain/utc-days.ts'
import { isNewPayment } from './judge-payment.ts'
import { readStatement, type StatementView } from './read-statement.ts'

/** Records that a statement was paid in full. The same payment again changes nothing. */
export async function recordStatementPayment(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, month, reference }: { partnerId: number; month: number; reference: string },
): Promise<StatementView> {
  await db.transaction(async (tx) => {
    if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
    const statement = await findStatement(tx, partnerId, month)
    if (statement === null) throw new Rejection('statement_unknown', { partnerId, month: monthText(month) })
    const paid = await findStatementPayment(tx, partnerId, month)
    if (isNewPayment(statement, { paid, reference }))
      await insertStatementPayment(tx, { partnerId, month, reference, recordedAt: clock.now() })
  })
  return readStatement({ db }, { partnerId, month })
}
