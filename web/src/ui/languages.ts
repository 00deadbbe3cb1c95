/** The languages whose texts stand beside the pages; each is named in itself. Others are a file in `languages/` each. */
export const OWN_LANGUAGES = { en: 'English', fr: 'Français' } as const
export type OwnLanguage = keyof typeof OWN_LANGUAGES

/** Whether the texts of a language stand beside the pages. */
export const isOwnLanguage = (language: string): language is OwnLanguage => Object.hasOwn(OWN_LANGUAGES, language)

/** What a language calls itself, as its speakers look for it in a list. */
export function languageName(language: string): string {
  if (isOwnLanguage(language)) return OWN_LANGUAGES[language]
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** The best of the languages there are for a reader who wants these, the first most: a tag itself, then its language. */
export function chooseFrom(languages: readonly string[], wanted: readonly string[]): string | undefined {
  const find = (tag: string) => languages.find((language) => language.toLowerCase() === tag.toLowerCase())
  for (const tag of wanted) {
    const found = find(tag) ?? find(tag.split('-')[0] ?? '')
    if (found !== undefined) return found
  }
  return undefined
}
