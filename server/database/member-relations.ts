import type { Reader, Transaction } from './engine/client.ts'
import { queryRows } from './engine/query-rows.ts'
import { insertRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { MemberRelationModel } from './generated/models.ts'

/** Since when a partner knows a member, because the member showed who they are. */
export type MemberRelation = Readonly<MemberRelationModel>

declare module './engine/tables.ts' {
  interface Rows {
    member_relation: MemberRelation
  }
}

/** Whether a partner knows a member: it enrolled them, they showed it their card, or they agreed to a redemption there. */
export async function isMemberKnown(
  reader: Reader,
  { memberId, partnerId }: { memberId: string; partnerId: number },
): Promise<boolean> {
  if ((await reader.memberRelation.count({ where: { memberId, partnerId } })) > 0) return true
  if ((await reader.member.count({ where: { id: memberId, enrolledBy: partnerId } })) > 0) return true
  return (await reader.redemption.findFirst({ where: { memberId, partnerId, consentedAt: { not: null } } })) !== null
}

/** What is noted of pairs of members and partners, in no order. */
export async function listRelations(
  reader: Reader,
  pairs: readonly { partnerId: number; memberId: string | null }[],
): Promise<MemberRelation[]> {
  const named = pairs.flatMap(({ partnerId, memberId }) => (memberId === null ? [] : [{ partnerId, memberId }]))
  if (named.length === 0) return []
  return queryRows(
    reader,
    `select ${columnList('member_relation', 'r')} from member_relation r
     join json_to_recordset($1::json) as named("partnerId" int, "memberId" uuid)
       on r.partner_id = named."partnerId" and r.member_id = named."memberId"`,
    JSON.stringify(named),
  )
}

/** Notes that members showed partners who they are; what was noted before stays. */
export async function noteRelations(tx: Transaction, relations: readonly MemberRelation[]): Promise<void> {
  await insertRows(tx, 'member_relation', relations)
}
