import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { spawnSync } from 'node:child_process'

import { expect } from 'chai'

import { importFaults, lintFaults, scenery } from './planted-faults.ts'

const root = resolve(import.meta.dirname, '../..')
const settings = ['package.json', 'tsconfig.json', 'eslint.config.js', 'eslint.rules.js', '.dependency-cruiser.js']

/** A project with our settings and packages, and only these files. */
function plant(files: readonly (readonly [file: string, text: string, rule?: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'entente-rules-'))
  for (const name of settings) cpSync(join(root, name), join(folder, name))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, text] of [...Object.entries(scenery), ...files]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

function output(folder: string, program: string, ...args: string[]): string {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: folder, encoding: 'utf8' })
    .stdout
}

/** Rules broken by file. */
function lint(folder: string): Map<string, string[]> {
  const results = JSON.parse(output(folder, 'eslint/bin/eslint.js', '.', '--format', 'json')) as {
    filePath: string
    messages: { ruleId: string | null; message: string }[]
  }[]
  return new Map(
    results.map(({ filePath, messages }) => [
      relative(folder, filePath),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  )
}

function cruise(folder: string): Map<string, string[]> {
  const args = [
    '--config',
    '.dependency-cruiser.js',
    '--output-type',
    'json',
    'server',
    'client',
    'cli',
    'scripts',
    'audit',
    'proof',
    'test',
    'web',
    'abis',
  ]
  const { summary } = JSON.parse(output(folder, 'dependency-cruiser/bin/dependency-cruiser.mjs', ...args)) as {
    summary: { violations: { from: string; rule: { name: string }; cycle?: { name: string }[] }[] }
  }
  const found = new Map<string, string[]>()
  for (const { from, rule, cycle } of summary.violations) {
    for (const file of [from, ...(cycle ?? []).map(({ name }) => name)]) {
      found.set(file, [...(found.get(file) ?? []), rule.name])
    }
  }
  return found
}

for (const [name, faults, run] of [
  ['lint', lintFaults, lint],
  ['imports', importFaults, cruise],
] as const) {
  describe(`npm run check -- --only ${name}`, function () {
    this.timeout(120_000)
    let folder: string
    let found: Map<string, string[]>

    before(function () {
      folder = plant(faults)
      found = run(folder)
    })

    after(function () {
      rmSync(folder, { recursive: true, force: true })
    })

    for (const [file, , rule] of faults) {
      it(rule ? `refuses ${file} by ${rule}` : `passes ${file}`, function () {
        const rules = found.get(file) ?? []
        if (rule) expect(rules.filter((id) => id.startsWith(rule))).not.to.be.empty
        else expect(rules).to.be.empty
      })
    }
  })
}
