import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { readCommand, UsageError } from '../../audit/audit-options.ts'
import { omitEvent } from '../support/audit/lies.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { testKey } from '../support/platform/edr-chain.ts'

const MAIN = join(import.meta.dirname, '../../audit/main.ts')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('npm run audit', function () {
  this.timeout(120_000)
  let ledger: LivedLedger
  let server: RpcServer
  let folder: string
  let asked: string[]

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-audit-command-'))
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
    asked = ['--rpc', server.url, '--token', ledger.coalition.deployment.token, '--no-code']
  })
  afterEach(() => server.lie(null))
  after(async function () {
    rmSync(folder, { recursive: true })
    await server.close()
    await ledger.coalition.edr.close()
  })

  it('ends with 0 where nothing is wrong, with the report on standard output and progress beside it', async function () {
    const { code, stdout, stderr } = await run(...asked, '--state', join(folder, 'state'))
    expect(stderr).to.match(/^audit: end block \d+/)
    expect(stdout).to.include('  ok   Every batch was signed by its partner').and.to.include('8 signatures')
    expect(code).to.equal(0)
  })

  it('ends with 1 where something is', async function () {
    server.lie(omitEvent('BatchPosted'))
    const { code, stdout } = await run(...asked)
    expect(stdout).to.include('critical mint_unexplained (block ')
    expect(code).to.equal(1)
  })

  it('writes JSON and PDF, signs, and checks what was signed', async function () {
    const [key, pdf, signed] = ['key', 'report.pdf', 'signed.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(key, testKey('auditor'), { mode: 0o600 })
    const { code, stdout } = await run(...asked, '--json', '--sign', key, '--report', pdf)
    expect(code).to.equal(0)
    expect(readFileSync(pdf).subarray(0, 5).toString()).to.equal('%PDF-')
    writeFileSync(signed, stdout)
    const verified = await run('--verify-summary', signed)
    expect(verified.stdout).to.include('signed a report of 0 findings')
    expect(verified.code).to.equal(0)
    writeFileSync(signed, stdout.replace('"findingsTotal": 0', '"findingsTotal": 1'))
    expect((await run('--verify-summary', signed)).code).to.equal(2)
  })

  it('ends with 2 where it could not be carried out', async function () {
    for (const args of [
      [],
      ['--rpc', 'ftp://example.org', '--token', ledger.coalition.deployment.token],
      ['--rpc', server.url, '--token', `0x${'12'.repeat(20)}`],
      [...asked, '--archive', join(folder, 'none')],
    ]) {
      const { code, stderr } = await run(...args)
      expect(stderr).to.include('npm run audit: ')
      expect(code, args.join(' ')).to.equal(2)
    }
  })

  it('explains itself', async function () {
    const { code, stdout } = await run('--help')
    expect(stdout).to.include('--verify-summary FILE').and.to.include('Exit status')
    expect(code).to.equal(0)
  })
})

describe('readCommand', function () {
  const url = ['--rpc', 'http://127.0.0.1:1', '--token', `0x${'ab'.repeat(20)}`]

  it('takes blocks on both sides of their limits', function () {
    expect(readCommand([...url, '--from', '0', '--to', '999999999999999'])).to.deep.include({ name: 'audit' })
    for (const bad of ['-1', '1e3', '1000000000000000', 'x'])
      expect(() => readCommand([...url, `--to=${bad}`])).to.throw(UsageError)
    expect(() => readCommand([...url, '--from', '2', '--to', '1'])).to.throw(UsageError)
  })

  it('refuses what it does not know', function () {
    expect(() => readCommand([...url, '--frm', '1'])).to.throw(UsageError)
    expect(() => readCommand(['--rpc', 'http://127.0.0.1:1', '--token', '0x12'])).to.throw(UsageError)
  })
})
