/** A language that is one file in `languages/`: the texts of all pages by namespace. */
export interface LanguageFile {
  readonly direction?: 'ltr' | 'rtl'
  readonly pages: Readonly<Record<string, object>>
}

// Vite finds the files when it builds, and makes of each one piece that only its readers load.
const found = import.meta.glob<LanguageFile>('@languages/*.json', { import: 'default' })

/** How to load each of them, by its tag: `languages/de.json` is `de`. */
export const LANGUAGE_FILES: ReadonlyMap<string, () => Promise<LanguageFile>> = new Map(
  Object.entries(found).map(([path, load]) => [path.replace(/^.*\//, '').replace(/\.json$/, ''), load]),
)
