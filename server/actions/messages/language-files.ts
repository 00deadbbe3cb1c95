import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../../languages/', import.meta.url))

/** A language that is one file: what the server says in it. The pages of the browser read the same file for their own. */
export interface LanguageFile {
  readonly direction?: 'ltr' | 'rtl'
  readonly landing?: object
  readonly messages?: object
}

/** Texts in another language: what a file does not say yet is said in English. */
function withEnglish<Texts>(english: Texts, texts: unknown): Texts {
  if (typeof english !== 'object' || english === null)
    return (typeof texts === typeof english ? texts : english) as Texts
  const given = (typeof texts === 'object' && texts !== null ? texts : {}) as Record<string, unknown>
  const filled = Object.entries(english).map(([key, text]) => [key, withEnglish(text as unknown, given[key])] as const)
  return (Array.isArray(english) ? filled.map(([, text]) => text) : Object.fromEntries(filled)) as Texts
}

/** Every language that is a file, by its tag: `languages/de.json` is `de`. */
export function readLanguageFiles(folder = FOLDER): Map<string, LanguageFile> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(files.toSorted().map((name) => [name.replace(/\.json$/, ''), readLanguageFile(join(folder, name))]))
}

function readLanguageFile(file: string): LanguageFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LanguageFile
  } catch (error) {
    throw new Error(`The language in ${file} cannot be read.`, { cause: error })
  }
}

/** One part of every language that is a file, by its tag, made whole with English. */
export function textsOfFiles<Texts>(
  part: 'landing' | 'messages',
  english: Texts,
  files = readLanguageFiles(),
): Record<string, Texts> {
  return Object.fromEntries([...files].map(([tag, file]) => [tag, withEnglish(english, file[part])]))
}
