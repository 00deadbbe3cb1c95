import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { type Hasher } from '../domain/archive/merkle-tree.ts'
import {
  cosignedText,
  type NoteKey,
  type NoteSignature,
  parseTimestamped,
  signatureLine,
  SIGNATURE_TYPES,
  signaturesOf,
  timestamped,
} from '../domain/archive/signed-note.ts'

/** Signs the notes of a log, or as its witness, with an Ed25519 key. */
export interface NoteSigner {
  readonly key: NoteKey
  /** The line below a note; a cosignature has the time in it, whole seconds after 1970. */
  readonly signNote: (text: string, timeSeconds: bigint) => string
}

// RFC 8410: what stands before the 32 bytes of an Ed25519 key.
const PRIVATE_KEY_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_KEY_HEADER = Buffer.from('302a300506032b6570032100', 'hex')

/** SHA-256. */
export const sha256: Hasher = (bytes) => createHash('sha256').update(bytes).digest()

/** A signer by the 32 bytes that its key is made from. */
export function noteSigner(seed: Uint8Array, { name, type }: Pick<NoteKey, 'name' | 'type'>): NoteSigner {
  const der = Buffer.concat([PRIVATE_KEY_HEADER, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const exported = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const publicKey = Uint8Array.from(exported.subarray(PUBLIC_KEY_HEADER.length))
  const key = { name, type, publicKey }
  return {
    key,
    signNote: (text, timeSeconds) => {
      if (type === SIGNATURE_TYPES.log) return signatureLine(sha256, key, signText(privateKey, text))
      const signature = signText(privateKey, cosignedText(text, timeSeconds))
      return signatureLine(sha256, key, timestamped(timeSeconds, signature))
    },
  }
}

function signText(privateKey: KeyObject, text: string): Uint8Array {
  return sign(null, Buffer.from(text), privateKey)
}

/** Whether one of the signatures of a note is by this key. Those of other keys are left alone; one that claims to be of it and is not spoils it. */
export function verifyNote(key: NoteKey, text: string, signatures: readonly NoteSignature[]): boolean {
  const own = signaturesOf(sha256, key, signatures)
  return own.length > 0 && own.every(({ signature }) => verifyOne(key, text, signature))
}

function verifyOne({ type, publicKey }: NoteKey, text: string, bytes: Uint8Array): boolean {
  const der = Buffer.concat([PUBLIC_KEY_HEADER, publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  if (type === SIGNATURE_TYPES.log) return verify(null, Buffer.from(text), key, bytes)
  const cosigned = type === SIGNATURE_TYPES.cosignature ? parseTimestamped(bytes) : null
  if (cosigned === null) return false
  return verify(null, Buffer.from(cosignedText(text, cosigned.timeSeconds)), key, cosigned.signature)
}
