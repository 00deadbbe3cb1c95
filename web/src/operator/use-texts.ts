import { useTranslation } from 'react-i18next'

import { useProblemText } from '../app/problem-text.ts'
import {
  currencyName,
  formatListDay,
  formatMinorUnits,
  formatMoment,
  formatMoney,
  formatMonth,
  formatWhole,
} from '../ui/format.ts'
import { useUnit } from '../ui/unit-text.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('operator')
  const { language } = i18n
  const problem = useProblemText('operator')
  const unit = useUnit('operator')
  return {
    t,
    problem,
    whole: (value: bigint | string) => formatWhole(value, language),
    points: (value: bigint | string): string => `${formatWhole(value, language)} ${unit(value)}`,
    money: (minor: bigint | string, currency: string) => formatMoney(String(minor), currency, language),
    price: (micros: string) => formatMinorUnits(micros, language),
    moment: (time: Date | string) => formatMoment(typeof time === 'string' ? time : time.toISOString(), language),
    day: (time: string) => formatListDay(time, language),
    month: (month: string) => formatMonth(month, language),
    currencyName: (currency: string) => currencyName(currency, language),
  }
}
