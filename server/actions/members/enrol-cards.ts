import { createIntake, type Intake } from '../requests/intake.ts'
import { listMembersNamed, type Member, type MemberIdentifier, type NamedIdentifier } from '../../database/members.ts'
import { insertRows } from '../../database/engine/save-rows.ts'
import { assert } from '../../domain/assert.ts'
import { LEADS_EVERYWHERE } from '../../domain/identifiers.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import {
  cardOf,
  drawHostedAddress,
  enrolAlone,
  type EnrolDeps,
  type EnrolledMember,
  identifierRow,
  nameValue,
  takeEnrolments,
  type NamedValue,
  type NewMember,
} from './enrol-alone.ts'

/** A request that enrols a member under a card number that it gives, without a key under which it may be repeated. */
export interface CardEnrolment {
  readonly partnerId: number | null
  readonly items: readonly [Pick<NewMember, 'identifiers' | 'enrolledBy' | 'country'>]
  readonly keyed: null
}

interface Draft {
  readonly member: Omit<Member, 'seq'>
  readonly known: readonly NamedValue[]
}

/** Two partners may write down the same address; a card is one everywhere. */
const nameOf = ({ kind, valueHash, partnerId }: NamedIdentifier) =>
  `${kind}/${valueHash}/${kind === 'card' ? LEADS_EVERYWHERE : partnerId}`

/** Where enrolments with a card that come at the same time meet. */
export type CardIntake = Intake<CardEnrolment, EnrolledMember | Rejection>

/** Lets requests that come at the same time share the transactions of `enrolCards`. */
export function createCardIntake(deps: EnrolDeps): CardIntake {
  return createIntake((enrolments) => enrolCards(deps, enrolments))
}

/**
 * Enrols the card members of many requests in one transaction: what `enrolAlone` does for one, with one flush to the disk
 * for all. A request for an identifier that is taken is refused by itself. If another process takes one meanwhile, or a partner's budget has
 * no room for all of its own, nothing of this transaction stands, and the intake tries each request by itself.
 */
export async function enrolCards(
  deps: EnrolDeps,
  enrolments: readonly CardEnrolment[],
): Promise<(EnrolledMember | Rejection)[]> {
  const [first, ...others] = enrolments
  if (first !== undefined && others.length === 0)
    return [await enrolAlone(deps, { ...first.items[0], wallet: null, keyed: null })]
  const drafts = enrolments.map(({ items: [asked] }) => orRejection(() => draft(deps, asked)))
  return deps.db.transaction(async (tx) => {
    const wanted = drafts.flatMap((one) => (one instanceof Rejection ? [] : namedBy(one)))
    const taken = new Set((await listMembersNamed(tx, wanted)).map(nameOf))
    const judged = drafts.map((one) => (one instanceof Rejection ? one : judge(taken, one)))
    const accepted = judged.filter((one): one is Draft => !(one instanceof Rejection))
    const enrollers = Map.groupBy(accepted, ({ member: { enrolledBy } }) => enrolledBy)
    for (const [partnerId, own] of [...enrollers].toSorted(([a], [b]) => Number(a) - Number(b)))
      if (partnerId !== null) await takeEnrolments(tx, deps, { partnerId, count: own.length })
    const members = accepted.map(({ member }) => member)
    const stored = new Map((await insertRows(tx, 'member', members)).map((member) => [member.id, member]))
    const identifiers = accepted.flatMap(identifierRows)
    const named = await insertRows(tx, 'member_identifier', identifiers)
    if (stored.size < accepted.length || named.length < identifiers.length) throw new Rejection('identifier_taken')
    return judged.map((one) => (one instanceof Rejection ? one : present(stored, one)))
  })
}

function draft(deps: EnrolDeps, { identifiers, enrolledBy, country }: CardEnrolment['items'][0]): Draft {
  const known = identifiers.map((identifier) => nameValue(deps, identifier, country))
  const facts = { kind: 'card', enrolledBy, createdAt: deps.clock.now(), frozenAt: null, erasedAt: null } as const
  return { member: { id: deps.ids.next(), ...facts, ...drawHostedAddress(deps) }, known }
}

/** What a draft is known by at the partner that enrols. */
function namedBy({ member: { enrolledBy }, known }: Draft): (NamedIdentifier & NamedValue)[] {
  return known.map((one) => ({ ...one, partnerId: enrolledBy ?? LEADS_EVERYWHERE }))
}

/** Refuses what a member has already, or an earlier request of the same transaction. */
function judge(taken: Set<string>, one: Draft): Draft | Rejection {
  const named = namedBy(one)
  const clash = named.find((identifier) => taken.has(nameOf(identifier)))
  if (clash !== undefined) return new Rejection('identifier_taken', { kind: clash.kind })
  for (const identifier of named) taken.add(nameOf(identifier))
  return one
}

function identifierRows({ member, known }: Draft): MemberIdentifier[] {
  const { id: memberId, enrolledBy: partnerId, createdAt } = member
  return known.map((one) => identifierRow(one, { memberId, partnerId, createdAt }))
}

function present(stored: ReadonlyMap<string, Member>, { member: { id }, known }: Draft): EnrolledMember {
  const member = stored.get(id)
  assert(member !== undefined, 'an enrolled member is stored')
  return { member, cardNumber: cardOf(known), replayed: false }
}
