/** `npm run bench:audit`: how many receipts an audit checks in a second, beside the bare hashing and recovering that it cannot do without. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import type { AuditReport } from '../audit/report/audit-report.ts'
import { root } from '../cli/run-program.ts'
import { startProgress } from '../cli/progress.ts'
import { serveRpc } from '../test/support/audit/rpc-server.ts'
import { issuerOf } from '../test/support/platform/coalition-chain.ts'
import { askProcess } from './ask-process.ts'
import { drawAudits, type MeasuredAudit } from './audit/draw-audits.ts'
import { BATCH_RECEIPTS, type GrowingLedger, openLedger, PARTNER, RECEIPTS_PER_MEMBER } from './audit/grow-ledger.ts'
import { readNumbers } from './read-numbers.ts'

/** Megabytes of JavaScript's heap for the audit, however long the ledger is: where it were not enough, the process would end. */
const HEAP_MAX_MB = 256

const help = `npm run bench:audit -- [options]

  --receipts <list>  receipts of the ledger (default: 10000,100000,1000000)
  --rounds <n>       how often each is audited (default: 3); the round in the middle counts
  --json             one JSON object on standard output instead of a table; writes no file
  --help             this text

Posts receipts in batches of ${BATCH_RECEIPTS} on a chain in this process, a new member for ${RECEIPTS_PER_MEMBER} of them, and writes their archive. Then audits it
with the command itself, in a new process that may have a heap of ${HEAP_MAX_MB} MB, without compiling the contracts. Beside it, in turns, a process
hashes the same leaves into the same trees and recovers the same signatures, with the fastest means that the server has. A million
receipts take about 1 GB of disk. Writes bench/results/audit.json and audit.svg.
`

interface Usage {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peak: number
  readonly heapPeak: number
}

/** Audits with the command, and says what its process took. */
async function audit(ledger: GrowingLedger, url: string, folder: string): Promise<Usage> {
  const usage = join(folder, 'usage.json')
  const { token } = ledger.coalition.deployment
  const args = ['--rpc', url, '--token', token, '--archive', ledger.archive, '--no-code', '--json']
  const node = [`--max-old-space-size=${HEAP_MAX_MB}`, '--import', join(root, 'bench/audit/note-usage.ts')]
  const report = await askProcess<AuditReport>([...node, join(root, 'audit/main.ts'), ...args], {
    stderr: 'ignore',
    env: { ...process.env, USAGE_FILE: usage },
  })
  if (report.findingsTotal !== 0)
    throw new Error(`the audit found something: ${JSON.stringify(report.findings).slice(0, 2_000)}`)
  return JSON.parse(readFileSync(usage, 'utf8')) as Usage
}

interface Bare {
  readonly receipts: number
  readonly seconds: number
  readonly cpuSeconds: number
}

const hashBare = ({ leaves }: GrowingLedger): Promise<Bare> =>
  askProcess([join(root, 'bench/audit/bare-process.ts'), leaves, issuerOf(PARTNER).address])

const middleOf = <T extends { seconds: number }>(rounds: readonly T[]): T =>
  rounds.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(rounds.length / 2)]!

async function measure(ledger: GrowingLedger, receipts: number, options: { rounds: number; folder: string }) {
  const progress = startProgress('receipts posted', receipts)
  await ledger.growTo(receipts, (done) => progress.update(done))
  progress.stop()
  const server = await serveRpc(ledger.coalition.edr)
  const load = loadavg()[0] ?? 0
  const audits: Usage[] = []
  const bares: Bare[] = []
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      bares.push(await hashBare(ledger))
      audits.push(await audit(ledger, server.url, options.folder))
      console.error(`${receipts} receipts: ${JSON.stringify({ audit: audits.at(-1), bare: bares.at(-1) })}`)
    }
  } finally {
    await server.close()
  }
  if (bares.some((bare) => bare.receipts !== receipts)) throw new Error('the file of leaves has other receipts')
  const [one, bare] = [middleOf(audits), middleOf(bares)]
  return {
    receipts,
    ...one,
    bareSeconds: bare.seconds,
    bareCpuSeconds: bare.cpuSeconds,
    ratio: one.seconds / bare.seconds,
    rounds: audits.map(({ seconds }) => seconds),
    load,
  } satisfies MeasuredAudit
}

const perSecond = (receipts: number, seconds: number) => Math.round(receipts / seconds)

const table = (measured: readonly MeasuredAudit[]) =>
  measured.map((one) => ({
    receipts: one.receipts,
    'audit s': one.seconds.toFixed(1),
    'cpu s': one.cpuSeconds.toFixed(1),
    'receipts/s': perSecond(one.receipts, one.seconds),
    'bare s': one.bareSeconds.toFixed(2),
    'bare/s': perSecond(one.receipts, one.bareSeconds),
    'audit/bare': one.ratio.toFixed(1),
    'peak MB': Math.round(one.peak / 1e6),
    'heap peak MB': Math.round(one.heapPeak / 1e6),
  }))

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      receipts: { type: 'string', default: '10000,100000,1000000' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const [rounds = 0] = readNumbers(values.rounds, '--rounds')
  const sizes = readNumbers(values.receipts, '--receipts').sort((a, b) => a - b)
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-audit-'))
  const measured: MeasuredAudit[] = []
  try {
    const ledger = await openLedger(folder)
    for (const receipts of sizes) measured.push(await measure(ledger, receipts, { rounds, folder }))
    await ledger.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const facts = {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
    node: process.version,
    receiptsPerBatch: BATCH_RECEIPTS,
    receiptsPerMember: RECEIPTS_PER_MEMBER,
    heapMaxMb: HEAP_MAX_MB,
    measured,
  }
  if (values.json) console.log(JSON.stringify(facts))
  else {
    console.table(table(measured))
    mkdirSync(join(root, 'bench/results'), { recursive: true })
    writeFileSync(join(root, 'bench/results/audit.json'), `${JSON.stringify(facts, null, 2)}\n`)
    writeFileSync(join(root, 'bench/results/audit.svg'), drawAudits(measured))
  }
  return 0
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:audit: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
