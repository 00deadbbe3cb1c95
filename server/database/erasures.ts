import type { Reader, Transaction } from './engine/client.ts'
import { ERASURE_STATEMENTS } from './engine/erase-rows.ts'
import { keysOf } from './engine/keys-of.ts'
import type { Narrow } from './engine/row.ts'
import { saveRows } from './engine/save-rows.ts'
import { slipOwner } from './engine/seal-rows.ts'
import type { ErasureModel } from './generated/models.ts'

/** That a member is to be erased, or was. */
export type Erasure = Narrow<
  ErasureModel,
  {
    state: 'waiting' | 'erasing' | 'done' | 'refused'
    askedBy: 'member' | 'operator'
    endedReason: 'member' | 'partner' | 'operator' | null
  }
>

declare module './engine/tables.ts' {
  interface Rows {
    erasure: Erasure
  }
}

/** The erasure of a member; null where none was asked for. */
export async function findErasure(reader: Reader, memberId: string): Promise<Erasure | null> {
  return (await reader.erasure.findUnique({ where: { memberId } })) as Erasure | null
}

/** Stores what became of an erasure. The caller has locked the member. */
export async function saveErasure(tx: Transaction, erasure: Erasure): Promise<void> {
  await saveRows(tx, 'erasure', [erasure])
}

/** Erasures whose wait is over, and those that were cut off, in no order. */
export async function listDueErasures(
  reader: Reader,
  { now, rowsMax }: { now: Date; rowsMax: number },
): Promise<Erasure[]> {
  const where = { OR: [{ state: 'erasing' }, { state: 'waiting', readyAt: { lte: now } }] }
  return (await reader.erasure.findMany({ where, orderBy: { askedAt: 'asc' }, take: rowsMax })) as Erasure[]
}

/** Deletes what leads to a member, and marks the row that stays. The caller has locked the member. */
export async function eraseRows(tx: Transaction, memberId: string, erasedAt: Date): Promise<void> {
  const [member] = await tx.member.findMany({ where: { id: memberId } })
  if (member !== undefined) await saveRows(tx, 'member', [{ ...member, kind: member.kind as 'card', erasedAt }])
  for (const statement of ERASURE_STATEMENTS) await tx.$executeRawUnsafe(statement('($1::uuid)'), memberId)
}

/** Destroys the keys of all that is sealed about members: from here on it is noise, here and in every backup. Doing it again does no harm. */
export async function destroyKeys(reader: Reader, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return
  const slips = await reader.slip.findMany({ where: { memberId: { in: [...memberIds] } }, select: { id: true } })
  await keysOf(reader).destroy([...memberIds, ...slips.map(({ id }) => slipOwner(id))])
}

/** Members whose erasure is decided, whatever a restored copy of the keys says. */
export async function listErasedMembers(reader: Reader, { after, rowsMax }: { after: string; rowsMax: number }) {
  const where = { state: { in: ['erasing', 'done'] }, memberId: { gt: after } }
  const found = await reader.erasure.findMany({ where, orderBy: { memberId: 'asc' }, take: rowsMax })
  return found.map(({ memberId }) => memberId)
}
