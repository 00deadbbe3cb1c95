import type { Archive, IndexEntry } from '../archive/open-archive.ts'
import type { Collector, Place } from '../findings.ts'
import type { ArchiveLog } from '../log/archive-log.ts'
import type { Check, Scene } from '../replay/replay.ts'
import { PUBLISHING_SECONDS, readBytes } from './check-receipts.ts'

interface Uncovered {
  readonly hash: string
  readonly place: Place
  /** Unix seconds of its block. */
  readonly at: number
}

/** Holds the log of an archive against the batches of the chain; where it is a copy of another archive, its files against that one's. */
export function followLog(log: ArchiveLog, original: Archive | null) {
  const { archive, head, isWhole } = log
  const size = head !== null && isWhole ? head.size : 0
  const unseen = indexOf(archive)
  const others = original === null ? null : indexOf(original)
  const uncovered: Uncovered[] = []
  let newest = 0
  let last = -1
  const check: Check = {
    async see(act, scene) {
      if (act.kind !== 'batch') return
      const hash = act.event.args['batchHash'] as string
      const entry = unseen.get(hash)
      const other = others?.get(hash)
      others?.delete(hash)
      if (entry === undefined) return
      unseen.delete(hash)
      last = Math.max(last, entry.position)
      newest = scene.header.timestamp
      if (entry.position < size) scene.collector.count('log', 'batches included')
      else if (size > 0) uncovered.push({ hash, place: scene.place, at: newest })
      if (original !== null && other !== undefined)
        await compareFiles({ archive, entry }, { archive: original, entry: other }, scene)
    },
  }
  return {
    check,
    /** `isCut`: whether the audit ends before the chain does, so that the newest entries may be of later batches. */
    end(collector: Collector, isCut: boolean): void {
      for (const { hash, place, at } of uncovered)
        if (newest - at < PUBLISHING_SECONDS)
          collector.notChecked('log', 'newest batches', 'a head over them is signed some seconds later')
        else
          collector.add('log_batch_uncovered', place, `The head of ${archive.name}, over ${size}, leaves out ${hash}.`)
      for (const { batchHash, position } of unseen.values()) {
        if (position >= size) continue
        const what = `Entry ${position} of the log of ${archive.name} is ${batchHash}`
        if (isCut && position > last)
          collector.notChecked('log', 'newest entries', 'they may be of batches after the end block asked for')
        else
          collector.add(
            'log_entry_unfounded',
            { block: null, transaction: null },
            `${what}, which is no batch up to the end block.`,
          )
      }
    },
  }
}

/** Entries by batch; one that is named again is a finding of the receipts. */
function indexOf({ index }: Archive): Map<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>()
  for (const entry of index) if (entry !== null && !entries.has(entry.batchHash)) entries.set(entry.batchHash, entry)
  return entries
}

interface Copy {
  readonly archive: Archive
  readonly entry: IndexEntry
}

async function compareFiles(copy: Copy, original: Copy, scene: Scene): Promise<void> {
  const { collector, place } = scene
  const bytes = copy.entry.sha256 === null ? null : await readBytes(copy.archive, copy.entry, scene)
  const { sha256 } = original.entry
  const others = sha256 === null ? null : await original.archive.receipts(sha256)
  if (sha256 !== copy.entry.sha256) {
    collector.add('archives_differ', place, differText(copy, original, 'are named by other hashes'))
    return
  }
  // A file that one of them withholds is a finding of its own.
  if (bytes === null || others === null) return
  collector.count('log', 'files compared')
  if (bytes.equals(others)) return
  const at = bytes.findIndex((byte, index) => byte !== others[index])
  const from = at < 0 ? bytes.length : at
  collector.add('archives_differ', place, differText(copy, original, `differ from byte ${from} on`))
}

function differText(copy: Copy, original: Copy, how: string): string {
  const { batchHash, position } = copy.entry
  const places = `entry ${position} of ${copy.archive.name} and entry ${original.entry.position} of ${original.archive.name}`
  return `The files of batch ${batchHash} (${places}) ${how}.`
}

/** An archive that has its last file in memory, because several checks read it one after the other. */
export function rememberLast(archive: Archive): Archive {
  let last: { readonly sha256: string; readonly bytes: Promise<Buffer | null> } | null = null
  return {
    ...archive,
    receipts(sha256) {
      if (last?.sha256 !== sha256) last = { sha256, bytes: archive.receipts(sha256) }
      return last.bytes
    },
  }
}
