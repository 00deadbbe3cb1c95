import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../../../../cli/run-program.ts'
import { makeOpenApi } from '../../../../../server/api/openapi.ts'
import { divideIntoPages, type PlacedOperation } from '../../../../../server/api/pages/docs/api-pages.ts'
import type { Document } from '../../../../../server/api/pages/docs/document.ts'
import { callerOf, curlOf, literalOf, typescriptOf } from '../../../../../server/api/pages/docs/samples.ts'
import { CLIENT_SETUP } from '../../../../../server/api/pages/docs/welcome-page.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'

const operations = divideIntoPages(makeOpenApi(ROUTES) as Document, ROUTES).flatMap((page) => page.operations)
const placed = (operation: string): PlacedOperation =>
  operations.find((one) => one.operation.operationId === operation)!

/** A file with each sample in a function of its own, and what they import at its top. */
function programOf(samples: readonly string[]): string {
  const imports = new Set(samples.flatMap((sample) => sample.match(/^import .+$/gm) ?? []))
  const bodies = samples.map((sample) => sample.replaceAll(/^import .+\n/gm, '').trim())
  return [
    ...imports,
    CLIENT_SETUP,
    ...bodies.map((body, at) => `export async function sample${String(at)}() {\n${body}\n}`),
  ].join('\n\n')
}

describe('the samples of the docs', function () {
  this.timeout(240_000)
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-samples-'))
    for (const name of ['node_modules', 'client']) symlinkSync(join(root, name), join(folder, name))
  })
  after(() => rmSync(folder, { recursive: true }))

  /** Compiles a file against the client as it is generated, and returns what the compiler says. */
  function compile(source: string): string {
    writeFileSync(join(folder, 'samples.ts'), source.replaceAll("'@entente/client'", "'./client/client.ts'"))
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
    const more = [
      '--skipLibCheck',
      '--allowImportingTsExtensions',
      '--exactOptionalPropertyTypes',
      '--preserveSymlinks',
    ]
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...more, 'samples.ts'], {
      cwd: folder,
      encoding: 'utf8',
    })
    return stdout
  }

  it('in TypeScript, of every operation, compile against the generated client', () => {
    expect(compile(programOf(operations.map(typescriptOf)))).to.equal('')
  })

  it('would not compile with a field that is missing, or a path that is not there', () => {
    const sample = typescriptOf(placed('recordPurchase'))
    const wrong = [sample.replace(/ {4}currency: .+\n/, ''), sample.replace('/v1/purchases', '/v1/purchase')]
    for (const one of wrong) expect(one).to.not.equal(sample)
    const said = compile(programOf(wrong))
    expect(said)
      .to.match(/currency/)
      .and.match(/TS2345.*"\/v1\/purchase"|TS\d+.*\/v1\/purchase/)
  })

  it('for a shell are read by a shell as they are meant', () => {
    const script = operations.map((one) => `curl() { printf '%s\\0' "$@"; printf '\\n'; }\n${curlOf(one)}`).join('\n')
    const env = {
      ENTENTE: 'http://x',
      KEY: 'partner',
      OPERATOR_KEY: 'operator',
      SESSION: 'session',
      PATH: process.env['PATH'],
    }
    const { stdout, status, stderr } = spawnSync('bash', ['-euc', script], { env, encoding: 'utf8' })
    expect(status, stderr).to.equal(0)
    const calls = stdout
      .split('\0\n')
      .slice(0, -1)
      .map((line) => line.split('\0'))
    expect(calls).to.have.length(operations.length)
    for (const [at, { path, operation, method }] of operations.entries()) {
      const words = calls[at] ?? []
      const pattern = new RegExp(`^http://x${path.replaceAll(/\{\w+\}/g, '[^/{}]+')}(?:\\?\\S+)?$`)
      expect(
        words.find((word) => word.startsWith('http')),
        operation.operationId,
      ).to.match(pattern)
      const data = words[words.indexOf('-d') + 1]
      const body = operation.requestBody?.content['application/json']
      if (body !== undefined) expect(JSON.parse(data ?? '')).to.deep.equal(body.example)
      const session = '=session'
      const keys = {
        partner: 'Bearer partner',
        operator: 'Bearer operator',
        member: session,
        person: session,
        anyone: '',
      }
      const key = keys[callerOf(operation)]
      expect(words.some((word) => word.includes(key))).to.equal(true)
      if (method === 'post' && body === undefined) expect(words).to.include('POST')
    }
  })

  it('ask for no key where nobody needs one, also where a session is looked at', () => {
    const { operation } = placed('readStatus')
    expect(callerOf(operation)).to.equal('anyone')
    expect(callerOf({ ...operation, security: [{ memberSession: [] }, {}] })).to.equal('anyone')
    expect(callerOf({ ...operation, security: [{ memberSession: [] }] })).to.equal('member')
  })

  it('write texts that end no quotation', () => {
    const tricky = { text: `it's a \\ "test"`, 'not-a-name': ['a', `b'c\nd`], none: null, deep: { list: [] } }
    const line = compile(`export const value = ${literalOf(tricky)}`)
    expect(line).to.equal('')
    const { stdout } = spawnSync(process.execPath, ['-p', `JSON.stringify(${literalOf(tricky)})`], { encoding: 'utf8' })
    expect(JSON.parse(stdout)).to.deep.equal(tricky)
  })
})
