import { createPublicKey, verify } from 'node:crypto'

import { sha256 } from './merkle.ts'

/** An Ed25519 key of a log or witness, as C2SP signed-note hands keys on: `name+id+base64`. */
export interface NoteKey {
  readonly name: string
  readonly type: 'log' | 'witness'
  /** Four bytes, hex. */
  readonly id: string
  /** 32 bytes. */
  readonly publicKey: Buffer
  /** As it was given. */
  readonly text: string
}

/** A checkpoint as it was read; nothing of it is verified. */
export interface Checkpoint {
  /** What is signed, with its last newline. */
  readonly text: string
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  readonly signatures: readonly Signature[]
  /** All of it, with the signatures. */
  readonly note: string
}

interface Signature {
  readonly name: string
  readonly id: string
  readonly bytes: Buffer
}

const KEY_TYPES: Readonly<Record<number, NoteKey['type']>> = { 1: 'log', 4: 'witness' }
const NOTE_BYTES_MAX = 100_000
const ID_BYTES = 4
const HASH_BYTES = 32
const TIME_BYTES = 8
const SIGNATURE_BYTES = 64
const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u

/** Reads base64 as it is written; nothing for every other spelling, of which one key or signature would have several. */
function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : Buffer.of()
}

/** Reads a key; null where it is none, or its id is not its own. */
export function readKey(text: string): NoteKey | null {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([\da-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? []
  const bytes = fromBase64(encoded)
  const type = KEY_TYPES[bytes[0] ?? 0]
  if (type === undefined || bytes.length !== HASH_BYTES + 1) return null
  const is = sha256(Buffer.from(`${name}\n`), bytes)
    .subarray(0, ID_BYTES)
    .toString('hex')
  return is === id ? { name, type, id, publicKey: bytes.subarray(1), text } : null
}

/** Reads a checkpoint by C2SP tlog-checkpoint; null where it is none. */
export function readCheckpoint(bytes: Buffer): Checkpoint | null {
  const note = bytes.toString('utf8')
  const end = note.lastIndexOf('\n\n')
  if (bytes.length > NOTE_BYTES_MAX || end < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, end + 1)
  const [origin = '', size = '', encoded = ''] = text.split('\n')
  const root = fromBase64(encoded)
  if (origin === '' || !/^(?:0|[1-9]\d{0,14})$/.test(size) || root.length !== HASH_BYTES) return null
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(readSignature)
  if (!signatures.every((signature) => signature !== null)) return null
  return { text, origin, size: Number(size), root, signatures, note }
}

function readSignature(line: string): Signature | null {
  const [, name, encoded = ''] = SIGNATURE.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (name === undefined || bytes.length <= ID_BYTES) return null
  return { name, id: bytes.subarray(0, ID_BYTES).toString('hex'), bytes: bytes.subarray(ID_BYTES) }
}

/** Whether a key signed a checkpoint. Lines of other keys are left alone; one that claims to be of this key and is not spoils it. */
export function judgeSignature({ text, signatures }: Checkpoint, key: NoteKey): 'valid' | 'missing' | 'invalid' {
  const own = signatures.filter(({ name, id }) => name === key.name && id === key.id)
  if (own.length === 0) return 'missing'
  return own.every(({ bytes }) => isValid(key, text, bytes)) ? 'valid' : 'invalid'
}

function isValid({ type, publicKey }: NoteKey, text: string, bytes: Buffer): boolean {
  const x = publicKey.toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  if (type === 'log') return verify(null, Buffer.from(text), key, bytes)
  // A cosignature has its time in front, which is signed as well: C2SP tlog-cosignature.
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return false
  const signed = `cosignature/v1\ntime ${bytes.readBigUInt64BE()}\n${text}`
  return verify(null, Buffer.from(signed), key, bytes.subarray(TIME_BYTES))
}
