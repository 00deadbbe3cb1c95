import { hashText } from '../chain/receipts-tree.ts'
import { listEarningRules } from '../database/earning-rules.ts'
import { type Transaction } from '../database/engine/client.ts'
import {
  type AccrualCause,
  listAccrualCauses,
  listReversalCauses,
  type ReversalCause,
} from '../database/entry-causes.ts'
import { type OutboxEntry } from '../database/outbox.ts'
import { listProgrammeRulesByIds } from '../database/programme-rules.ts'
import { assert } from '../domain/assert.ts'
import { type Explanation, explanationText, ruleDocument, type RuleShare } from '../domain/explanations.ts'
import { readShares, type Share } from '../domain/programme/shares.ts'

interface Causes {
  /** By purchase: the rules that gave its points. */
  readonly accruals: ReadonlyMap<string, AccrualCause>
  /** By return. */
  readonly reversals: ReadonlyMap<string, readonly ReversalCause[]>
  /** By rule: the hash of its document. */
  readonly hashOf: ReadonlyMap<string, string>
  /** By entry: numbers that this transaction has not stored yet. */
  readonly numberOf: ReadonlyMap<string, bigint | null>
}

/**
 * Says of numbered accruals and reversals of a partner what explains their points. One whose purchase or return is not there names no
 * rule, which an audit counts as unexplained: it must not keep the others from the ledger.
 */
export async function explainEntries(
  tx: Transaction,
  partnerId: number,
  entries: readonly OutboxEntry[],
): Promise<OutboxEntry[]> {
  const causes = await readCauses(tx, partnerId, entries)
  return entries.map((entry) => ({ ...entry, explanation: explanationText(explain(entry, causes)) }))
}

async function readCauses(tx: Transaction, partnerId: number, entries: readonly OutboxEntry[]): Promise<Causes> {
  const sources = (kind: OutboxEntry['kind']) =>
    entries.filter((entry) => entry.kind === kind).map(({ sourceId }) => sourceId)
  const accruals = await listAccrualCauses(tx, sources('accrual'))
  const reversals = await listReversalCauses(tx, sources('accrual_reversal'))
  const rules = await listEarningRules(tx, [partnerId])
  const named = [...accruals, ...reversals].flatMap(({ shares }) => (shares === null ? [] : readShares(shares)))
  const further = await listProgrammeRulesByIds(tx, [...new Set(named.map(({ id }) => id))])
  return {
    accruals: new Map(accruals.map((cause) => [cause.purchaseId, cause])),
    reversals: Map.groupBy(reversals, ({ returnId }) => returnId),
    hashOf: new Map([
      ...rules.map((rule) => [rule.id, hashText(ruleDocument(rule))] as const),
      ...further.map(({ id, document }) => [id, hashText(document)] as const),
    ]),
    numberOf: new Map(entries.map(({ id, entryNumber }) => [id, entryNumber])),
  }
}

function explain({ kind, points, sourceId }: OutboxEntry, causes: Causes): Explanation {
  assert(kind !== 'shortfall_recovery', 'a recovery is explained by the accrual that it follows')
  if (kind === 'accrual') {
    const cause = causes.accruals.get(sourceId)
    const inputs = cause?.inputs ?? null
    const rules = cause === undefined ? [] : sharesBy(causes, { ...cause, points })
    return inputs === null ? { kind, rules } : { kind, rules, inputs: hashText(inputs) }
  }
  const taken = causes.reversals.get(sourceId) ?? []
  return {
    kind,
    reverses: taken.map((cause) => ({ entry: accrualNumber(causes, cause), points: cause.points })),
    rules: taken.flatMap((cause) => sharesBy(causes, cause)),
  }
}

/** By which rules, named by the hashes of their documents. A rule whose part was lost in rounding is named too: it counted. */
function sharesBy(
  { hashOf }: Causes,
  { earningRuleId, shares, points }: { earningRuleId: string; shares: string | null; points: bigint },
): RuleShare[] {
  const kept: readonly Share[] = shares === null ? [{ id: earningRuleId, points }] : readShares(shares)
  return kept.flatMap(({ id, points: share }) => {
    const hash = hashOf.get(id)
    return hash === undefined ? [] : [{ hash, points: share }]
  })
}

/**
 * Entries are numbered in the order in which they were written down, and a return finds only purchases that were: the accrual has its
 * number before the reversal, or gets a lower one in the same batch.
 */
function accrualNumber({ numberOf }: Causes, { accrualId, accrualNumber: stored }: ReversalCause): bigint {
  const number = stored ?? numberOf.get(accrualId) ?? null
  assert(number !== null, 'the accrual of a reversal was numbered before it')
  return number
}
