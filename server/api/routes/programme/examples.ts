import type { OperationExamples } from '../../operation-example.ts'

const RULE = {
  ruleId: '0199ab50-2c10-7a02-8b6e-5b0f4c8d2e90',
  number: 1,
  version: 1,
  status: 'draft',
  title: 'Double points at weekends',
  effect: { kind: 'multiplier', percent: '200' },
  condition: 'weekday in [6, 7]',
  evaluator: '@bufbuild/cel 0.6.1, profile 1',
  currency: 'GBP',
  minimumMinor: '0',
  pointsMax: '10000',
  position: 100,
  group: null,
  startsAt: '2026-12-01T00:00:00.000Z',
  endsAt: '2027-01-01T00:00:00.000Z',
  createdAt: '2026-11-23T08:00:00.000Z',
}

export const programmeExamples: OperationExamples = {
  saveRule: {
    body: {
      title: RULE.title,
      effect: RULE.effect,
      condition: RULE.condition,
      pointsMax: RULE.pointsMax,
      startsAt: '2026-12-01T00:00:00Z',
      endsAt: '2027-01-01T00:00:00Z',
    },
    answer: RULE,
  },
  listRules: { answer: { data: [RULE], nextCursor: null } },
  changeRule: { body: { status: 'live' }, answer: { ...RULE, status: 'scheduled' } },
  tryRule: {
    body: { from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' },
    answer: { purchases: 1240, given: 391, points: '7810', faults: 0, isWhole: true },
  },
}
