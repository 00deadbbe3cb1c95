import type { Schemas } from '../../../client/client.ts'

/** What a statement says. The client reads a tuple as an array. */
export type StatementContent = Omit<Schemas['StatementContent'], 'legs'> & {
  legs: Schemas['StatementContent']['legs'][number][]
}

/** A statement of a partner's month, as the partner and the operator read it. */
export type Statement = Omit<Schemas['Statement'], 'statement'> & { statement: StatementContent }
export type StatementSummary = Schemas['StatementSummary']
export type Settlement = Schemas['Settlement']

/** What is paid for a statement; before its third format, in the currency that it is in. */
export function dueOf({ due, currency, totals }: StatementContent): { currency: string; payableMinor: string } {
  return due ?? { currency, payableMinor: totals.payableMinor }
}

export const STATEMENT_FORMATS = ['pdf', 'csv', 'json'] as const
export type StatementFormat = (typeof STATEMENT_FORMATS)[number]
