import { lockPartner } from '../../database/partners.ts'
import {
  listProgrammeRules,
  type RuleStatus,
  saveProgrammeRules,
  type StoredProgrammeRule,
} from '../../database/programme-rules.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type ProgrammeDeps, RULE_VERSIONS_MAX } from './save-rule.ts'

/** How many rules of a partner may be live at once: each is asked about each purchase. */
export const RULES_LIVE_MAX = 200

/** What a brand may do with a version that it saved. */
export type RuleChange = Exclude<RuleStatus, 'draft'>

interface Asked {
  readonly partnerId: number
  readonly ruleId: string
  readonly status: RuleChange
}

/**
 * Switches a version of a rule on, pauses it, or ends it for good. Where a version is switched on, the others of its rule end: at most one
 * version of a rule gives points. What was earned stays.
 */
export async function changeRule({ db, clock }: ProgrammeDeps, asked: Asked): Promise<StoredProgrammeRule> {
  const { partnerId, ruleId, status } = asked
  return db.transaction(async (tx) => {
    if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
    const rules = await listProgrammeRules(tx, { partnerId, rowsMax: RULE_VERSIONS_MAX })
    const rule = rules.find(({ id }) => id === ruleId)
    if (rule === undefined) throw new Rejection('rule_unknown', { ruleId })
    if (rule.status === status) return rule
    if (rule.status === 'ended') throw new Rejection('rule_ended', { ruleId })
    const changed = { ...rule, status, changedAt: clock.now() }
    const replaced = status === 'live' ? rules.filter((other) => isReplaced(other, rule)) : []
    const others = rules.filter((other) => other.status === 'live' && other.id !== ruleId && !replaced.includes(other))
    if (status === 'live' && others.length >= RULES_LIVE_MAX)
      throw new Rejection('rules_too_many', { livesMax: RULES_LIVE_MAX })
    const ended = replaced.map((other) => ({ ...other, status: 'ended' as const, changedAt: clock.now() }))
    await saveProgrammeRules(tx, [changed, ...ended])
    return changed
  })
}

function isReplaced(other: StoredProgrammeRule, by: StoredProgrammeRule): boolean {
  return other.id !== by.id && other.number === by.number && (other.status === 'live' || other.status === 'paused')
}
