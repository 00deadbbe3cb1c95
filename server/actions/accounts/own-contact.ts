import type { Reader } from '../../database/engine/client.ts'
import { listIdentifiersOfMember, type MemberIdentifier } from '../../database/members.ts'
import type { ChannelKind } from '../../domain/channels.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

/** A contact that confirms a move, with what is encrypted of it. */
export type OwnContact = MemberIdentifier & { kind: ChannelKind; contact: string }

/**
 * The contact by which a member confirms a move at once. One that was proved only lately does not count: whoever
 * knows card number and PIN could add their own, and confirm the move with that.
 */
export async function getSettledContact(
  reader: Reader,
  { clock, moveWaitMs }: { clock: Clock; moveWaitMs: number },
  { memberId, kind }: { memberId: string; kind: ChannelKind },
): Promise<OwnContact> {
  const known = await listIdentifiersOfMember(reader, memberId)
  const settled = known
    .filter((one): one is OwnContact & { provenAt: Date } => one.kind === kind && one.contact !== null)
    .map((one) => ({ one, usableAt: new Date(one.provenAt.getTime() + moveWaitMs) }))
    .toSorted((a, b) => a.usableAt.getTime() - b.usableAt.getTime())
  const [oldest] = settled
  if (oldest === undefined) throw new Rejection('contact_unknown', { kind })
  if (clock.now() < oldest.usableAt)
    throw new Rejection('contact_too_new', { kind, usableAt: oldest.usableAt.toISOString() })
  return oldest.one
}
