import { z } from 'zod'

import { CONDITION_LENGTH_MAX } from '../../../domain/programme/condition.ts'
import {
  RULE_GROUP_LENGTH_MAX,
  RULE_POSITION_MAX,
  RULE_TITLE_LENGTH_MAX,
} from '../../../domain/programme/rule-terms.ts'
import { wholeListOf } from '../pagination.ts'
import {
  AmountOut,
  Currency,
  Decimal,
  FORBIDDEN_CHARACTERS,
  Instant,
  PointsOut,
  text,
  TimeOut,
  Uuid,
} from '../values.ts'

const DecimalText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,17})$/, 'must be a whole number in decimal digits')
  .meta({ example: '5' })

export const RuleEffect = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rate'), points: DecimalText, perMinor: DecimalText }).meta({ id: 'RateEffect' }),
    z.strictObject({ kind: z.literal('multiplier'), percent: DecimalText }).meta({ id: 'MultiplierEffect' }),
    z.strictObject({ kind: z.literal('bonus'), points: DecimalText }).meta({ id: 'BonusEffect' }),
  ])
  .meta({
    id: 'RuleEffect',
    description:
      'Points for an amount; a share of what the rules before it gave, as 200 percent doubles it; or points once',
  })

const RuleNumber = z.int().min(1).max(2_147_483_647)
const Position = z.int().min(0).max(RULE_POSITION_MAX)

export const SaveRuleBody = z
  .strictObject({
    number: RuleNumber.optional().meta({
      description: 'Of the rule whose next version it is; left out for a new rule',
    }),
    title: text(RULE_TITLE_LENGTH_MAX).meta({ example: 'Double points at weekends' }),
    effect: RuleEffect,
    condition: z
      .string()
      .max(CONDITION_LENGTH_MAX)
      .refine((value) => !FORBIDDEN_CHARACTERS.test(value), 'has control, format or unpaired characters')
      .default('')
      .meta({ description: 'In CEL; empty holds for every purchase', example: 'weekday in [6, 7]' }),
    currency: Currency.optional().meta({ description: 'Your main one when left out' }),
    minimumMinor: Decimal.default(0n).meta({
      type: 'string',
      description: 'It gives nothing below, also after a return',
      example: '0',
    }),
    pointsMax: Decimal.meta({ description: 'The most that it gives for one purchase', example: '10000' }),
    position: Position.default(100).meta({
      description: 'Rules give in this order; a multiplier counts what came before',
    }),
    group: text(RULE_GROUP_LENGTH_MAX).optional().meta({ description: 'Of the rules of a group only the first gives' }),
    startsAt: Instant.optional().meta({ description: 'For purchases made from here on; now when left out' }),
    endsAt: Instant.optional().meta({ description: 'For purchases made before; never when left out' }),
  })
  .meta({ id: 'SaveRule' })

export const RuleResponse = z
  .object({
    ruleId: Uuid.meta({ description: 'Of this version' }),
    number: RuleNumber,
    version: z.int(),
    status: z.enum(['draft', 'scheduled', 'live', 'paused', 'ended']),
    title: z.string(),
    effect: RuleEffect,
    condition: z.string(),
    evaluator: z.string(),
    currency: z.string(),
    minimumMinor: AmountOut,
    pointsMax: PointsOut,
    position: z.int(),
    group: z.string().nullable(),
    startsAt: TimeOut,
    endsAt: TimeOut.nullable(),
    createdAt: TimeOut,
  })
  .meta({ id: 'ProgrammeRule' })

export const RulesResponse = wholeListOf('ProgrammeRules', RuleResponse)

export const ChangeRuleBody = z.strictObject({ status: z.enum(['live', 'paused', 'ended']) }).meta({ id: 'ChangeRule' })

export const TryRuleBody = z
  .strictObject({ from: Instant, until: Instant })
  .meta({ id: 'TryRule', description: 'Purchases recorded from the first moment on, and before the second' })

export const TrialResponse = z
  .object({
    purchases: z.int().meta({ description: 'Purchases of the period' }),
    given: z.int().meta({ description: 'Those for which the rule would have given points' }),
    points: PointsOut,
    faults: z.int().meta({ description: 'Those for which the condition could not tell' }),
    isWhole: z.boolean().meta({ description: 'False where there were more purchases than are tried at once' }),
  })
  .meta({ id: 'RuleTrial' })
