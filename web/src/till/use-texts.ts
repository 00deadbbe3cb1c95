import { useTranslation } from 'react-i18next'

import { Problem } from '../api-client/problem.ts'
import type { Reward } from '../api-client/rewards.ts'
import type { Redemption } from '../api-client/till.ts'
import { formatClock, formatDay, formatMoney, formatWhole, isSingular } from '../ui/format.ts'

/** Numbers, money and refusals as the language that is shown says them. */
export function useTexts() {
  const { t, i18n } = useTranslation('till')
  const { language } = i18n
  // The types take what follows an underscore for a grammatical context, and codes have underscores.
  const sayCode = t as unknown as (key: string, values: Readonly<Record<string, string>>) => string
  const points = (value: string): string =>
    `${formatWhole(value, language)} ${t(isSingular(value, language) ? 'unit.one' : 'unit.other')}`
  const refusal = (code: string, details: Readonly<Record<string, unknown>> = {}): string => {
    const values = Object.fromEntries(
      Object.entries(details).map(([name, value]) => [name, writeDetail(name, String(value), language)]),
    )
    const key = code === 'pin_locked' && details['lockedUntil'] === undefined ? 'pin_locked_for_good' : code
    return i18n.exists(`till:problem.${key}`) ? sayCode(`problem.${key}`, values) : t('problem.other', { code })
  }
  return {
    t,
    language,
    points,
    money: (minor: string, currency: string) => formatMoney(minor, currency, language),
    day: (time: string) => formatDay(time, language),
    clock: (time: string) => formatClock(time, language),
    /** Where a redemption stands; a customer's no is told apart from the till's own. */
    standing: ({ state, voidedBy }: Pick<Redemption, 'state' | 'voidedBy'>): string =>
      t(state === 'voided' && voidedBy !== null && voidedBy !== 'partner' ? 'state.declined' : `state.${state}`),
    /** What a reward is called; English is always there. */
    titleOf: ({ texts }: Pick<Reward, 'texts'>): string => (texts[language] ?? texts['en'])?.title ?? '',
    /** Why something was refused, and what to do about it. */
    refusal,
    problem: (error: unknown) =>
      error instanceof Problem ? refusal(error.code, error.details) : refusal('internal_error'),
  }
}

function writeDetail(name: string, text: string, language: string): string {
  if (name.startsWith('points') && /^-?\d+$/.test(text)) return formatWhole(text, language)
  return name === 'lockedUntil' ? formatClock(text, language) : text
}
