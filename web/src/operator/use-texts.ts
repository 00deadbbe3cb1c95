import { useTranslation } from 'react-i18next'

import { useProblemText } from '../app/problem-text.ts'
import { useUnit } from '../ui/unit-text.ts'
import { currencyName, formatMoment, formatMoney, formatWhole } from '../ui/format.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('operator')
  const { language } = i18n
  const problem = useProblemText('operator')
  const unit = useUnit('operator')
  return {
    t,
    problem,
    whole: (value: bigint) => formatWhole(value, language),
    points: (value: bigint | string): string => `${formatWhole(value, language)} ${unit(value)}`,
    money: (minor: bigint, currency: string) => formatMoney(String(minor), currency, language),
    moment: (time: Date) => formatMoment(time.toISOString(), language),
    currencyName: (currency: string) => currencyName(currency, language),
  }
}
