import { Rejection } from '../domain/rejection.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { CharityModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** Whom members may give points to. */
export type Charity = Readonly<CharityModel>

declare module './engine/tables.ts' {
  interface Rows {
    charity: Charity
  }
}

/** Lists a new charity; a name is listed once. */
export async function insertCharity(tx: Transaction, charity: Charity): Promise<Charity> {
  const [inserted] = await insertRows(tx, 'charity', [charity])
  if (inserted === undefined) throw new Rejection('charity_exists', { name: charity.name })
  noteMade(tx, { charityId: charity.id })
  return inserted
}

/** The listed charities after a name, by name. */
export async function listCharities(
  reader: Reader,
  { after, rowsMax }: { after: string | null; rowsMax: number },
): Promise<Charity[]> {
  return reader.charity.findMany({
    where: { closedAt: null, ...(after === null ? {} : { name: { gt: after } }) },
    orderBy: { name: 'asc' },
    take: rowsMax,
  })
}

/** The charities of these ids, in no order. */
export async function listCharitiesByIds(reader: Reader, ids: readonly string[]): Promise<Charity[]> {
  if (ids.length === 0) return []
  return reader.charity.findMany({ where: { id: { in: [...new Set(ids)] } } })
}
