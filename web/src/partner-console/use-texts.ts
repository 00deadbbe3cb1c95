import { useTranslation } from 'react-i18next'

import { useProblemText } from '../app/problem-text.ts'
import { formatListDay, formatMicros, formatMoment, formatMoney, formatMonth, formatWhole } from '../ui/format.ts'
import { useUnit } from '../ui/unit-text.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('partner-console')
  const { language } = i18n
  const problem = useProblemText('partner-console')
  const unit = useUnit('partner-console')
  return {
    t,
    problem,
    whole: (value: string) => formatWhole(value, language),
    points: (value: string): string => `${formatWhole(value, language)} ${unit(value)}`,
    money: (minor: string, currency: string) => formatMoney(minor, currency, language),
    price: (micros: string, currency: string) => formatMicros(micros, currency, language),
    moment: (time: string) => formatMoment(time, language),
    day: (time: string) => formatListDay(time, language),
    month: (month: string) => formatMonth(month, language),
  }
}
