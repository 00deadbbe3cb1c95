import { globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { MESSAGE_TEXTS } from '../server/actions/messages/message-texts.ts'
import { LANDING_TEXTS } from '../server/api/pages/landing-texts.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Texts inside of texts, as deep as they are. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** What a file in `languages/` holds. */
export interface LanguageFile {
  readonly direction?: 'ltr' | 'rtl'
  readonly pages: Texts
  readonly landing: Texts
  readonly messages: Texts
}

/** All that there is to say, in English: the pages of every audience, the front page and the messages. */
export async function readEnglish(root = ROOT): Promise<LanguageFile> {
  const rooms = globSync('web/src/*/texts/en.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const pages = await Promise.all(
    rooms.toSorted().map(async (file) => {
      const { en } = (await import(join(root, file))) as { en: Texts }
      return [file.split('/')[2] ?? '', en] as const
    }),
  )
  const plain = (texts: unknown) => JSON.parse(JSON.stringify(texts)) as Texts
  return {
    pages: Object.fromEntries(pages),
    landing: plain(LANDING_TEXTS['en']),
    messages: plain(MESSAGE_TEXTS['en']),
  }
}

const SECTIONS = ['pages', 'landing', 'messages'] as const

/** Every text with its path, such as `pages.wallet.home.title`. */
export function flatten(texts: unknown, path = ''): [path: string, text: unknown][] {
  if (typeof texts !== 'object' || texts === null) return [[path, texts]]
  return Object.entries(texts).flatMap(([key, value]) => flatten(value, path === '' ? key : `${path}.${key}`))
}

const textsOf = (file: LanguageFile): Map<string, unknown> =>
  new Map(SECTIONS.flatMap((section) => flatten(file[section], section)))

/** TypeScript does not know yet what every Node of ours can tell. */
type LocaleWithText = Intl.Locale & { getTextInfo(): { direction: 'ltr' | 'rtl' } }

const writtenFrom = (tag: string) => (new Intl.Locale(tag) as LocaleWithText).getTextInfo().direction

const UNIT = /\.unit\.\w+$/

/** A language counts in forms of its own: what stands at a unit is what `Intl` chooses from. */
function wantedTexts(english: LanguageFile, tag: string): Map<string, unknown> {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
  const wanted = [...textsOf(english)].flatMap(([path, text]): [string, unknown][] => {
    if (!UNIT.test(path)) return [[path, text]]
    return path.endsWith('.other')
      ? forms.map((form) => [path.replace(/other$/, form), form === 'one' ? 'point' : text])
      : []
  })
  return new Map(wanted)
}

const placesOf = (text: unknown) => [...String(text).matchAll(/\{\{?\w+\}?\}/g)].map(([place]) => place).toSorted()

/** A word may be the same in two languages; two words in a row hardly are. */
const isEnglish = (own: string, text: unknown) =>
  own === text && /\p{L}{3,} \p{L}{2,}/u.test(own.replaceAll(/\{\{?\w+\}?\}/g, ''))

/** What a language still lacks, text by text, and what in it is not right. */
export function findGaps(english: LanguageFile, file: LanguageFile, tag: string): string[] {
  const wanted = wantedTexts(english, tag)
  const given = textsOf(file)
  const gaps = [...wanted].flatMap(([path, text]) => {
    const own = given.get(path)
    if (typeof own !== 'string' || own.trim() === '') return [`${path} is missing: ${String(text)}`]
    if (isEnglish(own, text)) return [`${path} is still in English: ${own}`]
    const places = String(placesOf(text))
    return places === String(placesOf(own)) ? [] : [`${path} must name ${places || 'nothing'}: ${own}`]
  })
  const unknown = [...given.keys()].filter((path) => !wanted.has(path)).map((path) => `${path} is no text of ours`)
  const direction = writtenFrom(tag)
  const turned = direction === (file.direction ?? 'ltr') ? [] : [`direction must be ${direction}`]
  return [...turned, ...gaps, ...unknown]
}

/** A file with everything that is wanted: what it says itself, and English for the rest. */
export function complete(english: LanguageFile, file: Partial<LanguageFile>, tag: string): LanguageFile {
  const given = textsOf({ pages: {}, landing: {}, messages: {}, ...file })
  const whole: Record<string, unknown> = {}
  if (writtenFrom(tag) === 'rtl') whole['direction'] = 'rtl'
  for (const [path, text] of wantedTexts(english, tag)) {
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    let at = whole
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>
    at[last] = given.get(path) ?? text
  }
  return whole as unknown as LanguageFile
}
