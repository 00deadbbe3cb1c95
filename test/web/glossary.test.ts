import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { DEMO_REWARDS } from '../../cli/demo/catalogue.ts'
import { MESSAGE_TEXTS } from '../../server/actions/messages/message-texts.ts'
import { LANDING_TEXTS } from '../../server/api/pages/landing-texts.ts'
import { faultsOf, type Reader } from './glossary.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Whom a folder of texts is for; a folder that is not named here is for customers. */
const READERS: Readonly<Record<string, Reader>> = {
  till: 'cashier',
  operator: 'operator',
  'partner-console': 'operator',
  console: 'operator',
  audit: 'operator',
}

interface Said {
  readonly where: string
  readonly language: string
  readonly reader: Reader
  readonly texts: object
}

function textsIn(texts: unknown, path = ''): [string, string][] {
  if (typeof texts === 'string') return [[path, texts]]
  if (typeof texts !== 'object' || texts === null) return []
  return Object.entries(texts).flatMap(([key, value]) => textsIn(value, `${path}.${key}`))
}

/** Every text that people meet, with whom it is for. */
async function everything(): Promise<Said[]> {
  const files = globSync('web/src/*/texts/*.ts', { cwd: ROOT })
  const pages = files.map(async (file): Promise<Said> => {
    const [, audience, language] = /src\/([\w-]+)\/texts\/(\w+)/.exec(file.replaceAll('\\', '/')) ?? []
    const texts = (await import(join(ROOT, file))) as object
    return { where: file, language: language ?? '', reader: READERS[audience ?? ''] ?? 'customer', texts }
  })
  const messages = Object.entries(MESSAGE_TEXTS).map(([language, texts]): Said => ({
    where: 'messages',
    language,
    reader: 'customer',
    texts,
  }))
  const landing = Object.entries(LANDING_TEXTS).map(([language, texts]): Said => ({
    where: 'landing page',
    language,
    reader: 'customer',
    texts,
  }))
  const demo = DEMO_REWARDS.flatMap(({ texts }) =>
    Object.entries(texts).map(([language, of]): Said => ({
      where: 'demo catalogue',
      language,
      reader: 'customer',
      texts: of,
    })),
  )
  return [...(await Promise.all(pages)), ...messages, ...landing, ...demo]
}

/** What texts said once, and who read it. None of it may come back. */
const OLD: readonly [language: string, reader: Reader, text: string][] = [
  ['en', 'cashier', 'More than was bought: 43881 (in the smallest unit) is left of this order.'],
  ['en', 'cashier', 'Card number, rotating code, voucher'],
  ['en', 'cashier', 'floor(4250 * 1 / 100) = 42'],
  ['en', 'cashier', 'The ledger refused this redemption.'],
  ['en', 'customer', 'One card for all brands of Entente.'],
  ['fr', 'customer', 'Ajouter les points Entente à mon portefeuille'],
  ['en', 'cashier', 'Till of Entente'],
  ['en', 'customer', 'RPC endpoint'],
  ['en', 'customer', 'RPC URL'],
  ['en', 'customer', 'The record is of a batch with a different hash.'],
  ['en', 'customer', 'Account 0x0000000000000000000000000000000000000001'],
  ['en', 'customer', 'The PIN of your card was taken back'],
  ['en', 'cashier', "On the customer's phone"],
  ['fr', 'cashier', 'remettez le cadeau à vos risques'],
  ['fr', 'customer', 'Vos cadeaux'],
  ['fr', 'cashier', 'Code tournant'],
  ['fr', 'customer', 'Cinquante points pour les canots'],
  ['fr', 'customer', 'Point d’accès RPC'],
  ['fr', 'customer', 'Courriel et téléphone'],
  ['fr', 'customer', 'Le transfert de vos points est confirmé'],
  ['fr', 'cashier', 'Le service est occupé.'],
  ['fr', 'cashier', 'Demandez-en une nouvelle au bureau.'],
  ['fr', 'customer', 'Pourquoi?'],
  ['fr', 'customer', 'Vous pouvez choisir : oui'],
  ['fr', 'customer', 'Tu as gagné'],
  ['fr', 'customer', "l'ancien accès"],
]

/** What sounds alike and is right. */
const RIGHT: readonly [language: string, reader: Reader, text: string][] = [
  ['fr', 'customer', 'Votre code cadeau s’affiche ici'],
  ['fr', 'customer', 'Cinquante points pour les canots de sauvetage'],
  ['fr', 'customer', 'Adresse e-mail\u00A0: confirmez-la\u202F!'],
  ['fr', 'customer', 'Où souhaitez-vous aller\u202F?'],
  ['fr', 'customer', 'Étonnez-vous'],
  ['fr', 'customer', 'Une entente entre enseignes'],
  ['en', 'customer', 'Your gift code'],
  ['en', 'customer', 'Your brands’ e-mail'],
]

describe('the glossary', () => {
  it('is kept by every text, for whoever reads it', async () => {
    const said = await everything()
    expect(said.length).to.be.greaterThan(20)
    const faults = said.flatMap(({ where, language, reader, texts }) =>
      textsIn(texts).flatMap(([key, text]) => {
        const why = faultsOf(text, language, reader)
        return why.length === 0 ? [] : [`${where} (${language})${key}: ${text} [${why.join('; ')}]`]
      }),
    )
    expect(faults).to.deep.equal([])
  })

  it('has the name of the coalition from one place only, whatever a page of theirs is made of', () => {
    const files = globSync('web/src/{app,receipt,till,ui,wallet}/**/*.{ts,tsx}', { cwd: ROOT })
    expect(files.length).to.be.greaterThan(150)
    const named = files.filter((file) => {
      const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*.*?\*\/|(?<=^|\s)\/\/.*$/gms, '')
      return /\bEntente\b/.test(code)
    })
    expect(named.map((file) => file.replaceAll('\\', '/'))).to.deep.equal(['web/src/ui/coalition.ts'])
    const heads = ['wallet', 'till'].map((page) => readFileSync(join(ROOT, `web/${page}.html`), 'utf8'))
    // The server writes the name over that of the title.
    expect(heads.filter((head) => /\bEntente\b/.test(head.replace(/<title>Entente/, '')))).to.deep.equal([])
  })

  it('refuses what texts said once', () => {
    expect(OLD.filter(([language, reader, text]) => faultsOf(text, language, reader).length === 0)).to.deep.equal([])
  })

  it('lets through what only sounds alike', () => {
    expect(RIGHT.flatMap(([language, reader, text]) => faultsOf(text, language, reader))).to.deep.equal([])
  })
})
