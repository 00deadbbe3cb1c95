import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { openKeyFile } from '../../../../server/database/engine/key-file.ts'
import { openOwnerKeys } from '../../../../server/database/engine/owner-keys.ts'

const LOOKUP_KEY = new Uint8Array(32).fill(7)

describe('the keys of owners', function () {
  let folder: string
  let file: string
  const open = (lookupKey = LOOKUP_KEY) => openOwnerKeys(openKeyFile(file), lookupKey)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-keys-'))
    file = join(folder, 'member-keys.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('open what they sealed, also after a restart, and nothing of another owner', async () => {
    let keys = open()
    await keys.prepare(['a', 'b'])
    const [sealed, again] = [keys.seal('a', 'œuvre'), keys.seal('a', 'œuvre')]
    expect(sealed).to.not.equal(again)
    await keys.close()
    keys = open()
    await keys.load(['a', 'b'])
    expect(keys.open('a', sealed ?? '')).to.equal('œuvre')
    expect(() => keys.open('b', sealed ?? '')).to.throw()
    expect(keys.nameOf('x')).to.equal(open().nameOf('x'))
    await keys.close()
  })

  it('open nothing without the lookup key that wraps them', async () => {
    const keys = open()
    await keys.prepare(['a'])
    await keys.close()
    const other = open(new Uint8Array(32).fill(8))
    let failure: unknown
    await other.load(['a']).catch((error: unknown) => (failure = error))
    expect(failure).to.be.instanceOf(Error)
    await other.close()
  })

  it('are gone from the file once they are destroyed, and never made again for the same owner', async () => {
    const store = openKeyFile(file)
    const keys = openOwnerKeys(store, LOOKUP_KEY)
    await keys.prepare(['a'])
    const wrapped = (await store.read(['a'])).get('a') ?? ''
    expect(readFileSync(file).includes(wrapped)).to.equal(true)
    const sealed = keys.seal('a', 'text') ?? ''
    await keys.destroy(['a'])
    expect(readFileSync(file).includes(wrapped)).to.equal(false)
    expect(keys.open('a', sealed)).to.equal(null)
    await keys.prepare(['a'])
    expect(keys.seal('a', 'text')).to.equal(null)
    await keys.close()
    const later = open()
    await later.prepare(['a'])
    expect(later.open('a', sealed)).to.equal(null)
    await later.close()
  })

  it('are its owner’s only', async () => {
    const keys = open()
    await keys.close()
    expect((statSync(file).mode & 0o777).toString(8)).to.equal('600')
  })

  it('leave no tombstone for owners that had none', async () => {
    const keys = open()
    await keys.destroyExisting(['a'])
    await keys.prepare(['a'])
    expect(keys.seal('a', 'text')).to.be.a('string')
    await keys.close()
  })
})
