import { existsSync, readFileSync } from 'node:fs'

import { sha256 as hash, verifyNote } from '../../server/chain/note-signer.ts'
import { logEntryBytes } from '../../server/domain/archive/log-leaf.ts'
import { hashLeaf, isSameBytes, rootOf } from '../../server/domain/archive/merkle-tree.ts'
import { type NoteKey, parseNote, parseTreeHead } from '../../server/domain/archive/signed-note.ts'
import { checkReceiptsFile, isRule } from './check-file.ts'
import { archivePaths, type IndexLine, readIndex } from './folder.ts'

/** What a copy of the archive is worth. */
export interface ArchiveVerdict {
  readonly entries: number
  readonly files: number
  readonly withoutFile: number
  /** Files that are not here: an export since a later place leaves them out. */
  readonly missing: string[]
  readonly wrong: string[]
  /** Entries that the checkpoint covers; null without one. */
  readonly checkpointSize: string | null
}

/** Checks a copy of the archive without asking anybody: files, roots, rules, and the log's head over the index. */
export function verifyArchive({ folder, logKey }: { folder: string; logKey: NoteKey | null }): ArchiveVerdict {
  const lines = readIndex(folder)
  const missing: string[] = []
  const wrong: string[] = []
  let files = 0
  for (const line of lines) {
    if (line.sha256 === null) continue
    files += 1
    const file = archivePaths(folder).receipts(line.sha256)
    if (!existsSync(file)) missing.push(line.sha256)
    else wrong.push(...faultsOf(folder, line, readFileSync(file)))
  }
  const head = checkHead(folder, lines, logKey)
  return {
    entries: lines.length,
    files,
    withoutFile: lines.length - files,
    missing,
    wrong: [...wrong, ...head.wrong],
    checkpointSize: head.size,
  }
}

function faultsOf(folder: string, line: IndexLine, bytes: Uint8Array): string[] {
  const verdict = checkReceiptsFile(bytes, line)
  if (verdict.status === 'wrong') return [`${String(line.sha256)}: ${verdict.why}`]
  return verdict.rules
    .filter((rule) => {
      const file = archivePaths(folder).rule(rule)
      return !existsSync(file) || !isRule(readFileSync(file, 'utf8'), rule)
    })
    .map((rule) => `rule ${rule}: its document is missing or wrong`)
}

function checkHead(folder: string, lines: readonly IndexLine[], logKey: NoteKey | null) {
  const { checkpoint } = archivePaths(folder)
  if (!existsSync(checkpoint)) return { size: null, wrong: logKey === null ? [] : ['checkpoint: it is missing'] }
  const note = parseNote(readFileSync(checkpoint, 'utf8'))
  const head = note === null ? null : parseTreeHead(note.text)
  if (note === null || head === null) return { size: null, wrong: ['checkpoint: it cannot be read'] }
  const size = String(head.size)
  if (logKey !== null && !verifyNote(logKey, note.text, note.signatures))
    return { size, wrong: ["checkpoint: the log's key did not sign it"] }
  if (head.size > BigInt(lines.length))
    return { size, wrong: ['checkpoint: it is over more entries than the index has'] }
  const leaves = lines.slice(0, Number(head.size)).map((line) => hashLeaf(hash, logEntryBytes(line)))
  const isSame = isSameBytes(rootOf(hash, leaves), head.root)
  return { size, wrong: isSame ? [] : ['checkpoint: the index leads to another root'] }
}
