import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { judgeLicences, listProduction, readExceptions } from '../../../scripts/check/licences.ts'

const one = (name: string, licence: string | null) => ({ name, version: '1.0.0', licence })
const refusedOf = (licence: string | null) => judgeLicences([one('left-pad', licence)], [])

describe('npm run check -- --only licences', function () {
  for (const licence of ['MIT', 'ISC', '(MIT OR GPL-3.0-only)', 'Apache-2.0 AND MIT', 'BSD-3-Clause'])
    it(`allows ${licence}`, function () {
      expect(refusedOf(licence)).to.deep.equal([])
    })

  for (const licence of [
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'MIT AND GPL-2.0-only',
    'SEE LICENSE IN LICENSE.txt',
    'UNLICENSED',
    '',
    null,
  ])
    it(`refuses ${licence === '' ? 'an empty text' : licence}`, function () {
      expect(refusedOf(licence)[0]).to.include('left-pad 1.0.0')
    })

  it('takes an exception for one package and the licence that it was made for', function () {
    const reason = 'It is a program of its own, beside ours.'
    const exceptions = [{ package: '@a/b-*', licence: 'GPL-3.0-only', reason }]
    expect(judgeLicences([one('@a/b-linux', 'GPL-3.0-only')], exceptions)).to.deep.equal([])
    expect(
      judgeLicences([one('@a/b-linux', 'GPL-3.0-only'), one('@a/b-mac', 'AGPL-3.0-only')], exceptions),
    ).to.have.length(1)
    expect(judgeLicences([one('@a/c', 'GPL-3.0-only')], exceptions)).to.have.length(2)
    expect(judgeLicences([one('@a/b-linux', 'MIT')], exceptions)[0]).to.include('nothing needs')
  })

  it('takes no exception without a reason', function () {
    const read = (reason: string) =>
      readExceptions(JSON.stringify({ exceptions: [{ package: 'a', licence: null, reason }] }))
    expect(read('MIT, as its LICENSE says in words.')).to.have.length(1)
    expect(() => read('because')).to.throw()
  })

  describe('looks at', function () {
    let folder: string

    beforeEach(function () {
      folder = mkdtempSync(join(tmpdir(), 'entente-licences-'))
    })

    afterEach(function () {
      rmSync(folder, { recursive: true, force: true })
    })

    it('what is installed without development, whose licence may stand in the package alone', function () {
      const packages = {
        '': { license: 'MIT' },
        'node_modules/a': { version: '1.0.0', license: 'ISC' },
        'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
        'node_modules/old': { version: '0.1.0' },
        'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0-only', dev: true },
        'node_modules/either': { version: '1.0.0', license: 'GPL-3.0-only', devOptional: true },
      }
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
      mkdirSync(join(folder, 'node_modules/old'), { recursive: true })
      writeFileSync(join(folder, 'node_modules/old/package.json'), JSON.stringify({ licenses: [{ type: 'MIT' }] }))
      const listed = listProduction(folder)
      expect(listed.map(({ name, licence }) => [name, licence])).to.deep.equal([
        ['a', 'ISC'],
        ['@b/c', null],
        ['old', 'MIT'],
        ['either', 'GPL-3.0-only'],
      ])
      expect(judgeLicences(listed, [])).to.have.length(2)
    })
  })
})
