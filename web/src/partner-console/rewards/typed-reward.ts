import { decimalOfMinor } from '../../../../server/domain/currencies.ts'
import type { OwnReward } from '../../api-client/console-rewards.ts'

export type RewardKind = OwnReward['kind']

export const REWARD_KINDS: readonly RewardKind[] = [
  'product',
  'basket_discount',
  'service',
  'gift_code',
  'access',
  'donation',
]

/** What stands in the form of a reward. Moments are as the browser's own field writes them: in the time of this device. */
export interface TypedReward {
  readonly kind: RewardKind
  readonly title: string
  readonly description: string
  readonly titleFr: string
  readonly descriptionFr: string
  readonly points: string
  readonly discount: string
  readonly basketMin: string
  readonly charityId: string
  readonly stock: string
  readonly perMemberMax: string
  readonly validFrom: string
  readonly validUntil: string
  readonly claimDays: string
  readonly tier: string
  readonly notes: string
}

export type RewardField = Exclude<keyof TypedReward, 'kind'>

const EMPTY: TypedReward = {
  kind: 'product',
  title: '',
  description: '',
  titleFr: '',
  descriptionFr: '',
  points: '',
  discount: '',
  basketMin: '',
  charityId: '',
  stock: '',
  perMemberMax: '',
  validFrom: '',
  validUntil: '',
  claimDays: '',
  tier: '',
  notes: '',
}

const typedAmount = (minor: string | null, currency: string): string =>
  minor === null || minor === '0' ? '' : decimalOfMinor(BigInt(minor), currency)

/** A moment as the field of a browser writes it. */
function typedMoment(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** A form that begins with the terms of a reward that is to be replaced: as many as are left of it, and what is not over yet. */
export function typeReward(before: OwnReward | null, now: Date): TypedReward {
  if (before === null) return EMPTY
  const { kind, texts, currency, stockLeft, perMemberMax, validFrom, validUntil, claimDays, tier, metadata } = before
  const later = (time: string | null) => (time !== null && new Date(time) > now ? typedMoment(new Date(time)) : '')
  return {
    kind,
    title: texts['en']?.title ?? '',
    description: texts['en']?.description ?? '',
    titleFr: texts['fr']?.title ?? '',
    descriptionFr: texts['fr']?.description ?? '',
    points: before.points,
    discount: typedAmount(before.discountMinor, currency),
    basketMin: typedAmount(before.basketMinMinor, currency),
    charityId: before.charityId ?? '',
    stock: kind === 'gift_code' || stockLeft === '0' ? '' : (stockLeft ?? ''),
    perMemberMax: perMemberMax === null ? '' : String(perMemberMax),
    validFrom: later(validFrom),
    validUntil: later(validUntil),
    claimDays: claimDays === null ? '' : String(claimDays),
    tier: tier ?? '',
    notes: Object.entries(metadata)
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n'),
  }
}
