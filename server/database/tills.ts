import { assert } from '../domain/assert.ts'
import { Rejection } from '../domain/rejection.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { theRow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'
import type { TillModel } from './generated/models.ts'

/** A till that signs slips. */
export type Till = Readonly<TillModel>

declare module './engine/tables.ts' {
  interface Rows {
    till: Till
  }
}

/** Registers a till; the same key again is the same till, whatever it is called. */
export async function insertTill(tx: Transaction, till: NewRow<'till'>): Promise<Till> {
  const [inserted] = await insertRows(tx, 'till', [till])
  const { partnerId, publicKey } = till
  const known = inserted ?? (await tx.till.findUnique({ where: { partnerId_publicKey: { partnerId, publicKey } } }))
  assert(known !== null, 'a till that was not inserted is there already')
  noteMade(tx, { tillId: known.id })
  return known
}

/** How many tills a partner has that may sign. */
export async function countTills(reader: Reader, partnerId: number): Promise<number> {
  return Number(
    theRow(
      await reader.$queryRaw<{ tills: bigint }[]>`
        select count(*) as tills from till where partner_id = ${partnerId} and revoked_at is null`,
    ).tills,
  )
}

/** Whether a partner has a till with this key, revoked or not. */
export async function findTillByKey(
  reader: Reader,
  asked: { partnerId: number; publicKey: string },
): Promise<Till | null> {
  return reader.till.findUnique({ where: { partnerId_publicKey: asked } })
}

/** The newest tills of a partner. */
export async function listTillsOfPartner(
  reader: Reader,
  { partnerId, rowsMax }: { partnerId: number; rowsMax: number },
): Promise<Till[]> {
  return reader.till.findMany({ where: { partnerId }, orderBy: { seq: 'desc' }, take: rowsMax })
}

/** Tills by their ids, in no order. */
export async function listTillsByIds(reader: Reader, ids: readonly string[]): Promise<Till[]> {
  if (ids.length === 0) return []
  return reader.till.findMany({ where: { id: { in: [...new Set(ids)] } } })
}

/** From now on nothing that the till signs counts; doing so again changes nothing. */
export async function revokeTillRow(
  tx: Transaction,
  { partnerId, tillId, now }: { partnerId: number; tillId: string; now: Date },
): Promise<Till> {
  const till = await tx.till.findUnique({ where: { id: tillId } })
  if (till?.partnerId !== partnerId) throw new Rejection('till_unknown')
  if (till.revokedAt !== null) return till
  const revoked = { ...till, revokedAt: now }
  await saveRows(tx, 'till', [revoked])
  return revoked
}
