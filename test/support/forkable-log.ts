import { noteSigner, sha256 } from '../../server/chain/note-signer.ts'
import { toBase64 } from '../../server/domain/archive/base64.ts'
import { hashLeaf, proveConsistency, rootOf, type TreeReader } from '../../server/domain/archive/merkle-tree.ts'
import { formatNote, SIGNATURE_TYPES, treeHeadText } from '../../server/domain/archive/signed-note.ts'

/** A small log whose key signs whatever it is asked to: it can fork. */
export function forkableLog(origin: string, seed: number) {
  const signer = noteSigner(new Uint8Array(32).fill(seed), { name: origin, type: SIGNATURE_TYPES.log })
  const leavesOf = (entries: readonly string[]) => entries.map((entry) => hashLeaf(sha256, Buffer.from(entry)))
  const checkpoint = (entries: readonly string[]) => {
    const text = treeHeadText({ origin, size: BigInt(entries.length), root: rootOf(sha256, leavesOf(entries)) })
    return formatNote(text, [signer.signNote(text, 0n)])
  }
  return {
    key: signer.key,
    checkpoint,
    /** The body of `add-checkpoint` for the log of these entries. */
    request: async (entries: readonly string[], oldSize: number) => {
      const leaves = leavesOf(entries)
      const reader: TreeReader = { hash: sha256, readTile: async (_level, _index, width) => leaves.slice(0, width) }
      const proof =
        oldSize > entries.length ? [] : await proveConsistency(reader, BigInt(oldSize), BigInt(entries.length))
      const lines = proof.map((hash) => `${toBase64(hash)}\n`).join('')
      return `old ${String(oldSize)}\n${lines}\n${checkpoint(entries)}`
    },
  }
}
