import type { NewReward } from '../../api-client/console-rewards.ts'
import { readMoney, readWhole } from '../../ui/read-typed.ts'
import type { RewardField, TypedReward } from './typed-reward.ts'

export const TITLE_LENGTH_MAX = 80
export const DESCRIPTION_LENGTH_MAX = 500
/** The most that the server takes. */
const PER_MEMBER_MAX = 1_000_000
const CLAIM_DAYS_MAX = 3_650
const NOTE_NAME = /^[A-Za-z0-9_.-]{1,40}$/

/** What could be read of the form, for the preview; which fields cannot be meant; and the reward, once all fields can. */
export interface ReadReward {
  readonly faults: ReadonlySet<RewardField>
  readonly terms: NewReward
  readonly isWhole: boolean
}

/** Reads the form. A field that is empty where it may be is left to the server. */
export function readReward(
  typed: TypedReward,
  { currency, replacesId, now }: { currency: string; replacesId: string | null; now: Date },
): ReadReward {
  const faults = new Set<RewardField>()
  const found = <Value>(field: RewardField, value: Value | null, isNeeded = false): Value | undefined => {
    if (value === null && (isNeeded || typed[field].trim() !== '')) faults.add(field)
    return value ?? undefined
  }
  const { kind } = typed
  const points = found('points', readWhole(typed.points), true)
  const validFrom = readMoment(typed.validFrom)
  const validUntil = readMoment(typed.validUntil)
  const isOver = validUntil !== null && validUntil <= (validFrom ?? now)
  const optional = {
    discountMinor:
      kind === 'basket_discount' ? found('discount', readMoney(typed.discount, currency), true) : undefined,
    basketMinMinor: found('basketMin', readMoney(typed.basketMin, currency)),
    charityId: kind === 'donation' ? found('charityId', typed.charityId || null, true) : undefined,
    // As many gift codes as are in the pool.
    stock: kind === 'gift_code' ? undefined : found('stock', readWhole(typed.stock)),
    perMemberMax: found('perMemberMax', readUpTo(typed.perMemberMax, PER_MEMBER_MAX)),
    validFrom: found('validFrom', validFrom)?.toISOString(),
    validUntil: found('validUntil', isOver ? null : validUntil)?.toISOString(),
    claimDays: found('claimDays', readUpTo(typed.claimDays, CLAIM_DAYS_MAX)),
    tier: typed.tier.trim() || undefined,
    metadata: found('notes', readNotes(typed.notes)),
    replacesId: replacesId ?? undefined,
  }
  const texts = readTexts(typed, faults)
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { faults, terms: { kind, points: points ?? '0', texts, ...given }, isWhole: faults.size === 0 }
}

/** English is needed; French as a whole or not at all. */
function readTexts(typed: TypedReward, faults: Set<RewardField>): NewReward['texts'] {
  const [title, description] = [typed.title.trim(), typed.description.trim()]
  const [titleFr, descriptionFr] = [typed.titleFr.trim(), typed.descriptionFr.trim()]
  const isFrench = titleFr !== '' || descriptionFr !== ''
  if (title === '') faults.add('title')
  if (description === '') faults.add('description')
  if (isFrench && titleFr === '') faults.add('titleFr')
  if (isFrench && descriptionFr === '') faults.add('descriptionFr')
  return {
    en: { title, description },
    ...(isFrench ? { fr: { title: titleFr || title, description: descriptionFr || description } } : {}),
  }
}

function readUpTo(typed: string, max: number): number | null {
  const number = readWhole(typed)
  return number === null || Number(number) > max ? null : Number(number)
}

function readMoment(typed: string): Date | null {
  const moment = new Date(typed)
  return typed === '' || Number.isNaN(moment.getTime()) ? null : moment
}

/** Notes, one a line, as `season = winter`; null where a line is none, or there are none at all. */
function readNotes(typed: string): Record<string, string> | null {
  const lines = typed.split('\n').filter((line) => line.trim() !== '')
  const notes = lines.map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const
  })
  const isGood = lines.length > 0 && lines.every((line) => line.includes('='))
  return isGood && notes.every(([name]) => NOTE_NAME.test(name)) ? Object.fromEntries(notes) : null
}
