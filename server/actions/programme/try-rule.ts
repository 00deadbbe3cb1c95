import { listEarningRules } from '../../database/earning-rules.ts'
import { findPartner } from '../../database/partners.ts'
import { listProgrammeRulesByIds } from '../../database/programme-rules.ts'
import { listTrialPurchases, type TrialPurchase } from '../../database/trial-purchases.ts'
import { assert } from '../../domain/assert.ts'
import { type EarningTerms, OCCURRED_AT_MIN } from '../../domain/earning.ts'
import { decideRules, type Programme, programmeOf, readyRule } from '../../domain/programme/decide-rules.ts'
import { factsOf } from '../../domain/programme/facts.ts'
import { givePoints } from '../../domain/programme/give-points.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { ProgrammeDeps } from './save-rule.ts'

/** How many purchases a rule is tried with at once: about half a second's work. */
export const TRIAL_PURCHASES_MAX = 20_000

/** What a rule would have given in a period. */
export interface Trial {
  readonly purchases: number
  readonly given: number
  readonly points: bigint
  readonly faults: number
  /** Whether all purchases of the period were looked at; otherwise the newest were. */
  readonly isWhole: boolean
}

interface Asked {
  readonly partnerId: number
  readonly ruleId: string
  readonly from: Date
  readonly until: Date
}

/** Works out what a version of a rule, alone beside the earning rule, would have given for the purchases of a period. */
export async function tryRule({ db }: Pick<ProgrammeDeps, 'db'>, asked: Asked): Promise<Trial> {
  const { partnerId, ruleId } = asked
  const [stored] = await listProgrammeRulesByIds(db, [ruleId])
  if (stored?.partnerId !== partnerId) throw new Rejection('rule_unknown', { ruleId })
  // Whenever they were made: its dates are for what is to come.
  const rule = { ...readyRule(stored.id, stored.document), startsAt: OCCURRED_AT_MIN, endsAt: null }
  const programme = programmeOf([rule])
  const timeZone = (await findPartner(db, partnerId))?.timeZone ?? null
  const bases = new Map((await listEarningRules(db, [partnerId])).map((one) => [one.id, one]))
  const found = await listTrialPurchases(db, { ...asked, rowsMax: TRIAL_PURCHASES_MAX + 1 })
  const tried = found.slice(0, TRIAL_PURCHASES_MAX)
  let [given, faults, points] = [0, 0, 0n]
  for (const purchase of tried) {
    const base = bases.get(purchase.earningRuleId)
    assert(base !== undefined, 'the rule of a recorded purchase is kept')
    const share = shareFor(programme, { base, purchase, timeZone })
    if (share === null) faults += 1
    else if (share > 0n) given += 1
    points += share ?? 0n
  }
  return { purchases: tried.length, given, points, faults, isWhole: found.length === tried.length }
}

/** What the one rule of a programme gives for a purchase; null where it cannot tell. */
function shareFor(
  programme: Programme,
  { base, purchase, timeZone }: { base: EarningTerms; purchase: TrialPurchase; timeZone: string | null },
): bigint | null {
  const { giving, skipped } = decideRules(programme, factsOf(purchase, timeZone))
  if (skipped.length > 0) return null
  return givePoints(base, giving, purchase.eligibleMinor)[1] ?? 0n
}
