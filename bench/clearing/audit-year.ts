import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { AuditReport } from '../../audit/report/audit-report.ts'
import { root } from '../../cli/run-program.ts'
import { readCheckpoint, readReceiptsFile } from '../../server/actions/archive/read-archive.ts'
import { listArchive } from '../../server/database/archive-files.ts'
import { serveRpc } from '../../test/support/audit/rpc-server.ts'
import { askProcess } from '../ask-process.ts'
import type { Year } from './open-year.ts'

/** What the audit of a year came to. */
export interface AuditedYear {
  readonly seconds: number
  readonly findings: number
  /** What was counted, by check. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const PASSES_MAX = 200
/** A pass is a second, and a head is signed every five. */
const PASSES_TO_HEAD = 6

/** Writes the archive of a year that was played, and lets the command audit the ledger: all its checks, the compiler's included. */
export async function auditYear(year: Year, report: string): Promise<AuditedYear> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-audit-year-'))
  const server = await serveRpc(year.coalition.edr)
  try {
    await writeArchive(year, folder)
    const { token } = year.coalition.deployment
    const args = ['--rpc', server.url, '--token', token, '--archive', folder, '--json', '--report', report]
    const began = performance.now()
    const { findingsTotal, checks } = await askProcess<AuditReport>([join(root, 'audit/main.ts'), ...args])
    return {
      seconds: Math.round((performance.now() - began) / 1_000),
      findings: findingsTotal,
      counts: Object.fromEntries(checks.map(({ name, counts }) => [name, counts])),
    }
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

/** The files that `entente archive export` would fetch, once every batch is published. */
async function writeArchive({ months }: Year, folder: string): Promise<void> {
  const { database: db, pass } = months.platform
  for (let passes = 0; (await db.archiveFile.count()) < (await db.postedBatch.count()); passes += 1) {
    if (passes === PASSES_MAX) throw new Error(`not every batch is published after ${PASSES_MAX} passes`)
    await pass()
  }
  for (let passes = 0; passes < PASSES_TO_HEAD; passes += 1) await pass()
  for (const part of ['receipts', 'rules']) mkdirSync(join(folder, part))
  const index = await listArchive(db, { from: 0n, rowsMax: Number.MAX_SAFE_INTEGER })
  for (const { sha256 } of index) {
    const file = sha256 === null ? null : await readReceiptsFile({ db }, sha256)
    if (file !== null) writeFileSync(join(folder, 'receipts', `${sha256}.jsonl.gz`), file)
  }
  for (const { hash, document } of await db.archiveRule.findMany())
    writeFileSync(join(folder, 'rules', `${hash}.json`), document)
  const head = await readCheckpoint({ db })
  if (head === null) throw new Error('no head of the log was signed')
  writeFileSync(join(folder, 'checkpoint'), head)
  const lines = index.map(({ batchHash, sha256, length, partnerId, firstEntry }) =>
    JSON.stringify({ batchHash, sha256, length, partnerId, firstEntry: String(firstEntry) }),
  )
  writeFileSync(join(folder, 'index.jsonl'), lines.map((line) => `${line}\n`).join(''))
}
