import type { Reader } from '../../database/engine/client.ts'
import {
  listMembersByAddresses,
  listMembersByIds,
  listMembersByIdentifiers,
  type Member,
} from '../../database/members.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { openCardCode } from './card-code.ts'
import type { HashIdentifier } from './hash-identifier.ts'
import { normaliseIdentifier, type IdentifierKind } from './normalise-identifier.ts'

/** How a till names a member: by an identifier, by the code that the card shows now, by the wallet address, or by our own id. */
export interface MemberReference {
  readonly kind: IdentifierKind | 'wallet' | 'member' | 'card_code'
  readonly value: string
}

export interface Identifier {
  readonly kind: IdentifierKind
  readonly valueHash: string
}

const nameOf = ({ kind, value }: MemberReference) => `${kind}/${value}`

const isIdentifier = (reference: MemberReference): reference is MemberReference & { kind: IdentifierKind } =>
  reference.kind !== 'wallet' && reference.kind !== 'member' && reference.kind !== 'card_code'

/** Hashes references; one that cannot be an identifier of its kind is a rejection instead. */
function hashReferences(references: readonly MemberReference[], hashIdentifier: HashIdentifier) {
  const hashed = new Map<string, Identifier | Rejection>()
  for (const reference of references.filter(isIdentifier)) {
    const value = normaliseIdentifier(reference.kind, reference.value)
    const { kind } = reference
    hashed.set(
      nameOf(reference),
      value === null
        ? new Rejection('identifier_malformed', { kind })
        : { kind, valueHash: hashIdentifier(kind, value) },
    )
  }
  return hashed
}

/** Finds the members of many references in sets; each reference is answered with its member or its own refusal. */
export async function findReferencedMembers(
  { db, clock, hashIdentifier }: { db: Reader; clock: Clock; hashIdentifier: HashIdentifier },
  references: readonly MemberReference[],
): Promise<(reference: MemberReference) => Member | Rejection> {
  const hashed = hashReferences(references, hashIdentifier)
  const identifiers = [...hashed.values()].flatMap((found) => (found instanceof Rejection ? [] : [found]))
  const valuesOf = (kind: MemberReference['kind']) => [
    ...new Set(references.filter((reference) => reference.kind === kind).map(({ value }) => value)),
  ]
  const found = new Map<string, Member>()
  const codes = new Map(
    valuesOf('card_code').map((code) => [code, openCardCode(hashIdentifier, code, clock.now())] as const),
  )
  const ids = [...valuesOf('member'), ...[...codes.values()].flatMap((id) => id ?? [])]
  for (const member of await listMembersByIds(db, [...new Set(ids)])) found.set(`member/${member.id}`, member)
  for (const [code, id] of codes) {
    const member = found.get(`member/${id ?? ''}`)
    if (member !== undefined) found.set(`card_code/${code}`, member)
  }
  for (const member of await listMembersByAddresses(db, valuesOf('wallet')))
    found.set(`wallet/${member.address}`, member)
  for (const { kind, valueHash, member } of await listMembersByIdentifiers(db, identifiers))
    found.set(`${kind}/${valueHash}`, member)
  return (reference) => {
    const hash = hashed.get(nameOf(reference))
    if (hash instanceof Rejection) return hash
    const name = hash === undefined ? nameOf(reference) : `${hash.kind}/${hash.valueHash}`
    return found.get(name) ?? new Rejection('member_unknown', { kind: reference.kind })
  }
}
