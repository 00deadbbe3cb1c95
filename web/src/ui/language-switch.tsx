import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { chooseLanguage, LANGUAGES } from './language.ts'
import { languageName } from './languages.ts'

/** More do not fit beside each other on a phone. */
const SIDE_BY_SIDE_MAX = 3
const CHOICES = LANGUAGES.map((value) => ({ value, label: languageName(value) }))
/** In both, for those who cannot read the page. */
const LABEL = 'Language, langue'

/** Chooses the language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation()
  const choose = (language: string) => void chooseLanguage(language)
  if (CHOICES.length > SIDE_BY_SIDE_MAX)
    return (
      <NativeSelect
        aria-label={LABEL}
        data={CHOICES}
        value={i18n.language}
        onChange={(event) => {
          choose(event.currentTarget.value)
        }}
      />
    )
  return <SegmentedControl aria-label={LABEL} data={CHOICES} value={i18n.language} onChange={choose} />
}
