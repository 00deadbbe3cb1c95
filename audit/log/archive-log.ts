import type { Archive, IndexEntry } from '../archive/open-archive.ts'
import { leafHash, rootsAt } from './merkle.ts'
import type { Checkpoint, NoteKey } from './signed-note.ts'

/** The log of an archive: what its index gives, and what its signed head says. */
export interface ArchiveLog {
  readonly archive: Archive
  /** Hashes of the leaves that the index gives, up to the first line that is none. */
  readonly leaves: readonly Buffer[]
  readonly head: Checkpoint | null
  /** The key whose signature the head has; null where none was verified. */
  readonly signedBy: NoteKey | null
  /** Whether the index gives the root of the head. */
  readonly isWhole: boolean
}

/** The leaves of an index: 72 bytes of batch hash, SHA-256 of the file (zeros where there is none) and its length. */
export function leavesOf(index: readonly (IndexEntry | null)[]): Buffer[] {
  const leaves: Buffer[] = []
  for (const entry of index) {
    if (entry === null) break
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(entry.length))
    const file = entry.sha256 ?? '00'.repeat(32)
    leaves.push(leafHash(Buffer.concat([Buffer.from(entry.batchHash.slice(2) + file, 'hex'), length])))
  }
  return leaves
}

/** Whether a log begins with the entries of an older head; null where it has too few to say. */
export function beginsWith({ leaves }: ArchiveLog, { size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean | null {
  const own = rootsAt(leaves.slice(0, size), [size]).get(size)
  return own === undefined ? null : own.equals(root)
}

/** A head as a sentence names it. */
export function headText({ size, root }: Pick<Checkpoint, 'size' | 'root'>): string {
  return `${root.toString('base64')} over ${size} entries`
}
