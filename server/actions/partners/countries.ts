import { isSupportedCountry } from 'libphonenumber-js'

/** Codes that the phone numbers' tables have, and ISO 3166-1 does not: two islands of Saint Helena, and Kosovo, which uses its code widely. */
const NOT_ISO = new Set(['AC', 'TA'])

/** Tells whether a text is the code of a country whose phone numbers are known: ISO 3166-1 alpha-2, as GB. */
export function isCountry(text: string): boolean {
  return isSupportedCountry(text) && !NOT_ISO.has(text)
}
