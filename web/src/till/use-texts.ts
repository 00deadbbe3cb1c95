import { useTranslation } from 'react-i18next'

import type { Reward } from '../api-client/rewards.ts'
import type { Redemption } from '../api-client/till.ts'
import { useCodeText, useProblemText } from '../app/problem-text.ts'
import { useUnit } from '../ui/unit-text.ts'
import { formatClock, formatDay, formatMoment, formatMoney, formatWhole } from '../ui/format.ts'

/** Numbers, money and refusals as the language that is shown says them. */
export function useTexts() {
  const { t, i18n } = useTranslation('till')
  const { language } = i18n
  const refusal = useCodeText('till')
  const problem = useProblemText('till')
  const unit = useUnit('till')
  const points = (value: string): string => `${formatWhole(value, language)} ${unit(value)}`
  return {
    t,
    language,
    points,
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
