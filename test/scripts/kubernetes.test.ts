import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

import { expect } from 'chai'
import { parseAllDocuments } from 'yaml'

import { ENVIRONMENT_NAMES, readConfig } from '../../server/config/config.ts'

const root = resolve(import.meta.dirname, '../..')
/** What the secret has, by the names under which it is mounted. */
const SECRETS: Readonly<Record<string, string>> = {
  'database-url': 'postgresql://entente:secret@postgres/entente',
  passphrase: 'twelve letters and more',
  'lookup-key': 'ab'.repeat(32),
  'metrics-token': 'a token of the metrics'.replaceAll(' ', '-'),
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}
interface Container {
  readonly image: string
  readonly args?: readonly string[]
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[]
  readonly env?: readonly { readonly name: string; readonly value: string }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[]
  readonly securityContext: object
  readonly startupProbe?: Probe
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
}
interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> }
  readonly spec: {
    readonly securityContext: Readonly<Record<string, unknown>>
    readonly automountServiceAccountToken: boolean
    readonly volumes: readonly { readonly name: string }[]
    readonly containers: readonly [Container]
  }
}
interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly data: Readonly<Record<string, string>>
  readonly spec: {
    readonly replicas: number
    readonly minAvailable: number
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>
    readonly template: PodTemplate
    readonly ports: readonly { readonly targetPort: string }[]
  }
}

const read = (file: string) =>
  parseAllDocuments(readFileSync(join(root, 'kubernetes', file), 'utf8')).map((document) => {
    expect(document.errors).to.deep.equal([])
    return document.toJS() as Manifest
  })

describe('kubernetes/', function () {
  const manifests = read('entente.yaml')
  const jobs = read('deploy.yaml')
  const all = (kind: string) => [...manifests, ...jobs].filter((one) => one.kind === kind)
  const deployments = all('Deployment')
  const pods = [...deployments, ...all('Job')].map(({ metadata, spec }) => ({ name: metadata.name, ...spec.template }))
  const [settings] = all('ConfigMap')
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-kubernetes-'))
    for (const [name, secret] of Object.entries(SECRETS)) writeFileSync(join(folder, name), secret)
  })
  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  /** What a process finds in its environment; the files of the secret are where the test has put them. */
  function environmentOf({ spec }: PodTemplate): Record<string, string> {
    const [{ env = [] }] = spec.containers
    const given = { ...settings?.data, ...Object.fromEntries(env.map(({ name, value }) => [name, value])) }
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        name.endsWith('_FILE') ? join(folder, basename(value)) : value,
      ]),
    )
  }

  it('gives processes only variables that the server reads, and each role its own', () => {
    const roles = deployments.flatMap(({ spec }) => {
      const environment = environmentOf(spec.template)
      expect(ENVIRONMENT_NAMES).to.include.members(Object.keys(environment))
      const { config, secrets } = readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', ...environment })
      expect(secrets).to.include({
        databaseUrl: SECRETS['database-url'],
        passphrase: SECRETS['passphrase'],
        lookupKey: SECRETS['lookup-key'],
        metricsToken: SECRETS['metrics-token'],
      })
      expect(config.chain.rpcUrls).to.have.length(3)
      expect(config.trustedProxies).to.equal(1)
      return config.roles
    })
    expect(roles).to.have.members(['api', 'relayer', 'indexer'])
  })

  it('takes secrets from the secret that is made by hand, which is mounted where the settings say', () => {
    for (const { name, spec } of pods) {
      const [{ volumeMounts }] = spec.containers
      const where = volumeMounts.find((mount) => mount.name === 'secrets')?.mountPath ?? ''
      const files = Object.entries(settings?.data ?? {}).filter(([variable]) => variable.endsWith('_FILE'))
      for (const [, file] of files) expect(file, name).to.equal(join(where, basename(file)))
      expect(files.map(([, file]) => basename(file))).to.have.members(Object.keys(SECRETS))
    }
    expect(all('Secret')).to.deep.equal([])
  })

  it('keeps the data folder in the volume and writes nowhere else', () => {
    for (const { name, spec } of pods) {
      const [{ volumeMounts, securityContext }] = spec.containers
      expect(volumeMounts.map((mount) => mount.name)).to.have.members(spec.volumes.map((volume) => volume.name))
      expect(settings?.data['ENTENTE_DATA']).to.match(/^\/data\/\w/)
      expect(
        volumeMounts.map(({ mountPath }) => mountPath),
        name,
      ).to.include.members(['/data', '/tmp'])
      expect(securityContext, name).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(spec.securityContext).to.include({ runAsNonRoot: true, runAsUser: 1_000, fsGroup: 1_000 })
      expect(spec.automountServiceAccountToken).to.equal(false)
    }
  })

  it('asks the process that listens, at paths that it has, by the port that it names', () => {
    const pages = readFileSync(join(root, 'server/api/pages/mount-pages.ts'), 'utf8')
    for (const { metadata, spec } of deployments) {
      const [{ ports = [], startupProbe, livenessProbe, readinessProbe }] = spec.template.spec.containers
      const probes = [startupProbe, livenessProbe, readinessProbe].filter((probe) => probe !== undefined)
      expect(probes, metadata.name).to.have.length(metadata.name === 'entente-api' ? 3 : 0)
      for (const { httpGet } of probes) {
        expect(pages).to.include(`'${httpGet.path}':`)
        expect(ports.map((port) => port.name)).to.include(httpGet.port)
      }
    }
    const { config } = readConfig({})
    const [api] = deployments
    expect(api?.spec.template.spec.containers[0].ports?.[0]?.containerPort).to.equal(config.port)
    expect(all('Service')[0]?.spec.ports[0]?.targetPort).to.equal('http')
  })

  it('selects the pods that there are, each role with a second one and a budget of disruptions', () => {
    for (const { spec } of deployments) {
      expect(spec.template.metadata.labels).to.deep.equal(spec.selector.matchLabels)
      const budget = all('PodDisruptionBudget').filter(
        (one) => JSON.stringify(one.spec.selector) === JSON.stringify(spec.selector),
      )
      expect(budget).to.have.length(1)
      expect(budget[0]?.spec.minAvailable).to.be.lessThan(spec.replicas)
    }
    expect(all('Service')[0]?.spec.selector).to.deep.equal(deployments[0]?.spec.selector.matchLabels)
    const namespaces = [...manifests, ...jobs]
      .filter(({ kind }) => kind !== 'Namespace')
      .map(({ metadata }) => metadata.namespace)
    expect(new Set(namespaces)).to.deep.equal(new Set(['entente']))
  })

  it('runs one image, and commands that there are', () => {
    const images = new Set(pods.map(({ spec }) => spec.containers[0].image))
    expect(images.size).to.equal(1)
    const [job] = all('Job')
    expect(job?.spec.template.spec.containers[0].args?.[0]).to.equal('deploy')
  })
})
