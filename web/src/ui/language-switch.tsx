import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { chooseLanguage } from './language.ts'
import { type Language, LANGUAGES } from './languages.ts'

const CHOICES = Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))

/** Chooses the language. It is labelled in both, for those who cannot read the page. */
export function LanguageSwitch() {
  const { i18n } = useTranslation()
  return (
    <SegmentedControl<Language>
      aria-label="Language, langue"
      data={CHOICES}
      value={i18n.language as Language}
      onChange={(language) => void chooseLanguage(language)}
    />
  )
}
