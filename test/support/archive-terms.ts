import { gzipSync } from 'node:zlib'

import { noteSigner } from '../../server/chain/note-signer.ts'
import { postToWitness } from '../../server/chain/post-to-witness.ts'
import { SIGNATURE_TYPES } from '../../server/domain/archive/signed-note.ts'
import type { ArchiveTerms } from '../../server/relayer/relayer.ts'

export const LOG_NAME = 'entente.example/archive'

/** A log with a key of its own, and no witnesses. */
export const testArchiveTerms = (): ArchiveTerms => ({
  origin: LOG_NAME,
  signer: noteSigner(new Uint8Array(32).fill(7), { name: LOG_NAME, type: SIGNATURE_TYPES.log }),
  witnesses: [],
  // At once: the simulation waits for nothing that it has not let through.
  compress: async (bytes) => gzipSync(bytes),
  postToWitness,
})
