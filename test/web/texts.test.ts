import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { PROBLEMS } from '../../server/api/problems.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = globSync('web/src/*/texts/en.ts', { cwd: ROOT }).map((file) => dirname(file))

/** Words of the machinery, which no customer should have to know. */
const JARGON =
  /\b(?:coins?|tokens?|crypto\w*|transfers?|transferred|cash|blockchains?|on-chain|wei|gas|mint\w*|burn\w*|jetons?|transf[eé]r\w*|esp[eè]ces|cha[iî]ne de blocs|cryptomonnaies?)\b/i

/** The same word in both languages. */
const SAME_IN_BOTH = new Set([
  'point',
  'points',
  'Points',
  'Pages',
  'Entente',
  'Service',
  'Auto',
  '5. Transaction',
  'Transaction',
  'Audit',
  'Date',
  'Total',
  'Programme',
  'Webhooks',
])

/** What goes wrong in the browser itself, before anything is asked of the server. */
const BROWSERS_OWN = [
  'other',
  'offline',
  'pin_locked_for_good',
  'identifier_malformed_phone',
  'identifier_malformed_email',
  'phone_needs_country',
  'return_exceeds_purchase_whole',
  'wallet_missing',
  'wallet_refused',
  'wallet_other_account',
  'wallet_failed',
  'passkey_unsupported',
  'passkey_refused',
  'order_altered',
  'challenge_altered',
]

const PROBLEM = 'problem.'
const KNOWN = new Set([...Object.keys(PROBLEMS), ...BROWSERS_OWN])

function flatten(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value as object, `${path}${key}.`),
  )
}

async function readTexts(folder: string, language: string): Promise<Map<string, string>> {
  const module = (await import(join(ROOT, folder, `${language}.ts`))) as Record<string, object>
  return new Map(flatten(module[language] ?? {}))
}

const placesOf = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).toSorted()

describe('the texts of the pages', () => {
  for (const folder of FOLDERS) {
    describe(folder, () => {
      let en: Map<string, string>
      let fr: Map<string, string>

      before(async () => {
        en = await readTexts(folder, 'en')
        fr = await readTexts(folder, 'fr')
        expect(en.size).to.be.greaterThan(0)
      })

      it('has every text in both languages', () => {
        expect([...fr.keys()].toSorted()).to.deep.equal([...en.keys()].toSorted())
        expect([...en, ...fr].filter(([, text]) => text.trim() === '')).to.deep.equal([])
      })

      it('says the same things in both', () => {
        const differing = [...en].filter(
          ([key, text]) => String(placesOf(text)) !== String(placesOf(fr.get(key) ?? '')),
        )
        expect(differing).to.deep.equal([])
      })

      it('is not left in English', () => {
        const same = [...en].filter(([key, text]) => fr.get(key) === text && !SAME_IN_BOTH.has(text))
        // A text that is only numbers, signs and names that are filled in has no language.
        expect(same.filter(([, text]) => /\p{L}{3}/u.test(text.replaceAll(/\{\{\w+\}\}/g, '')))).to.deep.equal([])
      })

      it('explains only problems that there are', () => {
        const codes = [...en.keys()].filter((key) => key.startsWith(PROBLEM)).map((key) => key.slice(PROBLEM.length))
        expect(codes.filter((code) => !KNOWN.has(code))).to.deep.equal([])
      })

      it('never lets a line break before ? ! ; : or inside « » in French', () => {
        expect([...fr].filter(([, text]) => / [?!;:»]|« /.test(text))).to.deep.equal([])
      })

      // Whoever stands at the till has learned the words.
      if (folder.includes('till')) return
      it('speaks of points, and not of how they are kept', () => {
        expect([...en, ...fr].filter(([, text]) => JARGON.test(text))).to.deep.equal([])
      })
    })
  }
})
