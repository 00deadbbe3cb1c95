import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { type Archive, openArchive } from '../archive/open-archive.ts'
import type { AuditOptions } from '../audit-options.ts'
import type { Coalition } from '../contracts.ts'
import type { Collector } from '../findings.ts'
import type { ArchiveLog } from '../log/archive-log.ts'
import { openKnownHeads } from '../log/known-heads.ts'
import type { Check } from '../replay/replay.ts'
import { checkLogs } from './check-logs.ts'
import { checkReceipts } from './check-receipts.ts'
import { rulesOf } from './check-rules.ts'
import { followLog, rememberLast } from './follow-log.ts'

/** Opens the archives that were given. To be called before the end block is chosen, so that no batch is published after it. */
export function openArchives({ archives }: AuditOptions): Promise<Archive[]> {
  return Promise.all(archives.map(async (place) => rememberLast(await openArchive(place))))
}

/** Checks logs as far as they can be without the chain. */
export async function openLogs(
  archives: readonly Archive[],
  { chainId, token }: Coalition,
  { logKey, witnesses, api, state }: AuditOptions,
  found: Collector,
): Promise<ArchiveLog[]> {
  const known = state === null ? null : await openKnownHeads(state, `${chainId} ${token}`)
  return checkLogs(archives, { logKey, witnesses, api, known }, found)
}

/** What is checked of archives while the chain is replayed, and at its end. */
export interface ArchiveChecks {
  readonly checks: readonly Check[]
  end(found: Collector, end: { readonly timestamp: number; readonly isCut: boolean }): void
}

/** The checks of archives: the receipts of the first, its log and those of its copies, and their files against the first's. */
export async function followArchives(logs: readonly ArchiveLog[], folder: string): Promise<ArchiveChecks> {
  const [first] = logs
  if (first === undefined) return { checks: [], end: () => undefined }
  const receipts = await openReceipts(first.archive, folder)
  const followed = logs.map((log) => followLog(log, log === first ? null : first.archive))
  return {
    checks: [receipts.check, ...followed.map(({ check }) => check)],
    end(found, { timestamp, isCut }) {
      receipts.end(found, { endsAt: timestamp, isCut })
      for (const log of followed) log.end(found, isCut)
    },
  }
}

/** The checks of receipts, and the file in which they remember. What an earlier audit left there is of no use. */
async function openReceipts(archive: Archive, folder: string) {
  // Node says of SQLite that it is experimental, which nobody need read who gives no archive.
  const { openEntryMemory } = await import('../archive/entry-memory.ts')
  const path = join(folder, 'entries.sqlite')
  await rm(path, { force: true })
  const memory = openEntryMemory(path)
  const receipts = checkReceipts(archive, { memory, rules: rulesOf(archive) })
  return {
    check: receipts.check,
    end(...end: Parameters<typeof receipts.end>): void {
      receipts.end(...end)
      memory.close()
    },
  }
}
