import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import { InvalidArgumentError } from 'commander'

import { readPictureFile, uploadOf } from '../../cli/picture-file.ts'

describe('the picture files of the command line', function () {
  let folder: string

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-pictures-'))
  })

  after(function () {
    rmSync(folder, { recursive: true, force: true })
  })

  function put(name: string, text: string): string {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }

  for (const [name, type] of [
    ['a.png', 'image/png'],
    ['a.jpg', 'image/jpeg'],
    ['a.JPEG', 'image/jpeg'],
    ['a.webp', 'image/webp'],
  ] as const) {
    it(`uploads ${name} byte for byte as ${type}`, function () {
      const picture = readPictureFile(put(name, 'bytes'))
      expect(picture.type).to.equal(type)
      const { body, bodySerializer, headers } = uploadOf(picture)
      expect(headers).to.deep.equal({ 'Content-Type': type })
      expect(Buffer.from(bodySerializer(body)).toString()).to.equal('bytes')
    })
  }

  it('refuses another kind of file, one without an ending, and one that is not there', function () {
    for (const file of [put('a.gif', ''), put('png', ''), join(folder, 'absent.png')])
      expect(() => readPictureFile(file), file).to.throw(InvalidArgumentError)
  })
})
