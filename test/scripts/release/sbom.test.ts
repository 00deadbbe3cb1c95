import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

import { expect } from 'chai'

import { makeReproducible, type Sbom } from '../../../scripts/release/sbom.ts'

const root = resolve(import.meta.dirname, '../../..')

describe('npm run sbom', function () {
  this.timeout(120_000)
  let folder: string

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'entente-sbom-'))
  })

  after(async function () {
    await rm(folder, { recursive: true, force: true })
  })

  const write = async (name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const output = join(folder, name)
    const command = ['scripts/write-sbom.ts', '--output', output, ...args]
    await promisify(execFile)(process.execPath, command, { cwd: root, env: { ...process.env, ...env } })
    return readFile(output, 'utf8')
  }

  it('lists every direct dependency at its version, with development packages only when asked', async function () {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const listed = (text: string) =>
      (JSON.parse(text) as Sbom).components.map(({ name, version }) => `${name} ${version}`)
    const exact = (packages: Record<string, string>) =>
      Object.entries(packages).map(([name, version]) => `${name} ${version}`)
    const shipped = listed(await write('shipped.json'))
    expect(shipped).to.include.members(exact(dependencies))
    expect(shipped).to.not.include.members(exact({ hardhat: devDependencies.hardhat }))
    const all = listed(await write('all.json', ['--development']))
    expect(all).to.include.members([...exact(dependencies), ...exact(devDependencies)])
  })

  it('lists every package that npm ci --omit=dev installs, and leaves no loose end', async function () {
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { name?: string; version: string; dev?: boolean }>
    }
    const installed = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`)
    const { components, dependencies, metadata } = JSON.parse(await write('whole.json')) as Sbom
    const references = components.map((component) => component['bom-ref'])
    expect(references).to.have.members([...new Set(installed)])
    const known = new Set([...references, `${metadata.component.name}@${metadata.component.version}`])
    for (const { ref, dependsOn } of dependencies) {
      for (const each of [ref, ...dependsOn]) expect(known.has(each), each).to.equal(true)
    }
  })

  it('is the same each time, and names the product, its version and no folder', async function () {
    const [first, second] = [await write('first.json'), await write('second.json')]
    expect(first).to.equal(second)
    const { metadata, serialNumber } = JSON.parse(first) as Sbom
    expect(metadata.component).to.include({ name: 'entente', type: 'application' })
    expect(metadata).to.not.have.property('timestamp')
    expect(serialNumber).to.match(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(first).to.not.contain(root)
  })

  it('has the time that is given, and another number when a package changes', function () {
    const sbom: Sbom = {
      serialNumber: 'urn:uuid:1',
      metadata: { timestamp: 'now', tools: [], component: { name: 'folder', type: 'library', version: '1.0.0' } },
      components: [{ 'bom-ref': 'a@1.0.0', name: 'a', version: '1.0.0', properties: [] }],
      dependencies: [],
    }
    const time = new Date('2026-12-01T00:00:00Z')
    const made = makeReproducible(sbom, { name: 'entente', time })
    expect(made.metadata.timestamp).to.equal('2026-12-01T00:00:00.000Z')
    const later = makeReproducible({ ...sbom, serialNumber: 'urn:uuid:2' }, { name: 'entente', time: null })
    expect(later.serialNumber).to.equal(made.serialNumber)
    const other = { ...sbom, components: [{ 'bom-ref': 'a@1.0.1', name: 'a', version: '1.0.1', properties: [] }] }
    expect(makeReproducible(other, { name: 'entente', time }).serialNumber).to.not.equal(made.serialNumber)
  })
})
