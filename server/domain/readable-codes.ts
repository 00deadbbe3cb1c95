import { assert } from './assert.ts'

/** Crockford's alphabet: no letter that is read for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 12 characters of 5 bits: nobody guesses one, and two are never the same. */
export const READABLE_CODE_CHARACTERS = 12
const TYPED = /^[0-9A-Z]{12}$/

/** Random bytes, one a character, as a code that people read out and type: three groups of four. */
export function writeReadableCode(bytes: Uint8Array): string {
  assert(bytes.length === READABLE_CODE_CHARACTERS, 'a byte for each character')
  return group(Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length] ?? '').join(''))
}

/** A code in its one form, however it was typed; null when it is none. */
export function readReadableCode(typed: string): string | null {
  const characters = typed.toUpperCase().replaceAll(/[ -]/g, '')
  return TYPED.test(characters) ? group(characters) : null
}

const group = (characters: string) => characters.replaceAll(/(.{4})(?=.)/g, '$1-')
