import { expect } from 'chai'

import { noteSigner, sha256 } from '../../../server/chain/note-signer.ts'
import { witnessesOf } from '../../../server/compose-archive.ts'
import { WITNESSES_MAX } from '../../../server/config/archive-settings.ts'
import { readConfig } from '../../../server/config/config.ts'
import { formatKey, SIGNATURE_TYPES } from '../../../server/domain/archive/signed-note.ts'
import { refusalOf } from './refusal-of.ts'

const keyOf = (name: string, type: number) =>
  formatKey(sha256, noteSigner(new Uint8Array(32).fill(3), { name, type }).key)
const KEY = keyOf('witness.example/w1', SIGNATURE_TYPES.cosignature)
const archiveOf = (environment: Record<string, string>) => readConfig(environment).config.archive

describe('the settings of the archive', () => {
  it('are no witnesses, and a name by the contracts', () => {
    expect(archiveOf({})).to.deep.equal({ origin: null, witnesses: [] })
  })

  it('name the log, and witnesses with their keys and addresses', () => {
    const url = 'https://witness.example/log'
    const archive = archiveOf({
      ARCHIVE_ORIGIN: 'points.example/log',
      ARCHIVE_WITNESSES: `${KEY}  ${url}, ${KEY} http://127.0.0.1:8091`,
    })
    expect(archive).to.deep.equal({
      origin: 'points.example/log',
      witnesses: [
        { key: KEY, url },
        { key: KEY, url: 'http://127.0.0.1:8091' },
      ],
    })
    expect(witnessesOf(archive).map(({ key }) => key.name)).to.deep.equal(['witness.example/w1', 'witness.example/w1'])
  })

  it('have at most so many witnesses', () => {
    const pair = `${KEY} https://witness.example`
    const many = (count: number) => Array.from({ length: count }, () => pair).join()
    expect(archiveOf({ ARCHIVE_WITNESSES: many(WITNESSES_MAX) }).witnesses).to.have.length(WITNESSES_MAX)
    expect(refusalOf({ ARCHIVE_WITNESSES: many(WITNESSES_MAX + 1) })).to.include('ARCHIVE_WITNESSES')
  })

  for (const [name, value] of [
    ['ARCHIVE_ORIGIN', 'two words'],
    ['ARCHIVE_ORIGIN', 'a+b'],
    ['ARCHIVE_WITNESSES', KEY],
    ['ARCHIVE_WITNESSES', 'https://witness.example'],
    ['ARCHIVE_WITNESSES', `${KEY} http://witness.example`],
    ['ARCHIVE_WITNESSES', `${KEY} https://user:word@witness.example`],
    ['ARCHIVE_WITNESSES', `witness+${KEY} https://witness.example more`],
  ] as const)
    it(`refuse ${name}=${value}`, () => {
      expect(refusalOf({ [name]: value })).to.include(name)
    })

  it('refuse a key that is not a witness’s, or whose id is another’s', () => {
    const url = 'https://witness.example'
    const log = keyOf('witness.example/w1', SIGNATURE_TYPES.log)
    expect(() => witnessesOf({ origin: null, witnesses: [{ key: log, url }] })).to.throw('ARCHIVE_WITNESSES')
    const renamed = KEY.replace('w1', 'w2')
    expect(() => witnessesOf({ origin: null, witnesses: [{ key: renamed, url }] })).to.throw('ARCHIVE_WITNESSES')
  })
})
