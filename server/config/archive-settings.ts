import { z } from 'zod'

import { isSafeUrl } from './external-signers.ts'

/** Witnesses of the archive's log. */
export const WITNESSES_MAX = 16

/** Whatever C2SP allows in the name of a log or a key. */
const Name = z.string().regex(/^[^\s+]{1,255}$/u, 'must not have spaces or plus signs')

/** `<key> <URL>`: the key is as the witness shows it, name+id+base64. */
const Witness = z
  .string()
  .regex(
    /^[^\s+]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44} \S+$/u,
    'must be like <name>+<id>+<key> https://witness.example',
  )
  .refine((pair) => isSafeUrl(urlOf(pair)), {
    error: 'must have an https URL without a user name; http is for loopback only',
  })

const urlOf = (pair: string) => pair.slice(pair.indexOf(' ') + 1)

/** What the environment says of the receipts archive and its log. */
export const ARCHIVE_SETTINGS = {
  ARCHIVE_ORIGIN: Name.nullable().default(null),
  ARCHIVE_WITNESSES: z
    .string()
    .default('')
    .transform((value) => value.split(',').map((part) => part.trim().replace(/\s+/, ' ')))
    .transform((parts) => parts.filter((part) => part !== ''))
    .pipe(z.array(Witness).max(WITNESSES_MAX)),
}

/** How the archive's log is called, and who cosigns it. */
export interface ArchiveConfig {
  /** Null: by the chain and the issuing contract. */
  readonly origin: string | null
  readonly witnesses: readonly { readonly key: string; readonly url: string }[]
}

/** The archive's settings. */
export function archiveOf(values: {
  readonly ARCHIVE_ORIGIN: string | null
  readonly ARCHIVE_WITNESSES: readonly string[]
}): ArchiveConfig {
  const witnesses = values.ARCHIVE_WITNESSES.map((pair) => ({
    key: pair.slice(0, pair.indexOf(' ')),
    url: urlOf(pair),
  }))
  return { origin: values.ARCHIVE_ORIGIN, witnesses }
}
