import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { asOperator, at } from './operator.ts'
import { dataOf } from './request.ts'
import type { Statement, StatementFormat, StatementSummary } from './statement.ts'

export type Dispute = Schemas['Dispute']
export type ClosedMonth = Schemas['ClosedMonth']

/** The last two years of a partner. */
const MONTHS_SHOWN = '24'

const atMonth = (partnerId: number, month: string) => ({ path: { ...at(partnerId).path, month } })

/** The newest statements of a partner. */
export async function listStatements(key: string, partnerId: number): Promise<StatementSummary[]> {
  const params = { ...at(partnerId), query: { limit: MONTHS_SHOWN } }
  return (await dataOf(asOperator(key).GET('/v1/partners/{partnerId}/statements', { params }))).data
}

/** A statement of a partner. */
export function readStatement(key: string, partnerId: number, month: string): Promise<Statement> {
  return dataOf(
    asOperator(key).GET('/v1/partners/{partnerId}/statements/{month}', { params: atMonth(partnerId, month) }),
  )
}

/** A statement as a file: the same bytes each time. */
export function readStatementFile(
  key: string,
  { partnerId, month, format }: { partnerId: number; month: string; format: StatementFormat },
): Promise<Blob> {
  const params = { ...atMonth(partnerId, month), query: { format } }
  // The file is handed on as it came, so nothing is made of its text.
  const asked = asOperator(key).GET('/v1/partners/{partnerId}/statements/{month}', { params, parseAs: 'blob' })
  return dataOf(asked as Promise<{ data: unknown }>) as Promise<Blob>
}

/** Issues the statements of a month. */
export function closeMonth(key: string, month: string): Promise<ClosedMonth> {
  return askOnce(['close', month], (header) =>
    dataOf(asOperator(key).POST('/v1/months/{month}/close', { params: { path: { month }, header } })),
  )
}

/** Records that a statement was paid. */
export function recordPayment(
  key: string,
  { partnerId, month, reference }: { partnerId: number; month: string; reference: string },
): Promise<Statement> {
  return askOnce(['payment', partnerId, month, reference], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/statements/{month}/payment', {
        params: { ...atMonth(partnerId, month), header },
        body: { reference },
      }),
    ),
  )
}

/** The positions that partners dispute, the longest first. */
export async function listDisputes(key: string): Promise<Dispute[]> {
  return (await dataOf(asOperator(key).GET('/v1/disputes'))).data
}

/** Ends a dispute. */
export function resolveDispute(
  key: string,
  { partnerId, month, outcome }: { partnerId: number; month: string; outcome: string },
): Promise<StatementSummary> {
  return askOnce(['resolve', partnerId, month, outcome], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/statements/{month}/dispute/resolution', {
        params: { ...atMonth(partnerId, month), header },
        body: { outcome },
      }),
    ),
  )
}
