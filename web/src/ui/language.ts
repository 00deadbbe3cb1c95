import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { COALITION } from './coalition.ts'
import { LANGUAGE_FILES } from './language-files.ts'
import { chooseFrom, isOwnLanguage, OWN_LANGUAGES, type OwnLanguage } from './languages.ts'

/** The texts of a page by namespace, loaded for the language that is shown. */
export type TextLoaders = Record<OwnLanguage, () => Promise<Record<string, object>>>

/** Tags of all the languages there are. */
export const LANGUAGES: readonly string[] = [...Object.keys(OWN_LANGUAGES), ...LANGUAGE_FILES.keys()]

const KEPT_AS = 'entente.language'

let load: TextLoaders

function wantedLanguage(): string {
  const kept = localStorage.getItem(KEPT_AS)
  if (kept !== null && LANGUAGES.includes(kept)) return kept
  return chooseFrom(LANGUAGES, navigator.languages) ?? 'en'
}

async function loadTexts(language: string): Promise<void> {
  const file = await LANGUAGE_FILES.get(language)?.()
  const texts = file === undefined ? await load[isOwnLanguage(language) ? language : 'en']() : file.pages
  for (const [namespace, some] of Object.entries(texts)) i18next.addResourceBundle(language, namespace, some)
  document.documentElement.lang = language
  document.documentElement.dir = file?.direction ?? 'ltr'
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
    // A text names the coalition as `{{coalition}}`; nobody has to hand it in.
    interpolation: { escapeValue: false, defaultVariables: { coalition: COALITION } },
  })
  await loadTexts(language)
}

/** Shows everything in another language, and remembers that. */
export async function chooseLanguage(language: string): Promise<void> {
  localStorage.setItem(KEPT_AS, language)
  await loadTexts(language)
  await i18next.changeLanguage(language)
}
