import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules } from '../../database/earning-rules.ts'
import { findEntry } from '../../database/entry-states.ts'
import { listProgrammeRulesByIds } from '../../database/programme-rules.ts'
import { listReturnablePurchasesByIds } from '../../database/returns.ts'
import { assert } from '../../domain/assert.ts'
import { ruleDocument } from '../../domain/explanations.ts'
import { readShares, type Share } from '../../domain/programme/shares.ts'
import { Rejection } from '../../domain/rejection.ts'

/** All that is needed to work out the points of an accrual again. */
export interface Calculation {
  readonly entryId: string
  readonly points: bigint
  readonly eligibleMinor: bigint
  /** The earning rule, and then the others in the order in which they gave. */
  readonly rules: readonly { readonly document: string; readonly points: bigint }[]
  readonly inputs: string | null
}

/** Reads what gave the points of one of a partner's own accruals: the documents of its rules, and what these were asked about. */
export async function readCalculation(
  { db }: { db: Reader },
  { partnerId, entryId }: { partnerId: number; entryId: string },
): Promise<Calculation> {
  const entry = await findEntry(db, entryId)
  if (entry === null || entry.partnerId !== partnerId) throw new Rejection('receipt_unknown', { entryId })
  if (entry.kind !== 'accrual') throw new Rejection('calculation_unknown', { entryId })
  const [purchase] = await listReturnablePurchasesByIds(db, [entry.sourceId])
  assert(purchase !== undefined, 'an accrual is of a recorded purchase')
  const { points, eligibleMinor, earningRuleId, inputs } = purchase
  const shares: readonly Share[] =
    purchase.shares === null ? [{ id: earningRuleId, points }] : readShares(purchase.shares)
  const documentOf = await readDocuments(db, { partnerId, ids: shares.map(({ id }) => id) })
  const rules = shares.map((share) => ({ document: documentOf(share.id), points: share.points }))
  return { entryId, points, eligibleMinor, rules, inputs }
}

async function readDocuments(db: Reader, { partnerId, ids }: { partnerId: number; ids: readonly string[] }) {
  const linear = (await listEarningRules(db, [partnerId])).map((rule) => [rule.id, ruleDocument(rule)] as const)
  const further = (await listProgrammeRulesByIds(db, ids)).map(({ id, document }) => [id, document] as const)
  const documents = new Map([...linear, ...further])
  return (id: string): string => {
    const document = documents.get(id)
    assert(document !== undefined, 'the rules of a recorded purchase are kept')
    return document
  }
}
