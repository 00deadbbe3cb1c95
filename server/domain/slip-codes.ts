/** Crockford's alphabet: no letter that is read for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = ALPHABET.length
/** 9 characters of 5 bits by chance; the tenth checks them. A voucher has twelve, so that neither is taken for the other. */
export const SLIP_CODE_RANDOM_CHARACTERS = 9
const TYPED = /^[0-9A-HJKMNP-TV-Z]{10}$/

/** Luhn's check for any even base: finds every wrong character and nearly every swap of neighbours. */
function checkCharacter(payload: string): string {
  let sum = 0
  for (const [place, character] of payload.split('').reverse().entries()) {
    const value = ALPHABET.indexOf(character) * (place % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / BASE) + (value % BASE)
  }
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE)
}

const group = (characters: string) => `${characters.slice(0, 5)}-${characters.slice(5)}`

/** Random bytes, one a character, as the code of a slip: two groups of five. */
export function writeSlipCode(bytes: Uint8Array): string {
  const payload = Array.from(bytes.slice(0, SLIP_CODE_RANDOM_CHARACTERS), (byte) => ALPHABET.charAt(byte % BASE)).join(
    '',
  )
  return group(payload + checkCharacter(payload))
}

/** A slip's code in its one form, however it was typed (an O for a zero, an I or L for a one); null when it is none. */
export function readSlipCode(typed: string): string | null {
  const characters = typed.toUpperCase().replaceAll(/[ -]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (!TYPED.test(characters)) return null
  return checkCharacter(characters.slice(0, -1)) === characters.at(-1) ? group(characters) : null
}
