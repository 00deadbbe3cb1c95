import type { OwnReward } from '../../api-client/console-rewards.ts'

/** What of a reward may be another in the next version; how long it is offered is shown by itself. */
const TERMS = {
  kind: ({ kind }) => kind,
  texts: ({ texts }) => [texts['en'], texts['fr']],
  points: ({ points }) => points,
  discount: ({ discountMinor }) => discountMinor,
  basketMin: ({ basketMinMinor }) => basketMinMinor,
  charity: ({ charityId }) => charityId,
  stock: ({ stock }) => stock,
  perMemberMax: ({ perMemberMax }) => perMemberMax,
  claimDays: ({ claimDays }) => claimDays,
  tier: ({ tier }) => tier,
  picture: ({ picture }) => picture?.url,
} satisfies Record<string, (reward: OwnReward) => unknown>

export type ChangedTerm = keyof typeof TERMS

/** The terms in which a reward differs from the one that it followed. */
export function changedTerms(before: OwnReward, after: OwnReward): ChangedTerm[] {
  return (Object.keys(TERMS) as ChangedTerm[]).filter((term) => {
    const of = TERMS[term] as (reward: OwnReward) => unknown
    return JSON.stringify(of(before)) !== JSON.stringify(of(after))
  })
}
