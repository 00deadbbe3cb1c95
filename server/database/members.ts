import { Rejection } from '../domain/rejection.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { MemberIdentifierModel, MemberModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { queryRows } from './engine/query-rows.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { NewRow } from './engine/tables.ts'

/** A customer who holds points. */
export type Member = Narrow<MemberModel, { kind: 'card' | 'wallet' | 'passkey' }>

/** What is kept of a card number, an e-mail address or a phone number: a keyed hash. */
export type MemberIdentifier = Narrow<MemberIdentifierModel, { kind: 'card' | 'email' | 'phone' }>

declare module './engine/tables.ts' {
  interface Rows {
    member: Member
    member_identifier: MemberIdentifier
  }
}

/** A member, and the identifier by which they were found. */
export interface IdentifiedMember {
  readonly kind: MemberIdentifier['kind']
  readonly valueHash: string
  readonly member: Member
}

/** The members of these ids, in no order. */
export async function listMembersByIds(reader: Reader, ids: readonly string[]): Promise<Member[]> {
  if (ids.length === 0) return []
  return queryRows(reader, `select ${columnList('member')} from member where id = any($1::uuid[])`, ids)
}

/** The members who hold these addresses, in no order. */
export async function listMembersByAddresses(reader: Reader, addresses: readonly string[]): Promise<Member[]> {
  if (addresses.length === 0) return []
  return queryRows(reader, `select ${columnList('member')} from member where address = any($1::text[])`, addresses)
}

/** The members who are known by these identifiers, in no order. */
export async function listMembersByIdentifiers(
  reader: Reader,
  identifiers: readonly { kind: string; valueHash: string }[],
): Promise<IdentifiedMember[]> {
  if (identifiers.length === 0) return []
  const rows = await queryRows<Member & { identifierKind: MemberIdentifier['kind']; valueHash: string }>(
    reader,
    `select ${columnList('member', 'm')}, i.kind as "identifierKind", i.value_hash as "valueHash"
     from json_to_recordset($1::json) as named(kind text, "valueHash" text)
     join member_identifier i on i.kind = named.kind and i.value_hash = named."valueHash"
     join member m on m.id = i.member_id`,
    JSON.stringify(identifiers.map(({ kind, valueHash }) => ({ kind, valueHash }))),
  )
  return rows.map(({ identifierKind, valueHash, ...member }) => ({ kind: identifierKind, valueHash, member }))
}

/** What a member is known by; at most a few rows. */
export async function listIdentifiersOfMember(reader: Reader, memberId: string): Promise<MemberIdentifier[]> {
  return (await reader.memberIdentifier.findMany({
    where: { memberId },
    orderBy: [{ createdAt: 'asc' }, { kind: 'asc' }],
  })) as MemberIdentifier[]
}

/** Locks members until the transaction ends, always in the same order, so that their returns come one after the other. */
export async function lockMembers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`select id from member where id = any(${[...new Set(ids)]}::uuid[]) order by seq for update`
}

/** Stores a new member, whose address nobody may have. */
export async function insertMember(tx: Transaction, member: NewRow<'member'>): Promise<Member> {
  const inserted = await insertRows(tx, 'member', [member])
  if (inserted[0] === undefined) throw new Rejection('wallet_taken')
  return inserted[0]
}

/** Stores what a member is known by; somebody else's identifier is refused. */
export async function insertIdentifiers(tx: Transaction, identifiers: readonly MemberIdentifier[]): Promise<void> {
  const inserted = await insertRows(tx, 'member_identifier', identifiers)
  const missing = identifiers.find(
    (asked) => !inserted.some((row) => row.kind === asked.kind && row.valueHash === asked.valueHash),
  )
  if (missing !== undefined) throw new Rejection('identifier_taken', { kind: missing.kind })
}

/** Remembers since when a member has had the account frozen here; null lifts the freeze. The caller has locked the member. */
export async function saveMemberFreeze(tx: Transaction, member: Member, frozenAt: Date | null): Promise<void> {
  await saveRows(tx, 'member', [{ ...member, frozenAt }])
}

/**
 * Gives a member the address to which the account moved on chain; no key of it is hosted. False if the member has another
 * account by now, or somebody else has that address.
 */
export async function changeMemberAccount(
  tx: Transaction,
  memberId: string,
  { from, to, kind }: { from: string; to: string; kind: 'wallet' | 'passkey' },
): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<Member[]>(
    `select ${columnList('member')} from member where id = $1::uuid for update`,
    memberId,
  )
  const [member] = rows
  if (member?.address !== from) return false
  if ((await tx.member.count({ where: { address: to } })) > 0) return false
  await saveRows(tx, 'member', [{ ...member, kind, address: to, derivationIndex: null }])
  return true
}
