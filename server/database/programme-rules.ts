import type { Reader, Transaction } from './engine/client.ts'
import type { ProgrammeRuleModel } from './generated/models.ts'
import { queryRows } from './engine/query-rows.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** What a brand does with a version of a rule. Whether a live one has begun is a matter of its dates. */
export type RuleStatus = 'draft' | 'live' | 'paused' | 'ended'

/** One version of a rule as it is stored. */
export type StoredProgrammeRule = Narrow<ProgrammeRuleModel, { status: RuleStatus }>

declare module './engine/tables.ts' {
  interface Rows {
    programme_rule: StoredProgrammeRule
  }
}

/** Which versions are live at a partner. */
export interface LiveRules {
  readonly partnerId: number
  /** Their ids in order, with commas between them: equal where nothing changed. */
  readonly ids: string
}

/** Which versions are live at these partners, a row for each that has any: every purchase asks, so it is told in one short text. */
export async function listLiveRules(reader: Reader, partnerIds: readonly number[]): Promise<LiveRules[]> {
  return queryRows(
    reader,
    `select partner_id as "partnerId", string_agg(id::text, ',' order by id) as ids from programme_rule
     where partner_id = any($1::int[]) and status = 'live' group by partner_id`,
    partnerIds,
  )
}

/** The versions of these ids, in no order. */
export async function listProgrammeRulesByIds(reader: Reader, ids: readonly string[]): Promise<StoredProgrammeRule[]> {
  if (ids.length === 0) return []
  return queryRows(reader, `select ${columnList('programme_rule')} from programme_rule where id = any($1::uuid[])`, ids)
}

/** The documents of these partners' rules, without drafts: they never gave a point. */
export async function listRuleDocuments(reader: Reader, partnerIds: readonly number[]): Promise<string[]> {
  const rows = await queryRows<{ document: string }>(
    reader,
    `select document from programme_rule where partner_id = any($1::int[]) and status <> 'draft' order by id`,
    partnerIds,
  )
  return rows.map(({ document }) => document)
}

/** All versions of a partner's rules, the newest rule first, and of a rule the newest version; at most `rowsMax`. */
export async function listProgrammeRules(
  reader: Reader,
  { partnerId, rowsMax }: { partnerId: number; rowsMax: number },
): Promise<StoredProgrammeRule[]> {
  return queryRows(
    reader,
    `select ${columnList('programme_rule')} from programme_rule where partner_id = $1
     order by number desc, version desc limit $2`,
    partnerId,
    rowsMax,
  )
}

/** Stores a version for the first time; the caller has locked the partner. */
export async function insertProgrammeRule(tx: Transaction, rule: StoredProgrammeRule): Promise<void> {
  await insertNewRows(tx, 'programme_rule', [rule], 'rules of a locked partner are numbered one after another')
}

/** Stores what became of versions that are there, of a partner that is locked. */
export async function saveProgrammeRules(tx: Transaction, rules: readonly StoredProgrammeRule[]): Promise<void> {
  await saveRows(tx, 'programme_rule', rules)
}
