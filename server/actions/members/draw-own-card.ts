import type { Transaction } from '../../database/engine/client.ts'
import { insertIdentifiers, listIdentifiersOfMember, lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { keepAnswers, keyName, listGivenAnswers, orFirstAnswer } from '../requests/idempotency.ts'
import { drawCard, type EnrolDeps, findDrawnCard, identifierRow, type NewMember } from './enrol-alone.ts'

interface DrawnCard {
  readonly cardNumber: string
  /** Whether this is the answer to a repeated request. */
  readonly replayed: boolean
}

/**
 * Gives a member who has none a card number. It is shown once, and kept by nobody: for a repetition with the same key it is drawn from
 * the key again, or a lost answer would leave the member with a card that nobody knows.
 */
export async function drawOwnCard(
  deps: EnrolDeps,
  memberId: string,
  keyed: NewMember['keyed'] = null,
): Promise<DrawnCard> {
  return orFirstAnswer(() => deps.db.transaction((tx) => drawIn(tx, deps, memberId, keyed)))
}

async function drawIn(
  tx: Transaction,
  deps: EnrolDeps,
  memberId: string,
  keyed: NewMember['keyed'],
): Promise<DrawnCard> {
  await lockMembers(tx, [memberId])
  const before = keyed === null ? undefined : (await listGivenAnswers(tx, [keyed])).get(keyName(keyed))
  if (before instanceof Rejection) throw before
  if (keyed !== null && before !== undefined) {
    const cardNumber = await findDrawnCard(tx, deps, keyed, memberId)
    if (cardNumber === null) throw new Rejection('answer_not_kept')
    return { cardNumber, replayed: true }
  }
  const known = await listIdentifiersOfMember(tx, memberId)
  if (known.some(({ kind }) => kind === 'card')) throw new Rejection('identifier_taken', { kind: 'card' })
  const card = await drawCard(tx, deps, keyed)
  const createdAt = deps.clock.now()
  await insertIdentifiers(tx, [identifierRow(card, { memberId, partnerId: null, createdAt })])
  if (keyed !== null) await keepAnswers(tx, createdAt, [{ keyed, answer: { status: 201, body: { memberId } } }])
  return { cardNumber: card.value, replayed: false }
}
