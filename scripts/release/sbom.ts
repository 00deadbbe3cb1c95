import { createHash } from 'node:crypto'

/** The parts of npm's CycloneDX document that are touched or looked at. */
export interface Sbom {
  serialNumber: string
  metadata: {
    timestamp?: string
    tools: { vendor: string; name: string; version: string }[]
    component: { name: string; type: string; version: string }
  }
  components: { 'bom-ref': string; name: string; version: string; properties: { name: string; value: string }[] }[]
  dependencies: { ref: string; dependsOn: string[] }[]
  [more: string]: unknown
}

/**
 * Makes npm's document depend on the lock file and the version of npm alone: npm names the product after the folder, draws a serial number and
 * takes the time. The number is a hash of the rest; the time is the one of the commit or of the release, where one is given.
 */
export function makeReproducible(sbom: Sbom, { name, time }: { name: string; time: Date | null }): Sbom {
  const { timestamp: _, ...metadata } = sbom.metadata
  const component = { ...metadata.component, name, type: 'application' }
  const named = { ...sbom, serialNumber: '', metadata: { ...metadata, component } }
  const hash = createHash('sha256').update(JSON.stringify(named)).digest('hex')
  return {
    ...sbom,
    serialNumber: `urn:uuid:${uuidOf(hash)}`,
    metadata: { ...(time === null ? {} : { timestamp: time.toISOString() }), ...metadata, component },
  }
}

/**
 * Leaves out what only builds and tests the product: what it does not depend on, directly or through others, once its development
 * dependencies are left out. npm's own `--omit dev` leaves out too much: of 401 packages that it installs with `npm ci --omit=dev`, npm 11.19
 * then listed 210. And it marks a version as one for development if one copy of it is, wherever the others are.
 */
export function withoutDevelopment(sbom: Sbom, developmentDependencies: readonly string[]): Sbom {
  const dependsOn = new Map(sbom.dependencies.map((each) => [each.ref, each.dependsOn]))
  const [root] = sbom.dependencies
  const isDevelopment = (ref: string) => developmentDependencies.includes(ref.slice(0, ref.lastIndexOf('@')))
  const kept = new Set((root?.dependsOn ?? []).filter((ref) => !isDevelopment(ref)))
  for (const ref of kept) for (const next of dependsOn.get(ref) ?? []) kept.add(next)
  const dependencies = sbom.dependencies
    .filter(({ ref }) => ref === root?.ref || kept.has(ref))
    .map(({ ref, dependsOn: all }) => ({ ref, dependsOn: all.filter((each) => kept.has(each)) }))
  return { ...sbom, components: sbom.components.filter((component) => kept.has(component['bom-ref'])), dependencies }
}

/** A UUID of version 8 (RFC 9562): the bits are ours. */
function uuidOf(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0b0011) | 0b1000).toString(16)
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`]
  return [...parts, hash.slice(20, 32)].join('-')
}
