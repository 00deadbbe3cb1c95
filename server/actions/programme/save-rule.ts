import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { insertProgrammeRule, listProgrammeRules, type StoredProgrammeRule } from '../../database/programme-rules.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { checkRuleTerms, programmeDocument, type RuleTerms } from '../../domain/programme/rule-terms.ts'
import { Rejection } from '../../domain/rejection.ts'

/** How many versions of rules a partner may have, over all times. */
export const RULE_VERSIONS_MAX = 1_000

export interface ProgrammeDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
}

/** Terms of a rule as a brand writes them. */
export type NewRule = Omit<RuleTerms, 'number' | 'version' | 'currency' | 'startsAt'> & {
  /** Null for a new rule; otherwise that of which it is the next version. */
  readonly number: number | null
  /** The partner's main one where it is null. */
  readonly currency: string | null
  /** Now where it is null. */
  readonly startsAt: Date | null
}

/** Saves a rule, or the next version of one, as a draft: it gives nothing before it is switched on. */
export async function saveRule({ db, clock, ids }: ProgrammeDeps, asked: NewRule): Promise<StoredProgrammeRule> {
  const now = clock.now()
  return db.transaction(async (tx) => {
    const { partnerId } = asked
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const earlier = await listProgrammeRules(tx, { partnerId, rowsMax: RULE_VERSIONS_MAX })
    if (earlier.length >= RULE_VERSIONS_MAX) throw new Rejection('rules_too_many', { versionsMax: RULE_VERSIONS_MAX })
    const terms = {
      ...asked,
      ...nextOf(earlier, asked.number),
      currency: asked.currency ?? partner.currency,
      startsAt: asked.startsAt ?? now,
    }
    checkRuleTerms(terms)
    const { number, version } = terms
    const kept = { partnerId, number, version, status: 'draft' as const, document: programmeDocument(terms) }
    const rule = { ...kept, id: ids.next(), createdAt: now, changedAt: now }
    await insertProgrammeRule(tx, rule)
    return rule
  })
}

function nextOf(earlier: readonly StoredProgrammeRule[], asked: number | null): { number: number; version: number } {
  if (asked === null) return { number: Math.max(0, ...earlier.map(({ number }) => number)) + 1, version: 1 }
  const versions = earlier.filter(({ number }) => number === asked).map(({ version }) => version)
  if (versions.length === 0) throw new Rejection('rule_unknown', { number: asked })
  return { number: asked, version: Math.max(...versions) + 1 }
}
