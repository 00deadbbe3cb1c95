import { fromBase64, toBase64 } from './base64.ts'
import { type Hasher, joinBytes } from './merkle-tree.ts'

/** Ed25519 signatures of a log, and cosignatures of its witnesses: the types of C2SP signed-note. */
export const SIGNATURE_TYPES = { log: 1, cosignature: 4 } as const

/** Who signs: a name and an Ed25519 key. */
export interface NoteKey {
  readonly name: string
  readonly type: number
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** One line below a note. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: string
  readonly signature: Uint8Array
}

/** A note as it was read: nothing of it is verified. */
export interface SignedNote {
  /** With its last newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** What a checkpoint says of a log: C2SP tlog-checkpoint. */
export interface TreeHead {
  readonly origin: string
  readonly size: bigint
  readonly root: Uint8Array
}

/** Characters of a note that is read: sixteen large signatures fit. */
export const NOTE_LENGTH_MAX = 100_000
const SIGNATURES_MAX = 64
const KEY_BYTES = 32
const HASH_BYTES = 32
const KEY_ID_BYTES = 4
const NAME = /^[^\s+]{1,255}$/u
const SIZE = /^(?:0|[1-9]\d{0,17})$/
const SIGNATURE_LINE = /^\u2014 ([^\s+]{1,255}) ([A-Za-z0-9+/=]{1,8000})$/u

const utf8 = (text: string) => new TextEncoder().encode(text)
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Whether a text may name a key, and begin a checkpoint. */
export function isKeyName(name: string): boolean {
  return NAME.test(name)
}

/** The first four bytes of the hash of name, type and key, as hex. */
export function keyIdOf(hash: Hasher, { name, type, publicKey }: NoteKey): string {
  return hex(hash(joinBytes([utf8(`${name}\n`), Uint8Array.of(type), publicKey])).slice(0, KEY_ID_BYTES))
}

/** A key as it is handed on: `name+id+base64`. */
export function formatKey(hash: Hasher, key: NoteKey): string {
  return `${key.name}+${keyIdOf(hash, key)}+${toBase64(joinBytes([Uint8Array.of(key.type), key.publicKey]))}`
}

/** Reads a key as `formatKey` writes it; null where it is none, or its id is another's. */
export function parseKey(hash: Hasher, text: string): NoteKey | null {
  const [name = '', id, ...rest] = text.split('+')
  const bytes = fromBase64(rest.join('+'))
  const [type] = bytes ?? []
  if (bytes === null || type === undefined || bytes.length !== KEY_BYTES + 1 || !isKeyName(name)) return null
  const key = { name, type, publicKey: bytes.slice(1) }
  return keyIdOf(hash, key) === id ? key : null
}

/** The text of a checkpoint, which is signed. */
export function treeHeadText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Reads the text of a checkpoint; null where it is none. Lines that extend it are left alone. */
export function parseTreeHead(text: string): TreeHead | null {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const bytes = fromBase64(root)
  if (!isKeyName(origin) || !SIZE.test(size) || bytes?.length !== HASH_BYTES || rest.at(-1) !== '') return null
  if (rest.slice(0, -1).includes('')) return null
  return { origin, size: BigInt(size), root: bytes }
}

/** The line below a note that has a signature. */
export function signatureLine(hash: Hasher, key: NoteKey, signature: Uint8Array): string {
  const id = Uint8Array.from(keyIdOf(hash, key).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  return `\u2014 ${key.name} ${toBase64(joinBytes([id, signature]))}\n`
}

/** A note with the lines of its signatures. */
export function formatNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.join('')}`
}

/** Reads a note; null where it has another form. */
export function parseNote(note: string): SignedNote | null {
  const end = note.lastIndexOf('\n\n')
  // eslint-disable-next-line no-control-regex -- a note may not have them
  if (note.length > NOTE_LENGTH_MAX || end < 0 || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return null
  const signatures = parseSignatures(note.slice(end + 2))
  return signatures === null ? null : { text: note.slice(0, end + 1), signatures }
}

/** Reads lines of signatures; null unless there is at least one, and each is whole. */
export function parseSignatures(lines: string): NoteSignature[] | null {
  const found = lines.split('\n')
  if (found.pop() !== '' || found.length === 0 || found.length > SIGNATURES_MAX) return null
  const signatures = found.map((line): NoteSignature | null => {
    const [, name, encoded = ''] = SIGNATURE_LINE.exec(line) ?? []
    const bytes = fromBase64(encoded)
    if (name === undefined || bytes === null || bytes.length <= KEY_ID_BYTES) return null
    return { name, keyId: hex(bytes.slice(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) }
  })
  return signatures.every((signature) => signature !== null) ? signatures : null
}

/** The signatures that claim to be of a key. */
export function signaturesOf(hash: Hasher, key: NoteKey, signatures: readonly NoteSignature[]): NoteSignature[] {
  const id = keyIdOf(hash, key)
  return signatures.filter(({ name, keyId }) => name === key.name && keyId === id)
}

/** What a witness signs, `timeSeconds` after 1970, of a checkpoint's text: C2SP tlog-cosignature, cosignature/v1. */
export function cosignedText(text: string, timeSeconds: bigint): string {
  return `cosignature/v1\ntime ${timeSeconds}\n${text}`
}

const TIME_BYTES = 8

/** A cosignature as it lies in its line: the time, then the signature. */
export function timestamped(timeSeconds: bigint, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(TIME_BYTES)
  new DataView(time.buffer).setBigUint64(0, timeSeconds)
  return joinBytes([time, signature])
}

/** The time and the signature of a cosignature; null where it is too short to have both. */
export function parseTimestamped(bytes: Uint8Array): { timeSeconds: bigint; signature: Uint8Array } | null {
  if (bytes.length <= TIME_BYTES) return null
  const timeSeconds = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0)
  return { timeSeconds, signature: bytes.slice(TIME_BYTES) }
}
