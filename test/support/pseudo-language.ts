import { complete, flatten, type LanguageFile, type Texts } from '../../scripts/language-texts.ts'

const ACCENTED: Readonly<Record<string, string>> = {
  ...{ a: 'á', c: 'ç', e: 'é', i: 'î', n: 'ñ', o: 'ö', s: 'š', u: 'û', y: 'ý', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Û' },
}

/** A third longer, as German and Finnish are, and accented, so that a text which was left in English stands out. */
function lengthen(text: string): string {
  const accented = text.replaceAll(/\{\{?\w+\}?\}|\p{L}/gu, (part) => ACCENTED[part] ?? part)
  return `[${accented}${' ~'.repeat(Math.ceil(text.length / 6))}]`
}

/** From right to left, as Arabic is: the letters stay ours, and what surrounds them turns them around. */
const turn = (text: string) => `\u202B${lengthen(text)}\u202C`

const mapTexts = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? change(text) : mapTexts(text, change)]),
  )

/** A language that nobody speaks, made of English: `en-XA` is longer and accented, `ar-XB` runs from right to left. */
export function pseudoLanguage(english: LanguageFile, tag: 'en-XA' | 'ar-XB'): LanguageFile {
  const change = tag === 'ar-XB' ? turn : lengthen
  const { pages, landing, messages, ...rest } = complete(english, {}, tag)
  return {
    ...rest,
    pages: mapTexts(pages, change),
    landing: mapTexts(landing, change),
    messages: mapTexts(messages, change),
  }
}

/** The same language with other texts at these paths; null takes one away. */
export function damaged(file: LanguageFile, texts: Readonly<Record<string, string | null>>): LanguageFile {
  const copy = JSON.parse(JSON.stringify(file)) as Record<string, unknown>
  for (const [path, text] of Object.entries(texts)) {
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    let at = copy
    for (const key of keys) at = at[key] as Record<string, unknown>
    if (text === null) Reflect.deleteProperty(at, last)
    else at[last] = text
  }
  return copy as unknown as LanguageFile
}

/** Every text of a language, with its path. */
export const allTexts = ({ pages, landing, messages }: LanguageFile) => flatten({ pages, landing, messages })
