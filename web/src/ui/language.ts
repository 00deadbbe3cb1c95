import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { type Language, LANGUAGES } from './languages.ts'

/** The texts of a page by namespace, loaded for the language that is shown. */
export type TextLoaders = Record<Language, () => Promise<Record<string, object>>>

const KEPT_AS = 'entente.language'

const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && Object.hasOwn(LANGUAGES, value)

let load: TextLoaders

function wantedLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  if (isLanguage(kept)) return kept
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

async function loadTexts(language: Language): Promise<void> {
  for (const [namespace, texts] of Object.entries(await load[language]())) {
    i18next.addResourceBundle(language, namespace, texts)
  }
  document.documentElement.lang = language
}

/** Loads the texts of the language that was chosen here before, or else that of the browser. */
export async function startLanguage(loaders: TextLoaders): Promise<void> {
  load = loaders
  const language = wantedLanguage()
  // Without a fallback, a missing text shows as its key, and the test of the texts has missed it.
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
    resources: {},
    // Codes have underscores, which are neither plurals nor contexts here.
    contextSeparator: '|',
    pluralSeparator: '|',
    interpolation: { escapeValue: false },
  })
  await loadTexts(language)
}

/** Shows everything in another language, and remembers that. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language)
  await loadTexts(language)
  await i18next.changeLanguage(language)
}
