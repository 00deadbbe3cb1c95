import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import { noteSigner, sha256 } from './chain/note-signer.ts'
import { postToWitness } from './chain/post-to-witness.ts'
import type { Parts } from './compose-parts.ts'
import { ConfigInvalid } from './config/config-invalid.ts'
import { parseKey, SIGNATURE_TYPES } from './domain/archive/signed-note.ts'
import type { ArchiveTerms, ArchiveWitness } from './relayer/relayer.ts'

/** How the archive's log is signed and who cosigns it. Its name must not change, so it has no host in it unless somebody sets one. */
export function archiveTermsOf({ config, keys, opened: { chain } }: Parts): ArchiveTerms {
  const origin = config.archive.origin ?? `entente/${String(chain.chainId)}/${chain.addresses.issuance.toLowerCase()}`
  return {
    origin,
    signer: noteSigner(keys.archive, { name: origin, type: SIGNATURE_TYPES.log }),
    witnesses: witnessesOf(config.archive),
    compress: promisify(gzip),
    postToWitness,
  }
}

/** The witnesses that the environment names. */
export function witnessesOf({ witnesses }: Parts['config']['archive']): ArchiveWitness[] {
  return witnesses.map(({ key: text, url }) => {
    const key = parseKey(sha256, text)
    if (key?.type !== SIGNATURE_TYPES.cosignature)
      throw new ConfigInvalid(`ARCHIVE_WITNESSES: ${text} is not the key of a witness.`)
    return { key, url }
  })
}
