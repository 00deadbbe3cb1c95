import { useTranslation } from 'react-i18next'

import { figuresIn } from '../ui/figures.ts'

/** Texts and figures of what both consoles show. */
export function useTexts() {
  const { t, i18n } = useTranslation('console')
  return { t, ...figuresIn(i18n.language) }
}
