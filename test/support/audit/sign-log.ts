import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { type NoteSigner, noteSigner, sha256 } from '../../../server/chain/note-signer.ts'
import { type LogEntry, logEntryBytes } from '../../../server/domain/archive/log-leaf.ts'
import { hashLeaf, joinBytes, rootOf } from '../../../server/domain/archive/merkle-tree.ts'
import { formatKey, formatNote, SIGNATURE_TYPES, treeHeadText } from '../../../server/domain/archive/signed-note.ts'
import { tilePath } from '../../../server/domain/archive/tile-path.ts'
import { type NoteKey, readKey } from '../../../audit/log/signed-note.ts'

export const ORIGIN = 'entente/31337/test'

/** A key of a log, by a number. */
export const logSigner = (seed: number) =>
  noteSigner(new Uint8Array(32).fill(seed), { name: ORIGIN, type: SIGNATURE_TYPES.log })

/** A key of a witness, by a number. */
export const witnessSigner = (seed: number) =>
  noteSigner(new Uint8Array(32).fill(seed), { name: `witness.example/w${seed}`, type: SIGNATURE_TYPES.cosignature })

/** A key as `--log-key` and `--witness` take it. */
export const keyTextOf = ({ key }: NoteSigner) => formatKey(sha256, key)

/** A signer's key as the audit reads it. */
export const keyOf = (signer: NoteSigner): NoteKey => readKey(keyTextOf(signer))!

/** Hashes of the leaves of an archive's folder, as the server makes them. */
export function leavesIn(folder: string): Uint8Array[] {
  const lines = readFileSync(join(folder, 'index.jsonl'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => hashLeaf(sha256, logEntryBytes(JSON.parse(line) as LogEntry)))
}

/** Signs the head of the log in a folder, over its first `size` entries, and has witnesses cosign it. */
export function signLog(
  folder: string,
  signers: { readonly log: NoteSigner; readonly witnesses?: readonly NoteSigner[]; readonly size?: number },
): void {
  const leaves = leavesIn(folder).slice(0, signers.size)
  const text = treeHeadText({ origin: ORIGIN, size: BigInt(leaves.length), root: rootOf(sha256, leaves) })
  const lines = [signers.log, ...(signers.witnesses ?? [])].map((signer) => signer.signNote(text, 1_900_000_000n))
  writeFileSync(join(folder, 'checkpoint'), formatNote(text, lines))
}

/** Writes the one tile that a small log has. */
export function writeTile(folder: string): void {
  const leaves = leavesIn(folder)
  const path = join(folder, tilePath({ kind: 0, index: 0n, width: leaves.length }))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, joinBytes(leaves))
}
