import type { Reader, Transaction } from './engine/client.ts'
import { namedRowsOf } from './engine/named-rows.ts'
import type { Erasable } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { SlipModel } from './generated/models.ts'

/** A sale without a customer whose points somebody may collect. */
export type Slip = Erasable<Readonly<SlipModel>, 'orderRef', 'orderKey'>

declare module './engine/tables.ts' {
  interface Rows {
    slip: Slip
  }
}

/** Stores slips whose reference and code are new, and returns the ids of those. */
export async function insertSlips(tx: Transaction, slips: readonly Slip[]): Promise<ReadonlySet<string>> {
  return new Set((await insertRows(tx, 'slip', slips)).map(({ id }) => id))
}

/** The slips of these orders of a partner, in no order. */
export async function listSlipsByOrderRefs(
  reader: Reader,
  { partnerId, orderRefs }: { partnerId: number; orderRefs: readonly string[] },
): Promise<Slip[]> {
  return listSlipsNamed(
    reader,
    orderRefs.map((orderRef) => ({ partnerId, orderRef })),
  )
}

const listSlipsNamed = namedRowsOf('slip', 'orderRef')

/** The slip with a code. */
export async function findSlipByCode(reader: Reader, codeHash: string): Promise<Slip | null> {
  return reader.slip.findUnique({ where: { codeHash } })
}

/** The same, so that nobody else changes it before the transaction ends. */
export async function lockSlipByCode(tx: Transaction, codeHash: string): Promise<Slip | null> {
  const rows = await tx.$queryRawUnsafe<Slip[]>(
    `select ${columnList('slip')} from slip where code_hash = $1 for update`,
    codeHash,
  )
  return rows[0] ?? null
}

/** Changes a slip that is locked. */
export async function saveSlip(tx: Transaction, slip: Slip): Promise<void> {
  await saveRows(tx, 'slip', [slip])
}
