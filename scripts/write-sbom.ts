/**
 * `npm run sbom`: writes a bill of materials (CycloneDX) of the packages that run with Entente, from package-lock.json.
 * --development adds those that build and test it, --output <file> names another file.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'

import { root } from '../cli/run-program.ts'
import { makeReproducible, type Sbom, withoutDevelopment } from './release/sbom.ts'

const { values } = parseArgs({
  options: {
    development: { type: 'boolean', default: false },
    output: { type: 'string', default: 'entente.cdx.json' },
  },
})
const { name, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string
  devDependencies: Record<string, string>
}
const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 50_000_000 })
const whole = JSON.parse(stdout) as Sbom

// https://reproducible-builds.org/specs/source-date-epoch/
const epoch = process.env['SOURCE_DATE_EPOCH']
const time = epoch === undefined ? null : new Date(Number(epoch) * 1_000)
const listed = values.development ? whole : withoutDevelopment(whole, Object.keys(devDependencies))
const sbom = makeReproducible(listed, { name, time })
const file = resolve(root, values.output)
writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`)
console.log(`${file}: ${String(sbom.components.length)} packages`)
