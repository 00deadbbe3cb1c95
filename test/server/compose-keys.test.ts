import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { openKeysOf, openPassphrase } from '../../server/compose-keys.ts'
import { readConfig } from '../../server/config/config.ts'
import { failureOf } from '../support/failure.ts'

const randomness = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }

describe('openPassphrase', function () {
  let root: string
  let file: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'entente-keys-'))
    file = join(root, 'data', 'keys', 'passphrase')
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  const read = (environment: Record<string, string>) => readConfig({ ENTENTE_DATA: join(root, 'data'), ...environment })
  const open = (environment: Record<string, string>) => {
    const { config, secrets } = read(environment)
    return openPassphrase(config, secrets, { randomness })
  }
  const PRODUCTION = { NODE_ENV: 'production' }
  const REFUSAL = { name: 'StartRefused', code: 'passphrase_beside_keystores' }

  it('makes one beside the keystores for trying, and finds it again', async () => {
    const made = await open({})
    expect(made).to.match(/^[0-9a-f]{64}$/)
    expect(readFileSync(file, 'utf8').trim()).to.equal(made)
    expect(await open({ NODE_ENV: 'development' })).to.equal(made)
  })

  it('refuses to make or read one there in production, so that a copied data folder signs nothing', async () => {
    expect(await failureOf(open(PRODUCTION))).to.include(REFUSAL)
    expect(existsSync(file)).to.equal(false)
    await open({})
    expect(await failureOf(open(PRODUCTION))).to.include(REFUSAL)
  })

  it('refuses in production while an old one lies there, and goes on with the same keys once it was moved away', async () => {
    const passphrase = await open({})
    const { config, secrets } = read({})
    const before = await openKeysOf(config, secrets, { randomness, passphrase })
    const given = { ...PRODUCTION, ENTENTE_PASSPHRASE: passphrase }
    expect(await failureOf(open(given))).to.include(REFUSAL)
    renameSync(file, join(root, 'passphrase'))
    expect(await open(given)).to.equal(passphrase)
    const fromFile = await open({ ...PRODUCTION, ENTENTE_PASSPHRASE_FILE: join(root, 'passphrase') })
    const after = await openKeysOf(config, secrets, { randomness, passphrase: fromFile })
    expect(after.operator.address).to.equal(before.operator.address)
    expect(after.members.addressAt(7)).to.equal(before.members.addressAt(7))
  })

  it('takes the one that is set, in production and elsewhere', async () => {
    for (const environment of [{}, PRODUCTION])
      expect(await open({ ...environment, ENTENTE_PASSPHRASE: 'twelve chars' })).to.equal('twelve chars')
    writeFileSync(join(root, 'secret'), 'another passphrase\n')
    expect(await open({ ...PRODUCTION, ENTENTE_PASSPHRASE_FILE: join(root, 'secret') })).to.equal('another passphrase')
    expect(existsSync(file)).to.equal(false)
  })
})
