import { sha256, verifyNote } from '../chain/note-signer.ts'
import {
  type ArchiveCheckpoint,
  findCosignedSize,
  findLastCheckpoint,
  insertCosignature,
  listCosignatures,
} from '../database/archive-checkpoints.ts'
import { archiveTree } from '../database/archive-tree.ts'
import { toBase64 } from '../domain/archive/base64.ts'
import { proveConsistency } from '../domain/archive/merkle-tree.ts'
import { formatKey, formatNote, parseSignatures, signatureLine, signaturesOf } from '../domain/archive/signed-note.ts'
import { Transient } from '../domain/rejection.ts'
import { type ArchiveWitness, type Relayer } from './relayer.ts'

interface Pause {
  readonly until: number
  readonly ms: number
}

/**
 * Makes the step that has witnesses cosign the newest checkpoint. One that refuses, or does not answer, is asked again later and later;
 * the log goes on without it, and the status says so. By witness, only its pause and what it said that it has are remembered.
 */
export function makeAskWitnesses(): (relayer: Relayer) => Promise<boolean> {
  const pauses = new Map<string, Pause>()
  const sizes = new Map<string, bigint>()
  return async (relayer) => {
    if (relayer.archive.witnesses.length === 0) return false
    const checkpoint = await findLastCheckpoint(relayer.database)
    if (checkpoint === null) return false
    const given = new Set((await listCosignatures(relayer.database, checkpoint.size)).map(({ witness }) => witness))
    const now = relayer.clock.now().getTime()
    const due = relayer.archive.witnesses.filter(({ key }) => {
      const name = formatKey(sha256, key)
      return !given.has(name) && (pauses.get(name)?.until ?? 0) <= now
    })
    const asked = await Promise.all(due.map((witness) => askWitness(relayer, { witness, checkpoint, pauses, sizes })))
    return asked.includes(true)
  }
}

interface Question {
  readonly witness: ArchiveWitness
  readonly checkpoint: ArchiveCheckpoint
  readonly pauses: Map<string, Pause>
  readonly sizes: Map<string, bigint>
}

async function askWitness(relayer: Relayer, { witness, checkpoint, pauses, sizes }: Question): Promise<boolean> {
  const name = formatKey(sha256, witness.key)
  const said = await tryWitness(relayer, { witness, checkpoint, oldSize: await oldSizeOf(relayer, name, sizes) })
  if (said.kind === 'cosigned') {
    pauses.delete(name)
    sizes.set(name, checkpoint.size)
    const row = { size: checkpoint.size, witness: name, line: said.line, cosignedAt: relayer.clock.now() }
    await relayer.database.transaction((tx) => insertCosignature(tx, row))
    relayer.report({ name: 'checkpoint_cosigned', size: checkpoint.size, witness: witness.key.name })
    return true
  }
  const isKnown = said.kind === 'has' && sizes.get(name) === said.size
  if (said.kind === 'has') sizes.set(name, said.size)
  // It has another size than we thought: that is asked for at once, but not again and again.
  if (said.kind === 'has' && !isKnown && said.size <= checkpoint.size) return true
  const { retryMs, retryMsMax } = relayer.limits
  const ms = Math.min((pauses.get(name)?.ms ?? retryMs / 2) * 2, retryMsMax)
  pauses.set(name, { ms, until: relayer.clock.now().getTime() + ms })
  const reason = said.kind === 'has' ? `it has ${said.size} entries` : said.reason
  const isRefusal = said.kind !== 'silent'
  const told = { size: checkpoint.size, witness: witness.key.name, reason }
  relayer.report({ name: isRefusal ? 'witness_refuses' : 'witness_waits', ...told })
  return false
}

async function oldSizeOf({ database }: Relayer, name: string, sizes: ReadonlyMap<string, bigint>): Promise<bigint> {
  return sizes.get(name) ?? (await findCosignedSize(database, name)) ?? 0n
}

type Said =
  | { readonly kind: 'cosigned'; readonly line: string }
  | { readonly kind: 'has'; readonly size: bigint }
  | { readonly kind: 'refuses' | 'silent'; readonly reason: string }

async function tryWitness(
  { database, archive }: Relayer,
  { witness, checkpoint, oldSize }: { witness: ArchiveWitness; checkpoint: ArchiveCheckpoint; oldSize: bigint },
): Promise<Said> {
  // A witness that claims more than there is gets no proof; it says again what it has.
  const from = oldSize <= checkpoint.size ? oldSize : 0n
  const proof = await proveConsistency(archiveTree(database, sha256), from, checkpoint.size)
  const lines = proof.map((node) => `${toBase64(node)}\n`).join('')
  const body = `old ${from}\n${lines}\n${formatNote(checkpoint.text, [checkpoint.line])}`
  try {
    const { status, text } = await archive.postToWitness(witness.url, body)
    if (status === 200) return readCosignature(witness, checkpoint, text)
    const size = /^(0|[1-9]\d{0,17})\n$/.exec(text)?.[1]
    if (status === 409 && size !== undefined) return { kind: 'has', size: BigInt(size) }
    return status >= 500
      ? { kind: 'silent', reason: `it answered ${status}` }
      : { kind: 'refuses', reason: `it answered ${status}` }
  } catch (error) {
    if (!(error instanceof Transient)) throw error
    return { kind: 'silent', reason: error.message }
  }
}

/** The line that is published: of this witness, over this checkpoint, whatever else it answered. */
function readCosignature({ key }: ArchiveWitness, { text }: ArchiveCheckpoint, answer: string): Said {
  const [own] = signaturesOf(sha256, key, parseSignatures(answer) ?? [])
  if (own === undefined || !verifyNote(key, text, [own]))
    return { kind: 'refuses', reason: 'it answered with a cosignature that is not its own' }
  return { kind: 'cosigned', line: signatureLine(sha256, key, own.signature) }
}
