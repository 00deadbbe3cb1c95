import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { expect } from 'chai'

import record from '../../../abis/compiler-input.json' with { type: 'json' }
import { readCompilation } from '../../../server/chain/compiler-input.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'

const root = resolve(import.meta.dirname, '../../..')

describe('readCompilation', function () {
  let copy: string

  beforeEach(async function () {
    copy = await mkdtemp(join(tmpdir(), 'entente-sources-'))
    for (const { file } of Object.values(record.files)) {
      await mkdir(dirname(join(copy, file)), { recursive: true })
      await cp(join(root, file), join(copy, file))
    }
  })

  afterEach(async function () {
    await rm(copy, { recursive: true, force: true })
  })

  it('gives the sources that a contract needs and no others', async function () {
    const { input, contractIdentifier } = await readCompilation('PointsIssuance', copy)
    expect(contractIdentifier).to.match(/^project\/contracts\/PointsIssuance\.sol:PointsIssuance$/)
    const own = Object.keys(input.sources).filter((name) => name.startsWith('project/contracts/'))
    expect(own).to.include('project/contracts/interfaces/IPointsIssuance.sol')
    expect(own.filter((name) => /mocks|PointsAccounts\.sol$/.test(name.replace('IPointsAccounts', '')))).to.deep.equal(
      [],
    )
    expect(input.settings).to.not.have.property('outputSelection')
  })

  it('refuses a source that differs by a space from the one that was compiled', async function () {
    const file = join(copy, record.files['project/contracts/PointsToken.sol'].file)
    await writeFile(file, `${await readFile(file, 'utf8')} `)
    const failure = await readCompilation('PointsToken', copy).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(StartRefused)
    expect((failure as StartRefused).code).to.equal('sources_changed')
    expect((failure as StartRefused).message).to.contain('contracts/PointsToken.sol')
    // Other contracts do not need it.
    await readCompilation('AccessManager', copy)
  })
})
