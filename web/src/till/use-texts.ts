import { useTranslation } from 'react-i18next'

import type { Reward } from '../api-client/rewards.ts'
import type { Purchase, Redemption } from '../api-client/till.ts'
import { useCodeText, useProblemText } from '../app/problem-text.ts'
import { useUnit } from '../ui/unit-text.ts'
import {
  formatClock,
  formatDay,
  formatMoment,
  formatMoney,
  formatPrintedMoment,
  formatRoundMoney,
  formatWhole,
} from '../ui/format.ts'
import { oneUnitOf } from './one-unit.ts'

type Earned = Pick<Purchase, 'eligibleMinor' | 'points' | 'currency' | 'earning'>

/** Whether the rule would have given more than it allows for one purchase. */
function isCapped({ points, perMinor }: Purchase['earning'], eligibleMinor: string, earned: string): boolean {
  return (BigInt(eligibleMinor) * BigInt(points)) / BigInt(perMinor) > BigInt(earned)
}

/** Numbers, money and refusals as the language that is shown says them. */
export function useTexts() {
  const { t, i18n } = useTranslation('till')
  const { language } = i18n
  const refusal = useCodeText('till')
  const problem = useProblemText('till')
  const unit = useUnit('till')
  const points = (value: string): string => `${formatWhole(value, language)} ${unit(value)}`
  const rule = ({ points: given, perMinor }: Purchase['earning'], currency: string): string => {
    const { unit: names } = t('purchase', { returnObjects: true })
    const isOneUnit = perMinor === oneUnitOf(currency) && currency in names
    const unit = isOneUnit ? names[currency as keyof typeof names] : formatRoundMoney(perMinor, currency, language)
    return t('purchase.rule', { points: points(given), unit })
  }
  return {
    t,
    /** Why a purchase earned what it earned, as a cashier says it. */
    why: ({ eligibleMinor, points: earned, currency, earning }: Earned): string =>
      t(isCapped(earning, eligibleMinor, earned) ? 'purchase.whyCapped' : 'purchase.why', {
        amount: formatMoney(eligibleMinor, currency, language),
        points: points(earned),
        rule: rule(earning, currency),
      }),
    /** A moment on paper, in the time zone of the shop. */
    printedMoment: (time: string, timeZone: string | null) => formatPrintedMoment(time, language, timeZone),
    language,
    points,
    roundMoney: (minor: string, currency: string) => formatRoundMoney(minor, currency, language),
    money: (minor: string, currency: string) => formatMoney(minor, currency, language),
    day: (time: string) => formatDay(time, language),
    moment: (time: string) => formatMoment(time, language),
    clock: (time: string) => formatClock(time, language),
    /** Where a redemption stands; a customer's no is told apart from the till's own. */
    standing: ({ state, voidedBy }: Pick<Redemption, 'state' | 'voidedBy'>): string =>
      t(state === 'voided' && voidedBy !== null && voidedBy !== 'partner' ? 'state.declined' : `state.${state}`),
    /** What a reward is called; English is always there. */
    titleOf: ({ texts }: Pick<Reward, 'texts'>): string => (texts[language] ?? texts['en'])?.title ?? '',
    /** Why something was refused, and what to do about it. */
    refusal,
    problem,
  }
}
