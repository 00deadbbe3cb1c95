import { insertIdentifiers, listIdentifiersOfMember, lockMembers } from '../../database/members.ts'
import { hintOf } from '../../domain/identifiers.ts'
import { Rejection } from '../../domain/rejection.ts'
import { drawCard, type EnrolDeps } from './enrol-alone.ts'

/** Gives a member who has none a card number. */
export async function drawOwnCard(deps: EnrolDeps, memberId: string): Promise<{ cardNumber: string }> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const known = await listIdentifiersOfMember(tx, memberId)
    if (known.some(({ kind }) => kind === 'card')) throw new Rejection('identifier_taken', { kind: 'card' })
    const { kind, value, valueHash } = await drawCard(tx, deps, null)
    await insertIdentifiers(tx, [
      { kind, valueHash, memberId, hint: hintOf({ kind, value }), createdAt: deps.clock.now() },
    ])
    return { cardNumber: value }
  })
}
