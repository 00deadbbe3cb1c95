import { assert } from '../assert.ts'
import { joinBytes } from './merkle-tree.ts'

/** What the archive's log says of one final batch. */
export interface LogEntry {
  /** Of the batch: 32 bytes, 0x hex. */
  readonly batchHash: string
  /** Of the file's bytes before compression, hex; null where the batch has no file. */
  readonly sha256: string | null
  /** Of the file in bytes before compression; 0 where there is none. */
  readonly length: number
}

const LENGTH_BYTES = 8
/** Bytes of an entry of the log. */
export const LOG_ENTRY_BYTES = 32 + 32 + LENGTH_BYTES

/** A leaf's data: the batch hash, the file's SHA-256 (zeros where there is no file) and its length as a big-endian 64-bit number. */
export function logEntryBytes({ batchHash, sha256, length }: LogEntry): Uint8Array {
  assert((sha256 === null) === (length === 0), 'a file has bytes, and what has none is no file')
  const size = new Uint8Array(LENGTH_BYTES)
  new DataView(size.buffer).setBigUint64(0, BigInt(length))
  return joinBytes([hexBytes(batchHash.slice(2)), hexBytes(sha256 ?? '00'.repeat(32)), size])
}

function hexBytes(hex: string): Uint8Array {
  assert(/^[0-9a-f]{64}$/.test(hex), 'a hash has 32 bytes')
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

/** Entries as a bundle of C2SP tlog-tiles has them: each behind its length in two bytes. */
export function entryBundle(entries: readonly LogEntry[]): Uint8Array {
  return joinBytes(
    entries.flatMap((entry) => [Uint8Array.of(LOG_ENTRY_BYTES >> 8, LOG_ENTRY_BYTES & 0xff), logEntryBytes(entry)]),
  )
}
