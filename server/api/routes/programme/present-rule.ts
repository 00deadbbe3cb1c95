import type { z } from 'zod'

import type { StoredProgrammeRule } from '../../../database/programme-rules.ts'
import { presentEffect, readProgrammeDocument } from '../../../domain/programme/rule-terms.ts'
import type { RuleResponse } from '../../schemas/programme/rules.ts'

/** A version of a rule, with what it is doing now: one that is live may be scheduled for later, or over. */
export function presentRule(rule: StoredProgrammeRule, now: Date): z.input<typeof RuleResponse> {
  const terms = readProgrammeDocument(rule.document)
  const { number, version, title, condition, currency, group, position, evaluator, startsAt, endsAt } = terms
  return {
    ruleId: rule.id,
    number,
    version,
    status: statusOf(rule, { startsAt, endsAt, now }),
    title,
    effect: presentEffect(terms.effect),
    condition,
    evaluator,
    currency,
    minimumMinor: String(terms.minimumMinor),
    pointsMax: String(terms.pointsMax),
    position,
    group,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    createdAt: rule.createdAt.toISOString(),
  }
}

function statusOf(
  { status }: StoredProgrammeRule,
  { startsAt, endsAt, now }: { startsAt: Date; endsAt: Date | null; now: Date },
): z.input<typeof RuleResponse>['status'] {
  if (status === 'draft' || status === 'ended') return status
  if (endsAt !== null && endsAt <= now) return 'ended'
  return status === 'live' && startsAt > now ? 'scheduled' : status
}
