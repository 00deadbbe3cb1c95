import { sha256, verifyNote, type NoteSigner } from '../../server/chain/note-signer.ts'
import { fromBase64 } from '../../server/domain/archive/base64.ts'
import { isSameBytes, verifyConsistency } from '../../server/domain/archive/merkle-tree.ts'
import {
  NOTE_LENGTH_MAX,
  type NoteKey,
  parseNote,
  parseTreeHead,
  type SignedNote,
  type TreeHead,
} from '../../server/domain/archive/signed-note.ts'

/** The newest head of a log that this witness has cosigned. */
export interface KeptHead {
  readonly size: bigint
  readonly root: Uint8Array
}

/** Where a witness keeps what it has seen: on disk before `keepHead` resolves. */
export interface WitnessStore {
  findHead(origin: string): KeptHead | null
  keepHead(origin: string, head: KeptHead): Promise<void>
  /** Keeps a head that the log has signed and that cannot be true beside the one that was cosigned. */
  keepFork(origin: string, note: string): Promise<void>
}

export interface WitnessDeps {
  readonly signer: NoteSigner
  /** Keys of the logs that are watched, by their origins. */
  readonly logs: ReadonlyMap<string, NoteKey>
  readonly store: WitnessStore
  readonly now: () => Date
}

/** What is answered, by C2SP tlog-witness. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  readonly type: string
  readonly text: string
}

/** Hashes of a proof, and characters of all that a request may have. */
const PROOF_LINES_MAX = 63
export const REQUEST_LENGTH_MAX = NOTE_LENGTH_MAX + 100 * (PROOF_LINES_MAX + 2)
const HASH_BYTES = 32

interface CheckpointRequest {
  readonly oldSize: bigint
  readonly proof: readonly Uint8Array[]
  readonly note: SignedNote
  readonly noteText: string
  readonly head: TreeHead
}

const plain = (status: WitnessAnswer['status'], text: string): WitnessAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  text: `${text}\n`,
})

/**
 * Makes the answer to `add-checkpoint`. One request is answered after the other, so that none looks at a head that another is
 * about to replace.
 */
export function makeWitness(deps: WitnessDeps): (body: string) => Promise<WitnessAnswer> {
  let last: Promise<unknown> = Promise.resolve()
  return (body) => {
    const answer = last.then(() => answerCheckpoint(deps, body))
    last = answer.catch(() => undefined)
    return answer
  }
}

async function answerCheckpoint({ signer, logs, store, now }: WitnessDeps, body: string): Promise<WitnessAnswer> {
  const request = parseRequest(body)
  if (request === null) return plain(400, 'this is no old size, proof and checkpoint')
  const { oldSize, proof, note, noteText, head } = request
  const key = logs.get(head.origin)
  if (key === undefined) return plain(404, 'this log is not watched here')
  if (!verifyNote(key, note.text, note.signatures)) return plain(403, "the log's key did not sign this checkpoint")
  if (oldSize > head.size) return plain(400, 'the old size is larger than the checkpoint')
  const kept = store.findHead(head.origin) ?? { size: 0n, root: sha256(new Uint8Array()) }
  if (oldSize !== kept.size) return { status: 409, type: 'text/x.tlog.size', text: `${String(kept.size)}\n` }
  if (oldSize === head.size && !isSameBytes(kept.root, head.root)) {
    await store.keepFork(head.origin, noteText)
    return plain(409, 'another root was cosigned at this size')
  }
  const claim = { oldSize, oldRoot: kept.root, size: head.size, root: head.root, proof }
  if (!verifyConsistency(sha256, claim)) return plain(422, 'the proof does not lead from the old root to the new one')
  await store.keepHead(head.origin, { size: head.size, root: head.root })
  const text = signer.signNote(note.text, BigInt(Math.floor(now().getTime() / 1_000)))
  return { status: 200, type: 'text/plain; charset=utf-8', text }
}

function parseRequest(body: string): CheckpointRequest | null {
  const end = body.indexOf('\n\n')
  if (body.length > REQUEST_LENGTH_MAX || end < 0) return null
  const [old = '', ...lines] = body.slice(0, end).split('\n')
  const size = /^old (0|[1-9]\d{0,17})$/.exec(old)?.[1]
  const proof = lines.map(fromBase64)
  const noteText = body.slice(end + 2)
  const note = parseNote(noteText)
  const head = note === null ? null : parseTreeHead(note.text)
  if (size === undefined || note === null || head === null || proof.length > PROOF_LINES_MAX) return null
  if (!proof.every((hash) => hash?.length === HASH_BYTES)) return null
  return { oldSize: BigInt(size), proof: proof.filter((hash) => hash !== null), note, noteText, head }
}
