import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

import { expect } from 'chai'
import { parse } from 'yaml'

import { ENVIRONMENT_NAMES, readConfig } from '../../server/config/config.ts'

const root = resolve(import.meta.dirname, '../..')
/** What compose.yaml does not start without. */
const REQUIRED = { POSTGRES_PASSWORD: 'abcdefgh12345678', ENTENTE_PASSPHRASE: 'twelve letters and more' }
const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Service {
  image: string
  build?: string
  entrypoint?: string[]
  command?: string[]
  profiles?: string[]
  environment: Record<string, string>
  depends_on?: Record<string, { condition: string; required?: boolean }>
  healthcheck?: { disable?: boolean; test?: string[] }
  volumes?: string[]
  [more: string]: unknown
}

/** What a shell would make of `${NAME}`, `${NAME:-default}` and `${NAME:?reason}`. */
function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, word?: string) => {
    const value = env[name] ?? ''
    if (value === '' && kind === '?') throw new Error(`${name} is missing: ${String(word)}`)
    return value === '' && kind === '-' ? (word ?? '') : value
  })
}

describe('Dockerfile', function () {
  const instructions = read('Dockerfile')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }))
  const all = (name: string) => instructions.filter((each) => each.name === name).map(({ rest }) => rest)
  const finalStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
  const final = (name: string) => finalStage.filter((each) => each.name === name).map(({ rest }) => rest)

  it('copies only what is there, and nothing that .dockerignore leaves out', function () {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    const sources = all('COPY')
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(/\s+/).slice(0, -1))
    expect(sources).to.include('package-lock.json').and.include('.')
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).to.equal(true)
      expect(ignored, source).to.not.include(source)
    }
    const stages = all('FROM').flatMap((rest) => / AS (\w+)$/.exec(rest)?.[1] ?? [])
    for (const rest of all('COPY').filter((each) => each.startsWith('--from='))) {
      expect(stages).to.include(/^--from=(\w+)/.exec(rest)?.[1])
    }
  })

  it('runs what is there: the scripts of the build, and the command line', function () {
    const scripts = all('RUN').flatMap((rest) => [...rest.matchAll(/node (\S+\.ts)/g)].map(([, file]) => file ?? ''))
    const [entry = ''] = final('ENTRYPOINT')
    for (const file of [...scripts, (JSON.parse(entry) as string[])[1] ?? '']) {
      expect(existsSync(join(root, file)), file).to.equal(true)
    }
    expect(scripts).to.have.length(2)
  })

  it('takes the Node of .nvmrc in every stage', function () {
    for (const rest of all('FROM')) expect(rest).to.match(new RegExp(`^node:${read('.nvmrc').trim()}-slim( AS \\w+)?$`))
  })

  it('ends as a user without privileges, with a health check, and holds no secret', function () {
    expect(final('USER')).to.deep.equal(['node'])
    expect(finalStage.findIndex(({ name }) => name === 'USER')).to.be.greaterThan(
      finalStage.findLastIndex(({ name }) => ['RUN', 'COPY'].includes(name)),
    )
    expect(final('HEALTHCHECK')[0]).to.contain('/healthz')
    const set = [...all('ENV'), ...all('ARG')].flatMap((rest) =>
      rest.split(/\s+/).map((pair) => pair.split('=')[0] ?? ''),
    )
    expect(set).to.have.members(['NODE_ENV', 'ENTENTE_DATA', 'HOST', 'PORT'])
  })

  it('sets what the server reads, to values that it takes', function () {
    const pairs = final('ENV').flatMap((rest) => rest.split(/\s+/).map((pair) => pair.split('=') as [string, string]))
    const { config } = readConfig(Object.fromEntries(pairs))
    expect(config).to.include({ dataFolder: '/data', host: '0.0.0.0', port: 8080 })
    expect(final('VOLUME')).to.deep.equal([config.dataFolder])
    expect(final('EXPOSE')).to.deep.equal([String(config.port)])
  })

  it('has a health check that passes where the server answers, and fails where it does not', async function () {
    const [, command = ''] = /CMD (\[.*\])$/.exec(final('HEALTHCHECK')[0] ?? '') ?? []
    const [node, ...args] = JSON.parse(command) as string[]
    expect(node).to.equal('node')
    let status = 200
    const server = createServer(({ url }, response) => response.writeHead(url === '/healthz' ? status : 404).end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const env = { PORT: String((server.address() as AddressInfo).port) }
    const check = () =>
      promisify(execFile)(process.execPath, args, { env }).then(
        () => 0,
        (error: unknown) => (error as { code: number }).code,
      )
    expect(await check()).to.equal(0)
    status = 503
    expect(await check()).to.equal(1)
    server.close()
    await once(server, 'close')
    expect(await check()).to.equal(1)
  })
})

