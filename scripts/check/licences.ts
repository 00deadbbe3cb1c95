/** Every package that runs with Entente has a licence under which it may be passed on with it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import satisfies from 'spdx-satisfies'
import { z } from 'zod'

/** Licences that ask for their text and a name, or for nothing; SPDX identifiers. */
export const ALLOWED_LICENCES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]

/** A package whose licence is none of those, or is not written down, and why it may stay. */
export interface LicenceException {
  /** Its name; with `*` at the end, all whose names begin so. */
  readonly package: string
  /** As the package says it; null: it says nothing. */
  readonly licence: string | null
  readonly reason: string
}

export interface LicensedPackage {
  readonly name: string
  readonly version: string
  readonly licence: string | null
}

const Exceptions = z.object({
  exceptions: z.array(
    z.strictObject({ package: z.string(), licence: z.string().nullable(), reason: z.string().min(20) }),
  ),
})

/** Reads what is excepted, each with its reason. */
export function readExceptions(text: string): LicenceException[] {
  return Exceptions.parse(JSON.parse(text)).exceptions
}

interface LockEntry {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly link?: boolean
}

/** The packages of the lock file that are installed with `npm ci --omit=dev`, on some machine. */
export function listProduction(root: string): LicensedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>
  }
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
    .map(([path, { version = '', license }]) => ({
      name: path.split('node_modules/').at(-1) ?? path,
      version,
      licence: license ?? installedLicence(join(root, path, 'package.json')),
    }))
}

/** Where npm did not copy a licence into the lock file, an old form of it may be in the package itself. */
function installedLicence(file: string): string | null {
  if (!existsSync(file)) return null
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown; licenses?: unknown }
  const typeOf = (one: unknown) =>
    typeof one === 'string' ? one : ((one as { type?: string } | undefined)?.type ?? null)
  return Array.isArray(licenses) ? licenses.map(typeOf).join(' OR ') : typeOf(license)
}

/** What is wrong, one sentence each. */
export function judgeLicences(packages: readonly LicensedPackage[], exceptions: readonly LicenceException[]): string[] {
  const isExcepted = (one: LicensedPackage) => exceptions.some((exception) => covers(exception, one))
  const isUsed = (exception: LicenceException) =>
    packages.some((one) => covers(exception, one) && !isAllowed(one.licence))
  return [
    ...(packages.length === 0 ? ['there is no package to look at'] : []),
    ...packages
      .filter((one) => !isAllowed(one.licence) && !isExcepted(one))
      .map(({ name, version, licence }) => `${name} ${version} has the licence ${licence ?? 'that it does not name'}`),
    ...exceptions.filter((one) => !isUsed(one)).map((one) => `${one.package} is an exception that nothing needs`),
  ]
}

function covers(exception: LicenceException, { name, licence }: LicensedPackage): boolean {
  const isNamed = exception.package.endsWith('*')
    ? name.startsWith(exception.package.slice(0, -1))
    : name === exception.package
  return isNamed && exception.licence === licence
}

function isAllowed(licence: string | null): boolean {
  if (licence === null) return false
  try {
    return satisfies(licence, [...ALLOWED_LICENCES])
  } catch {
    return false // "SEE LICENSE IN ..." and other words that are no SPDX expression
  }
}
