import type { Vat } from './statement.ts'

/** Until somebody has said what contract and law ask for. */
export const NO_VAT: Vat = { treatment: 'outside_scope', rateBasisPoints: 0 }

/** VAT of a leg by the partner's country (ISO 3166-1 alpha-2); `*` is for every other one. */
export type VatByCountry = Readonly<Record<string, Vat>>

/** The VAT of a leg with a partner of a country, or of one that has not said where it is. */
export function vatIn(rules: VatByCountry, country: string | null): Vat {
  return (country === null ? undefined : rules[country]) ?? rules['*'] ?? NO_VAT
}