describe('compose.yaml', function () {
  const text = read('compose.yaml')
  const { services, volumes } = parse(text, { merge: true }) as {
    services: Record<string, Service>
    volumes: Record<string, unknown>
  }
  const ours = Object.entries(services).filter(([, { image }]) => image === 'entente')
  const environmentOf = (service: Service, env: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, interpolate(value, env)]))

  it('gives our processes only variables that the server reads', function () {
    expect(ours.map(([name]) => name)).to.deep.equal(['api', 'relayer', 'indexer', 'deploy', 'fund', 'chain'])
    for (const [name, { environment }] of ours) {
      expect(ENVIRONMENT_NAMES, name).to.include.members(Object.keys(environment))
    }
  })

  it('asks its own surroundings only for those and the password of the database', function () {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name).filter((name) => name !== ''))
    asked.delete('POSTGRES_PASSWORD')
    expect(ENVIRONMENT_NAMES).to.include.members([...asked])
  })

  it('starts each role once, with settings that the server takes', function () {
    const roles = ours.flatMap(([name, service]) => {
      const { config, secrets } = readConfig(environmentOf(service, REQUIRED))
      expect(secrets.databaseUrl, name).to.equal('postgresql://entente:abcdefgh12345678@database:5432/entente')
      expect(config.chain.rpcUrls, name).to.deep.equal(['http://chain:8545'])
      return service.environment['ROLES'] === undefined ? [] : config.roles
    })
    expect(roles).to.have.members(['api', 'relayer', 'indexer'])
  })

  it('takes another chain, and refuses to start without the password of the database or the passphrase of the keys', function () {
    const [, api] = ours[0] as [string, Service]
    const env = { ...REQUIRED, RPC_URL: 'https://rpc.example', CHAIN_ID: '10' }
    expect(readConfig(environmentOf(api, env)).config.chain).to.deep.include({
      rpcUrls: ['https://rpc.example'],
      chainId: 10,
    })
    const { POSTGRES_PASSWORD, ENTENTE_PASSPHRASE } = REQUIRED
    expect(() => environmentOf(api, { ENTENTE_PASSPHRASE })).to.throw('POSTGRES_PASSWORD is missing')
    expect(() => environmentOf(api, { POSTGRES_PASSWORD })).to.throw('ENTENTE_PASSPHRASE is missing')
    expect(text).to.not.match(/(?:PASSWORD|PASSPHRASE|TOKEN|KEY): (?!['"]?\$\{)/)
  })

  it('names services, volumes and programs that are there', function () {
    for (const [name, service] of Object.entries(services)) {
      for (const [needed, { condition, required }] of Object.entries(service.depends_on ?? {})) {
        const other = services[needed] as Service
        expect(other, `${name} needs ${needed}`).to.not.equal(undefined)
        // What is healthy has a check, its own or the image's, and what a profile may leave out is not required by others.
        if (condition === 'service_healthy') expect(other.healthcheck?.test, needed).to.not.equal(undefined)
        const isOptional = other.profiles !== undefined && service.profiles === undefined
        expect(required === false || !isOptional, `${name} needs ${needed}`).to.equal(true)
      }
      for (const volume of service.volumes ?? []) expect(volumes).to.have.property(volume.split(':')[0] ?? '')
      const program = service.entrypoint?.find((word) => word.endsWith('.ts'))
      if (program !== undefined) expect(existsSync(join(root, program)), program).to.equal(true)
    }
  })

  it('expects an answer over HTTP only of the process that gives one', function () {
    const roles = ours.filter(([, { environment }]) => environment['ROLES'] !== undefined)
    for (const [name, { healthcheck }] of roles) expect(healthcheck?.disable === true, name).to.equal(name !== 'api')
  })

  it('keeps privileges from every process of ours', function () {
    for (const [name, service] of ours) {
      expect(service, name).to.deep.include({ cap_drop: ['ALL'], read_only: true, build: '.' })
      expect(service['security_opt'], name).to.deep.equal(['no-new-privileges:true'])
    }
  })
})
