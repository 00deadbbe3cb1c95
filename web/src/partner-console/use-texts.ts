import { useTranslation } from 'react-i18next'

import { useProblemText } from '../app/problem-text.ts'
import { figuresIn } from '../ui/figures.ts'
import { useUnit } from '../ui/unit-text.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('partner-console')
  const problem = useProblemText('partner-console')
  const unit = useUnit('partner-console')
  const figures = figuresIn(i18n.language)
  return {
    t,
    problem,
    language: i18n.language,
    ...figures,
    points: (value: string): string => `${figures.whole(value)} ${unit(value)}`,
  }
}
