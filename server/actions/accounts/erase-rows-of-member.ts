import { listFrozenAccounts } from '../../database/account-events.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Database, Reader, Transaction } from '../../database/engine/client.ts'
import { eraseRows, type Erasure, findErasure, saveErasure } from '../../database/erasures.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { listOpenMatters, listPartnersOfMember, type OpenMatterRow } from '../../database/open-matters.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import type { ErasureAskedBy } from '../../domain/erasure.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type LedgerTerms, viewMember } from '../members/find-member.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'

export interface EraseDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly ledger: LedgerTerms
  readonly hashIdentifier: HashIdentifier
}

/** What an erasure is asked with: the points that the member was told of. */
export interface AskedErasure {
  readonly points: bigint
}

/** What would be lost, and what an erasure must wait for. */
export interface ErasureOutlook {
  readonly points: bigint
  readonly open: readonly OpenMatterRow[]
}

/** Looks at what an erasure would take, and what stands in its way now. */
export async function readOutlook(
  deps: Pick<EraseDeps, 'clock' | 'ledger' | 'hashIdentifier'>,
  reader: Reader,
  { id: memberId, address: account, frozenAt }: Member,
): Promise<ErasureOutlook> {
  const { clock, ledger } = deps
  const { balance } = await viewMember({ ...deps, db: reader }, memberId)
  const finalizedNumber = (await findChainCursor(reader, ledger.chainId))?.finalizedNumber ?? -1n
  const heldAfter = new Date(clock.now().getTime() - HOLD_GRACE_MS)
  const open = await listOpenMatters(reader, { memberId, account, heldAfter, finalizedNumber })
  const isFrozen = frozenAt !== null || (await listFrozenAccounts(reader, [account])).has(account)
  return {
    points: balance.pointsConfirmed,
    open: isFrozen ? [...open, { matter: 'freeze', until: null }] : open,
  }
}

/** Refuses what would be lost on its way, and a number of points that is another than the member was told of. */
export function judgeErasure({ points, open }: ErasureOutlook, asked: AskedErasure): void {
  if (open.length > 0) {
    const ends = open.map(({ until }) => until)
    const last = ends.every((end) => end !== null) ? Math.max(...ends.map((end) => end.getTime())) : null
    const tryAgainAt = last === null ? null : new Date(last).toISOString()
    throw new Rejection('erasure_blocked', {
      open: open.map(({ matter }) => matter),
      ...(tryAgainAt && { tryAgainAt }),
    })
  }
  if (points !== asked.points) throw new Rejection('erasure_points_differ', { points: String(points) })
}

/**
 * Erases a member, in one transaction: whatever leads to a person is deleted, nobody is signed in any more, and the partners that know the
 * member are told. What stays for the books is sealed with a key that the caller destroys then (`destroyKeys`); until then the row says `erasing`, and the next start, or
 * the next look, goes on. The caller has locked the member.
 */
export async function eraseRowsOfMember(
  tx: Transaction,
  { clock, ids }: Pick<EraseDeps, 'clock' | 'ids'>,
  { id: memberId }: Member,
  asked: { askedBy: ErasureAskedBy; askedAt: Date; points: bigint },
): Promise<void> {
  const now = clock.now()
  const partnerIds = await listPartnersOfMember(tx, memberId)
  await saveErasure(tx, { memberId, state: 'erasing', ...asked, readyAt: now, endedAt: null, endedReason: null })
  await eraseRows(tx, memberId, now)
  noteEvents(
    tx,
    partnerIds.map((partnerId) => ({
      partnerId,
      type: 'member.erased' as const,
      objectId: ids.next(),
      data: { memberId },
      at: now,
    })),
  )
}

/** The erasure of a member that waits; null for none. */
export async function findWaitingErasure(reader: Reader, memberId: string): Promise<Erasure | null> {
  const erasure = await findErasure(reader, memberId)
  return erasure?.state === 'waiting' ? erasure : null
}
