import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { expect } from 'chai'

const scripts = resolve(import.meta.dirname, '../../scripts')

const target = `
const [what, value] = process.argv.slice(2)
console.log(JSON.stringify(process.argv.slice(2)))
if (what === 'exit') process.exit(Number(value))
if (what === 'wait') {
  process.on('SIGTERM', () => { console.log('SIGTERM'); setTimeout(() => process.exit(7), 100) })
  setInterval(() => undefined, 1000)
}
`

// Stands in for npm-cli.js: the real one needs a registry and half a minute. What it is asked is what is tested.
const npm = `
import { mkdirSync, writeFileSync, readFileSync, appendFileSync } from 'node:fs'
appendFileSync('npm-asked', JSON.stringify({ args: process.argv.slice(2), env: process.env }) + '\\n')
if (process.env.NPM_BROKEN) { console.error('npm error ECONNREFUSED'); process.exit(1) }
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { '': root, ...installed } = packages
mkdirSync('node_modules', { recursive: true })
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: installed }))
`

// Stands in for the generator, which needs Prisma itself.
const generator = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { clientFolder, clientSource, stampFile } from './launch-generate.mjs'
if (process.env.PRISMA_BROKEN) { console.error('Error: P1012'); process.exit(1) }
appendFileSync('client-generated', '.')
mkdirSync(clientFolder, { recursive: true })
writeFileSync(clientFolder + '/' + stampFile, clientSource('.'))
`

describe('scripts/launch.mjs', function () {
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-launch-'))
    for (const name of ['scripts', 'prisma', 'node_modules/prisma']) mkdirSync(join(folder, name), { recursive: true })
    for (const name of ['launch.mjs', 'launch-install.mjs', 'launch-generate.mjs']) {
      cpSync(join(scripts, name), join(folder, 'scripts', name))
    }
    writeFileSync(join(folder, 'scripts', 'generate-prisma.ts'), generator)
    writeFileSync(join(folder, 'prisma', 'schema.prisma'), 'model Partner {}')
    prisma('7.10.0')
    writeFileSync(join(folder, 'scripts', 'target.ts'), target)
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'npm-cli.js'), npm)
    lock('1.0.0')
  })

  afterEach(function () {
    rmSync(folder, { recursive: true, force: true })
  })

  function lock(version: string, entry: object = {}): void {
    const packages = { '': {}, 'node_modules/a': { version, ...entry } }
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
  }

  function prisma(version: string): void {
    writeFileSync(join(folder, 'node_modules/prisma/package.json'), JSON.stringify({ version }))
  }

  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    npm_execpath: join(folder, 'npm-cli.js'),
    ...more,
  })

  function launch(args: string[], more: NodeJS.ProcessEnv = {}) {
    const options = { cwd: tmpdir(), encoding: 'utf8', env: environment(more) } as const
    return spawnSync(process.execPath, [join(folder, 'scripts/launch.mjs'), ...args], options)
  }

  const asked = (): { args: string[]; env: Record<string, string> }[] =>
    !existsSync(join(folder, 'npm-asked'))
      ? []
      : readFileSync(join(folder, 'npm-asked'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { args: string[]; env: Record<string, string> })

  it('passes arguments on unchanged and keeps standard output clean, even when it installs', function () {
    const { stdout, stderr, status } = launch(['scripts/target.ts', 'a b', "it's", '$HOME', '--json'])
    expect(status).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.equal(['a b', "it's", '$HOME', '--json'])
    expect(stderr).to.match(/installing packages \(npm ci\) \.\.\. done in \d+ s/)
  })

  it('installs once, and again when the lock file changes', function () {
    launch(['scripts/target.ts'])
    expect(launch(['scripts/target.ts']).stderr).to.equal('')
    expect(asked()).to.have.length(1)
    lock('1.0.1')
    launch(['scripts/target.ts'])
    expect(asked()).to.have.length(2)
  })

  it('does not install over packages that somebody else installed from the same lock file', function () {
    const hidden = { packages: { 'node_modules/a': { version: '1.0.0' } } }
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(hidden))
    launch(['scripts/target.ts'])
    expect(asked()).to.deep.equal([])
  })

  it('installs when a native package of this machine was left out, and not for one of another machine', function () {
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{"packages":{}}')
    lock('1.0.0', { optional: true, os: [process.platform === 'win32' ? 'linux' : 'win32'], cpu: [process.arch] })
    launch(['scripts/target.ts'])
    expect(asked()).to.have.length(0)
    lock('1.0.0', { optional: true, os: [process.platform], cpu: [process.arch] })
    launch(['scripts/target.ts'])
    expect(asked()).to.have.length(1)
  })

  it('hides from npm what its caller was asked, and keeps what the user configured', function () {
    const chatter = {
      npm_config_json: 'true',
      npm_config_omit: 'dev',
      npm_lifecycle_event: 'x',
      npm_config_loglevel: 'silent',
    }
    launch(['scripts/target.ts'], { ...chatter, npm_config_cache: '/cache/of/mine' })
    const [question] = asked()
    expect(question?.args).to.include.members(['ci', '--include=dev', '--include=optional'])
    expect(question?.env).to.not.have.any.keys(...Object.keys(chatter))
    expect(question?.env['npm_config_cache']).to.equal('/cache/of/mine')
  })

  it('says in a sentence what failed when npm does, and tries again the next time', function () {
    const { stdout, stderr, status } = launch(['scripts/target.ts'], { NPM_BROKEN: '1' })
    expect(status).to.equal(1)
    expect(stdout).to.equal('')
    expect(stderr).to.include('Is the npm registry reachable').and.to.include('ECONNREFUSED')
    expect(launch(['scripts/target.ts']).status).to.equal(0)
  })

  it('generates the database client once, and again when the schema or Prisma changes', function () {
    const generated = () => readFileSync(join(folder, 'client-generated'), 'utf8').length
    const { stdout, stderr } = launch(['scripts/target.ts'])
    expect(stderr).to.match(/generating the database client \.\.\. done in \d+ s/)
    expect(JSON.parse(stdout)).to.deep.equal([])
    expect(launch(['scripts/target.ts']).stderr).to.equal('')
    expect(generated()).to.equal(1)
    writeFileSync(join(folder, 'prisma', 'schema.prisma'), 'model Member {}')
    launch(['scripts/target.ts'])
    expect(generated()).to.equal(2)
    prisma('7.11.0')
    launch(['scripts/target.ts'])
    expect(generated()).to.equal(3)
  })

  it('says in a sentence that the client could not be generated, and tries again the next time', function () {
    const { stdout, stderr, status } = launch(['scripts/target.ts'], { PRISMA_BROKEN: '1' })
    expect(status).to.equal(1)
    expect(stdout).to.equal('')
    expect(stderr).to.include('The database client could not be generated').and.to.include('P1012')
    expect(launch(['scripts/target.ts']).status).to.equal(0)
  })

  it('ends with the exit code of the file', function () {
    expect(launch(['scripts/target.ts', 'exit', '5']).status).to.equal(5)
  })

  it('takes the Node versions that package.json names, and no other', async function () {
    const { isNewEnough } = (await import(pathToFileURL(join(scripts, 'launch-install.mjs')).href)) as {
      isNewEnough: (version: string) => boolean
    }
    const { engines } = JSON.parse(readFileSync(join(scripts, '../package.json'), 'utf8')) as {
      engines: { node: string }
    }
    expect(engines.node).to.equal('^22.18.0 || >=24.0.0')
    for (const version of ['v22.18.0', 'v22.20.1', 'v24.0.0', 'v26.1.0'])
      expect(isNewEnough(version), version).to.equal(true)
    for (const version of ['v0.0.0', 'v20.20.2', 'v22.17.9', 'v23.11.1']) {
      expect(isNewEnough(version), version).to.equal(false)
    }
  })

  it('refuses a file that is not there', function () {
    expect(launch(['scripts/nothing.ts']).status).to.equal(2)
  })

  it('hands SIGTERM to the file once, and waits for it', async function () {
    launch(['scripts/target.ts'])
    const child = spawn(process.execPath, [join(folder, 'scripts/launch.mjs'), 'scripts/target.ts', 'wait'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    const code = await new Promise((done) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output === '') setTimeout(() => child.kill('SIGTERM'), 200)
        output += text
      })
      child.on('close', done)
    })
    expect(code).to.equal(7)
    expect(output.match(/SIGTERM/g)).to.have.length(1)
  })
})
