import { LEADS_AT_ENROLLING_PARTNER, LEADS_EVERYWHERE } from '../domain/identifiers.ts'
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

/** The members of these ids, in no order. Who was erased is none any more. */
export async function listMembersByIds(reader: Reader, ids: readonly string[]): Promise<Member[]> {
  if (ids.length === 0) return []
  const sql = `select ${columnList('member')} from member where id = any($1::uuid[]) and erased_at is null`
  return queryRows(reader, sql, ids)
}

/** The accounts of these ids, in no order: also of members who were erased since, because points of theirs may still go back. */
export async function listAccountsByIds(reader: Reader, ids: readonly string[]): Promise<Member[]> {
  if (ids.length === 0) return []
  return queryRows(reader, `select ${columnList('member')} from member where id = any($1::uuid[])`, ids)
}

/** Whether an address is a member's, or was that of one who was erased. */
export async function isAddressTaken(reader: Reader, address: string): Promise<boolean> {
  return (await reader.member.count({ where: { address } })) > 0
}

/** The members who hold these addresses, in no order. */
export async function listMembersByAddresses(reader: Reader, addresses: readonly string[]): Promise<Member[]> {
  if (addresses.length === 0) return []
  return queryRows(
    reader,
    `select ${columnList('member')} from member where address = any($1::text[]) and erased_at is null`,
    addresses,
  )
}

/** The members to whom these identifiers lead everywhere, in no order: cards, and what its owner has proved. */
export async function listMembersByIdentifiers(
  reader: Reader,
  identifiers: readonly { kind: string; valueHash: string }[],
): Promise<IdentifiedMember[]> {
  if (identifiers.length === 0) return []
  const rows = await queryRows<Member & { identifierKind: MemberIdentifier['kind']; valueHash: string }>(
    reader,
    `select ${columnList('member', 'm')}, i.kind as "identifierKind", i.value_hash as "valueHash"
     from json_to_recordset($1::json) as named(kind text, "valueHash" text)
     join member_identifier i on i.kind = named.kind and i.value_hash = named."valueHash" and i.partner_id = ${LEADS_EVERYWHERE}
     join member m on m.id = i.member_id`,
    JSON.stringify(identifiers.map(({ kind, valueHash }) => ({ kind, valueHash }))),
  )
  return rows.map(({ identifierKind, valueHash, ...member }) => ({ kind: identifierKind, valueHash, member }))
}

/** An identifier as a partner names it. */
export interface NamedIdentifier {
  readonly kind: string
  readonly valueHash: string
  readonly partnerId: number
}

/** A member, the identifier that leads to them at a partner, and how well. */
export interface NamedMember extends IdentifiedMember {
  readonly partnerId: number
  /** A card, or proved by its owner; otherwise the partner wrote it down. */
  readonly isProven: boolean
  /** Whether it is noted that the member has shown the partner who they are. */
  readonly isNoted: boolean
}

/**
 * The members to whom identifiers lead at the partners that name them, in no order. A card leads to its member everywhere. What
 * its owner has proved does so at partners that know the member: to all others it says as little as what nobody has. What
 * a partner wrote down leads to its member there, where nothing that is proven does.
 */
export async function listMembersNamed(reader: Reader, named: readonly NamedIdentifier[]): Promise<NamedMember[]> {
  if (named.length === 0) return []
  const rows = await queryRows<
    Member & Omit<NamedMember, 'member' | 'kind'> & { identifierKind: MemberIdentifier['kind'] }
  >(
    reader,
    `select distinct on (named.kind, named."valueHash", named."partnerId")
       ${columnList('member', 'm')}, i.kind as "identifierKind", i.value_hash as "valueHash",
       named."partnerId", i.partner_id = ${LEADS_EVERYWHERE} as "isProven", r.member_id is not null as "isNoted"
     from json_to_recordset($1::json) as named(kind text, "valueHash" text, "partnerId" int)
     join member_identifier i on i.kind = named.kind and i.value_hash = named."valueHash" and i.ended_at is null
     join member m on m.id = i.member_id
     left join member_relation r on r.member_id = m.id and r.partner_id = named."partnerId"
     where i.partner_id = named."partnerId"
       or i.partner_id = ${LEADS_AT_ENROLLING_PARTNER} and m.enrolled_by = named."partnerId"
       or i.partner_id = ${LEADS_EVERYWHERE} and (
         i.kind = 'card' or r.member_id is not null or m.enrolled_by = named."partnerId" or exists (
           select from redemption d
           where d.member_id = m.id and d.partner_id = named."partnerId" and d.consented_at is not null))
     order by named.kind, named."valueHash", named."partnerId", i.partner_id = ${LEADS_EVERYWHERE} desc`,
    JSON.stringify(named.map(({ kind, valueHash, partnerId }) => ({ kind, valueHash, partnerId }))),
  )
  return rows.map(({ identifierKind: kind, valueHash, partnerId, isProven, isNoted, ...member }) => ({
    kind,
    valueHash,
    partnerId,
    isProven,
    isNoted,
    member,
  }))
}

/** What partners wrote down of an identifier, with the partner of each; taken over or not. */
export async function listClaimsOf(
  reader: Reader,
  { kind, valueHash }: { kind: string; valueHash: string },
): Promise<(MemberIdentifier & { claimedBy: number | null })[]> {
  return reader.$queryRawUnsafe(
    `select ${columnList('member_identifier', 'i')},
       case i.partner_id when ${LEADS_AT_ENROLLING_PARTNER} then m.enrolled_by else i.partner_id end as "claimedBy"
     from member_identifier i join member m on m.id = i.member_id
     where i.kind = $1 and i.value_hash = $2 and i.partner_id <> ${LEADS_EVERYWHERE}`,
    kind,
    valueHash,
  )
}

/** Who has proved an identifier last; null for nobody. */
export async function findProvenIdentifier(
  reader: Reader,
  { kind, valueHash }: { kind: string; valueHash: string },
): Promise<MemberIdentifier | null> {
  return (await reader.memberIdentifier.findUnique({
    where: { kind_valueHash_partnerId: { kind, valueHash, partnerId: LEADS_EVERYWHERE } },
  })) as MemberIdentifier | null
}

/** Saves what became of identifiers: proven, taken over, or a contact no more. */
export async function saveIdentifiers(tx: Transaction, identifiers: readonly MemberIdentifier[]): Promise<void> {
  await saveRows(tx, 'member_identifier', identifiers)
}

/** What a member is known by, proven or written down; at most a few rows. */
export async function listIdentifiersOfMember(reader: Reader, memberId: string): Promise<MemberIdentifier[]> {
  return (await reader.memberIdentifier.findMany({
    where: { memberId, endedAt: null },
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
