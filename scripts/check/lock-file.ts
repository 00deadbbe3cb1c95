/**
 * package-lock.json names no registry host, and has an entry for every optional package. npm leaves an entry out when the
 * registry of the moment does not carry a package for some other machine, and then `npm ci` refuses the whole file.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockEntry {
  version?: string
  resolved?: string
  integrity?: string
  optional?: boolean
  dev?: boolean
  devOptional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

interface LockFile {
  packages: Record<string, LockEntry>
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors: Record<string, string> = {
  amd64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
}
const libraries: Record<string, string> = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

/** What is wrong with the lock file, one sentence each. With `fix`, completes it first. */
export function checkLockFile(path: string, { fix }: { fix: boolean }): string[] {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile
  const missing = missingOptionals(lock)
  if (fix && missing.size > 0) {
    const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) })
    packages.sort(([a], [b]) => a.localeCompare(b, 'en'))
    writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
    missing.clear()
  }
  const hosts = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.includes('://'))
  return [
    ...hosts.map(([name]) => `${name} names a registry host: install with omit-lockfile-registry-resolved=true`),
    ...[...missing.keys()].map(
      (name) => `${name} has no entry, so npm ci refuses the file: npm run check -- --only lock --fix`,
    ),
  ]
}

/** Entries for the optional packages that the lock file mentions and does not describe. */
function missingOptionals({ packages }: LockFile): Map<string, LockEntry> {
  const missing = new Map<string, LockEntry>()
  for (const [parentPath, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const isPresent = ancestors(parentPath).some((folder) => packages[`${folder}node_modules/${name}`] !== undefined)
      // An exact version is a package for one machine; a range is a feature, which npm resolves by itself.
      if (isPresent || !/^\d+\.\d+\.\d+/.test(version)) continue
      missing.set(`node_modules/${name}`, describe(name, version, parent))
    }
  }
  return missing
}

/** The folders in which Node looks for a package's dependencies: "node_modules/a/", then "". */
function ancestors(path: string): string[] {
  const folders = ['']
  for (const part of path.split('node_modules/').slice(1)) folders.unshift(`${folders[0] ?? ''}node_modules/${part}`)
  return folders.map((folder) => (folder === '' || folder.endsWith('/') ? folder : `${folder}/`))
}

/** Packages for one machine carry it in their name: `edr-linux-x64-musl`. */
function describe(name: string, version: string, parent: LockEntry): LockEntry {
  const words = name.split(/[-/]/)
  const system = words.find((word) => systems.includes(word))
  const cpu = words.map((word) => processors[word]).find((word) => word !== undefined)
  const libc = words.map((word) => libraries[word]).find((word) => word !== undefined)
  if (!system || !cpu) throw new Error(`cannot tell from the name ${name} for which machine it is`)
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(parent.devOptional ? { devOptional: true } : {}),
    ...(libc && system === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    os: [system],
  }
}
