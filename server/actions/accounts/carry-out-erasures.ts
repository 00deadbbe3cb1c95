import {
  destroyKeys,
  type Erasure,
  findErasure,
  listDueErasures,
  listErasedMembers,
  saveErasure,
} from '../../database/erasures.ts'
import { listMembersByIds, lockMembers } from '../../database/members.ts'
import { type EraseDeps, eraseRowsOfMember, readOutlook } from './erase-rows-of-member.ts'

const ROWS_AT_ONCE_MAX = 100

/**
 * Goes on with erasures that were cut off, and carries out those whose wait is over and that nobody refused. What still stands in the way of one
 * keeps it waiting.
 */
export async function carryOutErasures(deps: EraseDeps): Promise<void> {
  const due = await listDueErasures(deps.db, { now: deps.clock.now(), rowsMax: ROWS_AT_ONCE_MAX })
  for (const erasure of due) await carryOut(deps, erasure)
}

async function carryOut(deps: EraseDeps, { memberId, state }: Erasure): Promise<void> {
  if (state === 'waiting' && !(await erase(deps, memberId))) return
  await destroyKeys(deps.db, [memberId])
  await deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const erasure = await findErasure(tx, memberId)
    if (erasure?.state === 'erasing') await saveErasure(tx, { ...erasure, state: 'done', endedAt: deps.clock.now() })
  })
}

/** Whether the member is erased now. What came in meanwhile (points of a sale) is lost with the rest: its member has asked for that. */
async function erase(deps: EraseDeps, memberId: string): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const erasure = await findErasure(tx, memberId)
    const [member] = await listMembersByIds(tx, [memberId])
    if (erasure?.state !== 'waiting' || member === undefined) return erasure?.state === 'erasing'
    const { open, points } = await readOutlook(deps, tx, member)
    if (open.length > 0) return false
    await eraseRowsOfMember(tx, deps, member, { askedBy: erasure.askedBy, askedAt: erasure.askedAt, points })
    return true
  })
}

/** Before anything is served: no key of an erased member may be there, whatever copy of the keys was restored. */
export async function destroyErasedKeys({ db }: Pick<EraseDeps, 'db'>): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const memberIds = await listErasedMembers(db, { after, rowsMax: ROWS_AT_ONCE_MAX })
    const last = memberIds.at(-1)
    if (last === undefined) return
    await destroyKeys(db, memberIds)
    after = last
  }
}
