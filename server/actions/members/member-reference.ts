import type { Reader } from '../../database/engine/client.ts'
import { listRelations } from '../../database/member-relations.ts'
import { listMembersByAddresses, listMembersByIds, listMembersNamed, type Member } from '../../database/members.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { openCardCode } from './card-code.ts'
import type { HashIdentifier } from './hash-identifier.ts'
import { normaliseIdentifier, refuseMalformed, type IdentifierKind } from './normalise-identifier.ts'
import { listCountries } from './partner-country.ts'
import { openVisit } from './visit.ts'

/**
 * How a till names a member: by an identifier, by the code that the card shows now, by what was answered when the card was shown,
 * by the wallet address, or by our own id.
 */
export interface MemberReference {
  readonly kind: IdentifierKind | 'wallet' | 'member' | 'card_code' | 'visit'
  readonly value: string
}

/** A reference, and the partner that names the member so. */
export interface AskedMember {
  readonly partnerId: number
  readonly reference: MemberReference
}

/** A member as a partner named them. */
export interface FoundMember {
  readonly member: Member
  /** Whether they showed their card, by its number or its code: only then is the partner told what they have. */
  readonly isPresent: boolean
  /** False for an address or a number that the partner wrote down and nobody has proved. */
  readonly isProven: boolean
  /** Whether it is noted that they showed this partner who they are. */
  readonly isNoted: boolean
}

export type FindReferenced = (asked: AskedMember) => FoundMember | Rejection

const nameOf = ({ partnerId, reference: { kind, value } }: AskedMember) => `${partnerId}/${kind}/${value}`

const isIdentifier = (reference: MemberReference): reference is MemberReference & { kind: IdentifierKind } =>
  reference.kind === 'card' || reference.kind === 'email' || reference.kind === 'phone'

/** Finds the members of many references in sets; each reference is answered with its member or its own refusal. */
export async function findReferencedMembers(
  deps: { db: Reader; clock: Clock; hashIdentifier: HashIdentifier },
  asked: readonly AskedMember[],
): Promise<FindReferenced> {
  const found = new Map<string, FoundMember | Rejection>([
    ...(await findByIdentifiers(deps, asked)),
    ...(await findByIds(deps, asked)),
    ...(await findByAddresses(deps, asked)),
  ])
  return (one) => found.get(nameOf(one)) ?? new Rejection('member_unknown', { kind: one.reference.kind })
}

/**
 * The member whose points are to be spent. An address or a number that nobody has proved may be anybody's: it collects
 * points, and spends none.
 */
export function refuseUnproven(found: FoundMember, { kind }: MemberReference): void {
  if (!found.isProven) throw new Rejection('identifier_unproven', { kind })
}

async function findByIdentifiers(
  { db, hashIdentifier }: { db: Reader; hashIdentifier: HashIdentifier },
  asked: readonly AskedMember[],
): Promise<Map<string, FoundMember | Rejection>> {
  const found = new Map<string, FoundMember | Rejection>()
  const hashes = new Map<string, { kind: IdentifierKind; valueHash: string; partnerId: number }>()
  const countries = await listCountries(
    db,
    asked.map(({ partnerId, reference }) => ({ partnerId, identifier: reference })),
  )
  for (const one of asked) {
    const { partnerId, reference } = one
    if (!isIdentifier(reference)) continue
    const { kind } = reference
    const country = countries.get(partnerId) ?? null
    const value = normaliseIdentifier(kind, reference.value, country)
    if (value === null) found.set(nameOf(one), refuseMalformed(reference, country))
    else hashes.set(nameOf(one), { kind, valueHash: hashIdentifier(kind, value), partnerId })
  }
  const named = (one: { kind: string; valueHash: string; partnerId: number }) =>
    `${one.partnerId}/${one.kind}/${one.valueHash}`
  const distinct = new Map([...hashes.values()].map((one) => [named(one), one]))
  const members = new Map((await listMembersNamed(db, [...distinct.values()])).map((one) => [named(one), one]))
  for (const [name, hash] of hashes) {
    const one = members.get(named(hash))
    if (one === undefined) continue
    const { member, isProven, isNoted } = one
    found.set(name, { member, isPresent: hash.kind === 'card', isProven, isNoted })
  }
  return found
}

async function findByIds(
  { db, clock, hashIdentifier }: { db: Reader; clock: Clock; hashIdentifier: HashIdentifier },
  asked: readonly AskedMember[],
): Promise<Map<string, FoundMember>> {
  const ids = new Map<string, string>()
  for (const one of asked) {
    const { kind, value } = one.reference
    const now = clock.now()
    const id =
      kind === 'member'
        ? value
        : kind === 'card_code'
          ? openCardCode(hashIdentifier, value, now)
          : kind === 'visit'
            ? (openVisit(hashIdentifier, { value, partnerId: one.partnerId, now })?.memberId ?? null)
            : null
    if (id !== null) ids.set(nameOf(one), id)
  }
  const members = new Map((await listMembersByIds(db, [...new Set(ids.values())])).map((one) => [one.id, one]))
  const shown = asked.filter(({ reference: { kind } }) => kind === 'card_code' || kind === 'visit')
  const relations = await listRelations(
    db,
    shown.map((one) => ({ partnerId: one.partnerId, memberId: ids.get(nameOf(one)) ?? null })),
  )
  const noted = new Set(relations.map(({ partnerId, memberId }) => `${partnerId}/${memberId}`))
  const found = new Map<string, FoundMember>()
  for (const one of asked) {
    const member = members.get(ids.get(nameOf(one)) ?? '')
    if (member === undefined) continue
    const isPresent = one.reference.kind !== 'member'
    const isNoted = noted.has(`${one.partnerId}/${member.id}`)
    found.set(nameOf(one), { member, isPresent, isProven: true, isNoted })
  }
  return found
}

async function findByAddresses(
  { db }: { db: Reader },
  asked: readonly AskedMember[],
): Promise<Map<string, FoundMember>> {
  const wallets = asked.filter(({ reference }) => reference.kind === 'wallet')
  const addresses = [...new Set(wallets.map(({ reference }) => reference.value))]
  const members = new Map((await listMembersByAddresses(db, addresses)).map((one) => [one.address, one]))
  const found = new Map<string, FoundMember>()
  for (const one of wallets) {
    const member = members.get(one.reference.value)
    if (member !== undefined) found.set(nameOf(one), { member, isPresent: false, isProven: true, isNoted: false })
  }
  return found
}
