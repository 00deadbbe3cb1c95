import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

/** The kind and mode of everything in a folder, and of the folder itself, by its path within. */
function modesIn(folder: string): Map<string, string> {
  const paths = ['', ...(readdirSync(folder, { recursive: true }) as string[])]
  const modes = paths.flatMap((path): [string, string][] => {
    const stats = statSync(join(folder, path), { throwIfNoEntry: false })
    if (stats === undefined) return []
    return [[path, `${stats.isDirectory() ? 'folder' : 'file'} ${(stats.mode & 0o777).toString(8)}`]]
  })
  return new Map(modes)
}

const openOnes = (folder: string) =>
  [...modesIn(folder)].filter(([, mode]) => mode !== 'folder 700' && mode !== 'file 600')

describe('the data folder of a server that was started carelessly', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let server: TestServer
  let umask: number
  before(() => (umask = process.umask(0)))
  after(() => process.umask(umask))

  it('is open to its owner only, with all that the sample day left there', async () => {
    const folder = workplace.path('data')
    for (const name of ['', 'keys', 'chain', 'database', 'deployments']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'server.log'), '')
    expect(modesIn(folder).get('keys')).to.equal('folder 777')
    server = await workplace.start({ args: ['--no-past'] })
    expect(openOnes(folder)).to.deep.equal([])
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
    const made = [...modesIn(folder).keys()]
    const parts = ['keys/members.json', 'keys/demo-members.json', 'journal.sqlite', 'chain/state.json']
    expect(made).to.include.members([...parts, 'database/base', 'deployments/31337.json'])
    expect(openOnes(folder)).to.deep.equal([])
  })

  it('is closed again where it was opened meanwhile, and the log says so', async () => {
    const folder = workplace.path('data')
    const loosened = ['keys', 'keys/passphrase', 'keys/members.json', 'database/base', 'journal.sqlite', 'server.log']
    for (const path of loosened) chmodSync(join(folder, path), 0o777)
    server = await workplace.start({ args: ['--no-demo'] })
    expect(openOnes(folder)).to.deep.equal([])
    const warnings = readFileSync(join(folder, 'server.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"module":"data_folder"'))
      .map((line) => JSON.parse(line) as { level: number; mended: string[] })
    expect(warnings.map(({ level }) => level)).to.deep.equal([40, 40])
    expect(warnings[0]?.mended).to.include(folder)
    expect(warnings[1]?.mended).to.have.members(loosened.map((path) => join(folder, path)))
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })
})
