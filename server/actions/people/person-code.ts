/** A refusal or an answer of signing in takes this long at least: an address that is known is written to, which others are not. */
export const PERSON_ANSWER_MS_MIN = 250

/** Keyed like the identifiers, of a text that is none. */
export function hashPersonCode(
  { hashIdentifier }: { readonly hashIdentifier: (kind: 'card', value: string) => string },
  { emailHash, code }: { readonly emailHash: string; readonly code: string },
): string {
  return hashIdentifier('card', `code ${code} of person ${emailHash}`)
}
