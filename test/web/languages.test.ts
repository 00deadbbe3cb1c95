import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { complete, findGaps, type LanguageFile, readEnglish } from '../../scripts/language-texts.ts'
import { readLanguageFiles, textsOfFiles } from '../../server/actions/messages/language-files.ts'
import { MESSAGE_TEXTS, writeMessage } from '../../server/actions/messages/message-texts.ts'
import {
  directionOf,
  LANDING_TEXTS,
  landingTextsOf,
  languageName as nameOnServer,
} from '../../server/api/pages/landing-texts.ts'
import { allTexts, damaged, pseudoLanguage } from '../support/pseudo-language.ts'
import { chooseFrom, languageName } from '../../web/src/ui/languages.ts'
import { faultsOf } from './glossary.ts'

const FOLDER = fileURLToPath(new URL('../../languages', import.meta.url))
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
const TAGS = ['en-XA', 'ar-XB'] as const

describe('languages', () => {
  let english: LanguageFile

  before(async () => {
    english = await readEnglish()
  })

  for (const name of FILES) {
    it(`${name} says everything, text by text`, () => {
      const tag = name.replace(/\.json$/, '')
      const file = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as LanguageFile
      expect(findGaps(english, file, tag)).to.deep.equal([])
      const faults = allTexts(file).flatMap(([path, text]) =>
        faultsOf(String(text), tag, 'customer').map((why) => `${path}: ${why}`),
      )
      expect(faults).to.deep.equal([])
    })
  }

  it('there is something to say in every room of the pages, on the front page and in messages', () => {
    expect(Object.keys(english.pages)).to.include.members(['app', 'operator', 'receipt', 'till', 'wallet'])
    expect(Object.keys(english.landing)).to.include('heading')
    expect(Object.keys(english.messages)).to.include('move_requested')
  })

  for (const tag of TAGS) {
    describe(`a new one, ${tag}`, () => {
      const gapsOf = (texts: Parameters<typeof damaged>[1]) =>
        findGaps(english, damaged(pseudoLanguage(english, tag), texts), tag)

      it('is whole when it says everything', () => {
        const file = pseudoLanguage(english, tag)
        expect(findGaps(english, file, tag)).to.deep.equal([])
        expect(allTexts(file).length).to.be.greaterThan(700)
      })

      it('is told what it lacks, key by key', () => {
        const gaps = gapsOf({
          'pages.wallet.home.title': null,
          'pages.till.purchase.go': '  ',
          'landing.heading': null,
          'messages.pin_reset.text': null,
          'messages.pin_changed.subject': 'Your PIN was changed',
        })
        expect(gaps.map((gap) => gap.split(':')[0])).to.deep.equal([
          'pages.till.purchase.go is missing',
          'pages.wallet.home.title is missing',
          'landing.heading is missing',
          'messages.pin_changed.subject is still in English',
          'messages.pin_reset.text is missing',
        ])
      })

      it('is told what it says too much, what it must name, and which way it runs', () => {
        const gaps = gapsOf({
          'pages.wallet.hom': 'x',
          'pages.wallet.home.expiryNext': 'no places',
          direction: tag === 'ar-XB' ? 'ltr' : 'rtl',
        })
        expect(gaps).to.deep.equal([
          `direction must be ${tag === 'ar-XB' ? 'rtl' : 'ltr'}`,
          'pages.wallet.home.expiryNext must name {{day}},{{points}}: no places',
          'pages.wallet.hom is no text of ours',
        ])
      })
    })
  }

  it('count in forms of their own', () => {
    const formsOf = (tag: string) =>
      allTexts(complete(english, {}, tag)).filter(([path]) => path.startsWith('pages.wallet.unit.')).length
    expect(['ar', 'pl', 'de', 'ja'].map(formsOf)).to.deep.equal([6, 4, 2, 1])
  })

  it('are found by the server in their folder, and made whole with English', () => {
    const folder = mkdtempSync(join(tmpdir(), 'entente-languages-'))
    try {
      const file = damaged(pseudoLanguage(english, 'ar-XB'), { 'landing.heading': null })
      writeFileSync(join(folder, 'ar-XB.json'), JSON.stringify(file))
      const files = readLanguageFiles(folder)
      expect([...files.keys(), files.get('ar-XB')?.direction]).to.deep.equal(['ar-XB', 'rtl'])
      const front = textsOfFiles('landing', LANDING_TEXTS.en, files)['ar-XB']
      expect([front?.heading, front?.lead]).to.deep.equal([LANDING_TEXTS.en.heading, file.landing['lead']])
      expect(front?.steps[0]).to.have.length(2)
      const all = { ...MESSAGE_TEXTS, ...textsOfFiles('messages', MESSAGE_TEXTS.en, files) }
      const { subject, text } = writeMessage('identifier_code', { code: '12345678' }, all)
      const count = Object.keys(all).length
      expect(subject.split(' / ')).to.have.length(count)
      expect(text.match(/12345678/g)).to.have.length(count)
      writeFileSync(join(folder, 'de.json'), '{')
      expect(() => readLanguageFiles(folder)).to.throw('de.json cannot be read')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('have a direction and a name on the pages of the server, too; one that is not there is English', () => {
    expect(['en', 'fr', 'nothing'].map(directionOf)).to.deep.equal(['ltr', 'ltr', 'ltr'])
    expect(['fr', 'de', 'ar'].map(nameOnServer)).to.deep.equal(['Français', 'Deutsch', 'العربية'])
    expect(landingTextsOf('nothing')).to.equal(LANDING_TEXTS.en)
  })

  it('are chosen by tag, then by language, in the order of the reader', () => {
    const there = ['en', 'fr', 'en-XA', 'pt-BR', 'de']
    expect(chooseFrom(there, ['en-GB', 'fr'])).to.equal('en')
    expect(chooseFrom(there, ['en-xa', 'fr'])).to.equal('en-XA')
    expect(chooseFrom(there, ['it', 'de-AT', 'en'])).to.equal('de')
    expect(chooseFrom(there, ['it'])).to.equal(undefined)
  })

  it('are named in themselves', () => {
    expect(['en', 'fr', 'de', 'pt-BR', 'ar'].map(languageName)).to.deep.equal([
      'English',
      'Français',
      'Deutsch',
      'Português (Brasil)',
      'العربية',
    ])
  })
})

describe('a message that names a moment', () => {
  it('writes it as each language does, in UTC', () => {
    const { text } = writeMessage('move_requested', { readyAt: new Date('2026-11-26T10:15:00Z') })
    expect(text).to.include('on 26 November 2026 at 10:15 UTC').and.to.include('le 26 novembre 2026 à 10:15 UTC')
  })
})
