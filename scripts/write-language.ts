/** `node scripts/write-language.ts de`: writes languages/de.json in English to be translated, or adds to it what is new. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { complete, findGaps, type LanguageFile, readEnglish } from './language-texts.ts'

const [tag = ''] = process.argv.slice(2)
const isTag = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(tag)
if (!isTag || ['en', 'fr'].includes(tag)) {
  process.stderr.write('Name a language by its tag, such as de, pt-BR or ar; English and French are there already.\n')
  process.exit(2)
}
const file = fileURLToPath(new URL(`../languages/${tag}.json`, import.meta.url))
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LanguageFile>) : {}
const english = await readEnglish()
const gaps = findGaps(english, { pages: {}, landing: {}, messages: {}, ...before }, tag)
writeFileSync(file, `${JSON.stringify(complete(english, before, tag), null, 2)}\n`)
process.stdout.write(`languages/${tag}.json is whole; to be looked at:\n${gaps.map((gap) => `  ${gap}\n`).join('')}`)
