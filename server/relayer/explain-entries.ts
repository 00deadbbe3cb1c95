import { hashText } from '../chain/receipts-tree.ts'
import { listEarningRules } from '../database/earning-rules.ts'
import { type Transaction } from '../database/engine/client.ts'
import { listAccrualCauses, listReversalCauses, type ReversalCause } from '../database/entry-causes.ts'
import { type OutboxEntry } from '../database/outbox.ts'
import { assert } from '../domain/assert.ts'
import { type Explanation, explanationText, ruleDocument, type RuleShare } from '../domain/explanations.ts'

interface Causes {
  /** By purchase: the rule that gave its points. */
  readonly ruleOf: ReadonlyMap<string, string>
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
  return {
    ruleOf: new Map(accruals.map(({ purchaseId, earningRuleId }) => [purchaseId, earningRuleId])),
    reversals: Map.groupBy(reversals, ({ returnId }) => returnId),
    hashOf: new Map(rules.map((rule) => [rule.id, hashText(ruleDocument(rule))])),
    numberOf: new Map(entries.map(({ id, entryNumber }) => [id, entryNumber])),
  }
}

function explain({ kind, points, sourceId }: OutboxEntry, causes: Causes): Explanation {
  assert(kind !== 'shortfall_recovery', 'a recovery is explained by the accrual that it follows')
  if (kind === 'accrual') return { kind, rules: shareOf(causes, causes.ruleOf.get(sourceId), points) }
  const taken = causes.reversals.get(sourceId) ?? []
  return {
    kind,
    reverses: taken.map((cause) => ({ entry: accrualNumber(causes, cause), points: cause.points })),
    rules: taken.flatMap((cause) => shareOf(causes, cause.earningRuleId, cause.points)),
  }
}

function shareOf({ hashOf }: Causes, ruleId: string | undefined, points: bigint): RuleShare[] {
  const hash = ruleId === undefined ? undefined : hashOf.get(ruleId)
  return hash === undefined ? [] : [{ hash, points }]
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
