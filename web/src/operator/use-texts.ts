import { useTranslation } from 'react-i18next'

import { useProblemText } from '../app/problem-text.ts'
import { currencyName, formatMoment, formatMoney, formatWhole, isSingular } from '../ui/format.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('operator')
  const { language } = i18n
  const problem = useProblemText('operator')
  return {
    t,
    problem,
    whole: (value: bigint) => formatWhole(value, language),
    points: (value: bigint | string): string =>
      `${formatWhole(value, language)} ${t(isSingular(value, language) ? 'unit.one' : 'unit.other')}`,
    money: (minor: bigint, currency: string) => formatMoney(String(minor), currency, language),
    moment: (time: Date) => formatMoment(time.toISOString(), language),
    currencyName: (currency: string) => currencyName(currency, language),
  }
}
