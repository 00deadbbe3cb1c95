import { type Cell, nextNumberOf } from '../domain/cells.ts'
import { Rejection } from '../domain/rejection.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PartnerModel } from './generated/models.ts'
import { queryRows } from './engine/query-rows.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** A brand; its number is the on-chain PartnerId. */
export type Partner = Narrow<
  PartnerModel,
  {
    status: 'active' | 'suspended' | 'left'
    returnPolicy: 'within_balance' | 'carry'
    issuerKind: 'hosted' | 'external'
  }
>

declare module './engine/tables.ts' {
  interface Rows {
    partner: Partner
  }
}

/** The partners of these ids, in no order. */
export async function listPartnersByIds(reader: Reader, ids: readonly number[]): Promise<Partner[]> {
  return queryRows(reader, `select ${columnList('partner')} from partner where id = any($1::int[])`, ids)
}

/** A partner by its number. */
export async function findPartner(reader: Reader, id: number): Promise<Partner | null> {
  return (await reader.partner.findUnique({ where: { id } })) as Partner | null
}

/** Partners after a number, by number. */
export async function listPartners(
  reader: Reader,
  { after, rowsMax }: { after: number; rowsMax: number },
): Promise<Partner[]> {
  return (await reader.partner.findMany({
    where: { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: rowsMax,
  })) as Partner[]
}

/** How many partners take part. */
export async function countPartners(reader: Reader): Promise<bigint> {
  return BigInt(await reader.partner.count({ where: { status: 'active' } }))
}

/**
 * Locks a partner until the transaction ends; whoever changes a partner's row does this first, because rows are saved
 * whole. Null if it is unknown, or, with `skipLocked`, while another transaction has it.
 */
export async function lockPartner(
  tx: Transaction,
  id: number,
  { skipLocked }: { skipLocked: boolean } = { skipLocked: false },
): Promise<Partner | null> {
  const rows = await tx.$queryRawUnsafe<Partner[]>(
    `select ${columnList('partner')} from partner where id = $1 for update ${skipLocked ? 'skip locked' : ''}`,
    id,
  )
  return rows[0] ?? null
}

/** Stores a partner that this transaction has locked. */
export async function savePartner(tx: Transaction, partner: Partner): Promise<void> {
  await saveRows(tx, 'partner', [partner])
}

/** Stores a new partner; its number and its name must be free. */
export async function insertPartner(tx: Transaction, partner: Partner): Promise<Partner> {
  const inserted = await insertRows(tx, 'partner', [partner])
  if (inserted[0] === undefined) throw new Rejection('partner_exists', { partnerId: partner.id, name: partner.name })
  noteMade(tx, { partnerId: String(partner.id) })
  return inserted[0]
}

// Any number: it must only be the same in every process of Entente.
const NUMBERING_LOCK = 7_020_260_225n

/** The number of the next new partner of a cell; others wait until this transaction ends. */
export async function takePartnerNumber(tx: Transaction, cell: Cell): Promise<number> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${NUMBERING_LOCK})`
  const rows = await tx.$queryRaw<{ highest: number }[]>`select coalesce(max(id), 0)::int as highest from partner`
  const next = nextNumberOf(cell, theRow(rows).highest)
  if (next === null) throw new Rejection('partner_numbers_used_up')
  return next
}

/** A partner whose number is not the cell's; null where there is none. */
export async function findPartnerOutside(reader: Reader, cell: Cell): Promise<number | null> {
  const where = { NOT: { OR: cell.map(({ first, last }) => ({ id: { gte: first, lte: last } })) } }
  return (await reader.partner.findFirst({ where, select: { id: true }, orderBy: { id: 'asc' } }))?.id ?? null
}
