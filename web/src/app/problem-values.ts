import { currencyName, formatClock, formatMoment, formatMoney, formatWhole, localeOf } from '../ui/format.ts'

export type Details = Readonly<Record<string, unknown>>

/** Details that are moments. */
const MOMENTS: ReadonlySet<string> = new Set(['pausedUntil', 'usableAt', 'disputeUntil', 'closesAt'])

/** What a problem's details say, in the words and numbers of the language. */
export function valuesOf(details: Details, language: string): Record<string, string> {
  const written = Object.entries(details).map(([name, value]) => {
    const text = String(value)
    if (name.startsWith('points') && /^-?\d+$/.test(text)) return [name, formatWhole(text, language)]
    if (name === 'lockedUntil') return [name, formatClock(text, language)]
    if (MOMENTS.has(name)) return [name, formatMoment(text, language)]
    if (name.endsWith('Minor') && /^\d+$/.test(text) && typeof details['currency'] === 'string')
      return [name, formatMoney(text, details['currency'], language)]
    if (name === 'expected' && Array.isArray(value)) return [name, nameCurrencies(value as string[], language)]
    return [name, text]
  })
  return Object.fromEntries(written) as Record<string, string>
}

/** Currencies by their names, as Pound Sterling or Euro. */
function nameCurrencies(codes: readonly string[], language: string): string {
  const names = codes.map((code) => currencyName(code, language))
  return new Intl.ListFormat(localeOf(language), { type: 'disjunction' }).format(names)
}
