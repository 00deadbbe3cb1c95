import { useTranslation } from 'react-i18next'

import { figuresIn } from '../ui/figures.ts'
import { useUnit } from '../ui/unit-text.ts'

/** Numbers and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('audit')
  const unit = useUnit('audit')
  const figures = figuresIn(i18n.language)
  return {
    t,
    ...figures,
    count: (value: bigint): string => figures.whole(String(value)),
    points: (value: bigint): string => `${figures.whole(String(value))} ${unit(value)}`,
    time: (at: Date): string => figures.moment(at.toISOString()),
    date: (at: Date): string => figures.day(at.toISOString()),
  }
}
