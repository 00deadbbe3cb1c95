import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { closeDataFolder } from '../../server/compose-data-folder.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('closeDataFolder', function () {
  const uid = process.getuid!()
  let root: string
  let folder: string
  let umask: number
  beforeEach(() => {
    umask = process.umask(0)
    root = mkdtempSync(join(tmpdir(), 'entente-folder-'))
    folder = join(root, 'data')
  })
  afterEach(() => {
    process.umask(umask)
    rmSync(root, { recursive: true, force: true })
  })

  const make = (path: string, mode: number) => {
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true })
    else writeFileSync(join(folder, path), 'secret')
    chmodSync(join(folder, path), mode)
    return join(folder, path)
  }
  const refusalOf = (owner = uid) => {
    try {
      closeDataFolder(folder, owner)
      return null
    } catch (error) {
      return error instanceof StartRefused ? error.code : error
    }
  }

  it('makes a folder that only its owner can enter, and lets nobody else read what is made later', () => {
    expect(closeDataFolder(folder)).to.deep.equal([])
    expect(modeOf(folder)).to.equal(0o700)
    writeFileSync(join(folder, 'later'), '')
    mkdirSync(join(folder, 'later-folder'))
    expect([modeOf(join(folder, 'later')), modeOf(join(folder, 'later-folder'))]).to.deep.equal([0o600, 0o700])
  })

  for (const [open, closed] of [
    [0o777, 0o700],
    [0o750, 0o700],
    [0o701, 0o700],
  ] as const)
    it(`closes folders of mode ${open.toString(8)}, however deep, and says which`, () => {
      const paths = ['', 'keys/', 'database/', 'database/base/'].map((name) => make(`${name}/`, open))
      expect(closeDataFolder(folder)).to.have.length(paths.length)
      for (const path of paths) expect(modeOf(path)).to.equal(closed)
      expect(closeDataFolder(folder)).to.deep.equal([])
    })

  for (const open of [0o666, 0o644, 0o640, 0o602, 0o755])
    it(`closes files of mode ${open.toString(8)}`, () => {
      make('keys/', 0o700)
      const file = make('keys/operator.json', open)
      expect(closeDataFolder(folder)).to.include(file)
      expect(modeOf(file)).to.equal(0o600)
    })

  it('leaves alone what is closed already', () => {
    make('keys/', 0o700)
    make('keys/passphrase', 0o600)
    make('keys/members.json', 0o400)
    chmodSync(folder, 0o700)
    expect(closeDataFolder(folder)).to.deep.equal([])
    expect(modeOf(join(folder, 'keys/members.json'))).to.equal(0o400)
  })

  it("refuses another user's folder", () => {
    make('/', 0o700)
    expect(refusalOf(uid + 1)).to.equal('data_folder_not_ours')
    expect(refusalOf(uid)).to.equal(null)
  })

  it('refuses a link to what others can read, does not change what is there, and takes one to what is closed', () => {
    make('keys/', 0o700)
    const elsewhere = join(root, 'elsewhere')
    writeFileSync(elsewhere, 'secret')
    symlinkSync(elsewhere, join(folder, 'keys/passphrase'))
    chmodSync(elsewhere, 0o640)
    expect(refusalOf()).to.equal('data_folder_not_ours')
    expect(modeOf(elsewhere)).to.equal(0o640)
    chmodSync(elsewhere, 0o600)
    expect(refusalOf()).to.equal(null)
  })

  it('takes a data folder that is a link itself', () => {
    mkdirSync(join(root, 'disk'), { mode: 0o777 })
    symlinkSync(join(root, 'disk'), folder)
    expect(refusalOf()).to.equal(null)
    expect(modeOf(join(root, 'disk'))).to.equal(0o700)
    expect(existsSync(folder)).to.equal(true)
  })
})
