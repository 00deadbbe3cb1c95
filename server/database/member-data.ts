import type { Reader } from './engine/client.ts'
import { columnList, sqlName, TABLES, type TableName } from './engine/tables.ts'

/** A kind of what is held about a member. */
export interface MemberSection {
  /** What it is called where members read it. */
  readonly name: string
  readonly table: TableName
  /** The column that says whose a row is: the member's id, or an account that they have or had. */
  readonly by: 'id' | 'memberId' | 'account'
  /** Columns that nobody is shown: hashes and ciphertexts of secrets, which would help a thief and tell a member nothing. */
  readonly hidden?: readonly string[]
}

/** Everything that is held about a member, in the order in which it is told. A test compares it with the schema. */
export const MEMBER_SECTIONS = [
  { name: 'account', table: 'member', by: 'id' },
  { name: 'identifiers', table: 'member_identifier', by: 'memberId', hidden: ['valueHash'] },
  { name: 'consents', table: 'consent', by: 'memberId' },
  { name: 'partnersWhoKnowYou', table: 'member_relation', by: 'memberId' },
  { name: 'purchases', table: 'purchase', by: 'memberId', hidden: ['orderKey', 'firstOf'] },
  { name: 'returns', table: 'purchase_return', by: 'memberId', hidden: ['returnKey'] },
  { name: 'slips', table: 'slip', by: 'memberId', hidden: ['codeHash', 'orderKey'] },
  { name: 'entries', table: 'outbox_entry', by: 'memberId' },
  // Signatures of orders and moves that nobody has posted: whoever reads them with card and PIN could.
  {
    name: 'redemptions',
    table: 'redemption',
    by: 'memberId',
    hidden: ['approvalHash', 'memberSignature', 'referenceKey'],
  },
  { name: 'restorations', table: 'restoration', by: 'memberId', hidden: ['referenceKey'] },
  { name: 'rewards', table: 'reward_claim', by: 'memberId', hidden: ['voucherKey'] },
  { name: 'accountActs', table: 'account_act', by: 'memberId' },
  { name: 'moves', table: 'move_request', by: 'memberId', hidden: ['toSignature'] },
  { name: 'erasure', table: 'erasure', by: 'memberId' },
  { name: 'passkeys', table: 'passkey', by: 'memberId' },
  { name: 'pin', table: 'member_pin', by: 'memberId', hidden: ['hash', 'resetHash'] },
  { name: 'pinTries', table: 'pin_place', by: 'memberId' },
  { name: 'sessions', table: 'member_session', by: 'memberId', hidden: ['tokenHash'] },
  { name: 'messages', table: 'message', by: 'memberId', hidden: ['sealed'] },
  { name: 'codes', table: 'one_time_code', by: 'memberId', hidden: ['valueHash', 'codeHash'] },
  { name: 'ledgerMovements', table: 'movement', by: 'account' },
  { name: 'ledgerShortfalls', table: 'shortfall', by: 'account' },
  { name: 'ledgerRedemptions', table: 'redemption_event', by: 'account' },
  { name: 'ledgerAccountEvents', table: 'account_event', by: 'account' },
] as const satisfies readonly MemberSection[]

/** A row of a section, as it is held; numbers beyond 2^53 and times as the database has them. */
export type MemberRow = Readonly<Record<string, unknown>>

/** What is between the parts of a key where keys are compared. */
const KEY_SEPARATOR = ' '

/** The rows of one section after a key (empty: from the first), in the order of their keys, each with its key. */
export async function listMemberRows(
  reader: Reader,
  { table, by, hidden = [] }: MemberSection,
  {
    memberId,
    accounts,
    after,
    rowsMax,
  }: { memberId: string; accounts: readonly string[]; after: string; rowsMax: number },
): Promise<{ key: string; row: MemberRow }[]> {
  const key = TABLES[table].key.map((column) => `t."${sqlName(column)}"::text`).join(`, '${KEY_SEPARATOR}', `)
  const isOwn =
    by === 'account'
      ? 't."account" in (select value from json_array_elements_text($1::json))'
      : `t."${sqlName(by)}" = $1::uuid`
  const rows = await reader.$queryRawUnsafe<({ placeOfRow: string } & Record<string, unknown>)[]>(
    `select * from (select concat(${key}) collate "C" as "placeOfRow", ${columnList(table, 't')} from ${table} t where ${isOwn}) held
     where "placeOfRow" > $2 order by "placeOfRow" limit $3`,
    by === 'account' ? JSON.stringify(accounts) : memberId,
    after,
    rowsMax,
  )
  return rows.map(({ placeOfRow, ...row }) => ({
    key: placeOfRow,
    row: Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column))),
  }))
}
