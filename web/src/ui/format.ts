import { decimalOfMinor, minorDigits } from '../../../server/domain/currencies.ts'
import { isOwnLanguage, type OwnLanguage } from './languages.ts'

const LOCALES: Record<OwnLanguage, string> = { en: 'en-GB', fr: 'fr-FR' }

/** The locale that numbers and dates of a language are written in; a language that is a file is named by its locale. */
export function localeOf(language: string): string {
  return isOwnLanguage(language) ? LOCALES[language] : language
}

/** No number of ours has more digits behind the point. */
const DECIMALS_MAX = 20
/** A millionth has so many digits. */
const MICRO_DIGITS = 6

/** Makes each format once: a browser takes far longer to make one than to write with it, and a chart writes with dozens. */
function remember<Options, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>()
  return (language: string, options: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`
    const format = made.get(key) ?? make(localeOf(language), options)
    made.set(key, format)
    return format
  }
}

const numbers = remember(
  (locale, options: Intl.NumberFormatOptions): Intl.NumberFormat => new Intl.NumberFormat(locale, options),
)
const dates = remember(
  (locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, options),
)
const plurals = remember((locale, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options))

/** A whole number in digits, grouped. Decimal strings stay exact. */
export function formatWhole(value: string | bigint, language: string): string {
  return numbers(language, {}).format(BigInt(value))
}

/** The same with its sign, for changes. */
export function formatChange(value: string, language: string): string {
  return numbers(language, { signDisplay: 'exceptZero' }).format(BigInt(value))
}

/** Which form of a noun goes with so many: "one" for 0 in French, "other" in English; Polish and Arabic have more. */
export function pluralForm(value: string | bigint, language: string): Intl.LDMLPluralRule {
  const size = BigInt(value)
  const shown = Number(size < 0n ? -size : size)
  return plurals(language, {}).select(shown)
}

/** Money in minor units, exact: the decimal point is set in the digits. Intl has other digits than ISO for some currencies. */
export function formatMoney(minor: string, currency: string, language: string): string {
  const places = minorDigits(currency)
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
  const format = numbers(language, { style: 'currency', currency, ...digits })
  return format.format(decimalOfMinor(minor, currency) as Intl.StringNumericLiteral)
}

/** A price in millionths of a minor unit, exact, as £0.0105. */
export function formatMicros(micros: string, currency: string, language: string): string {
  const places = minorDigits(currency)
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places + MICRO_DIGITS }
  const padded = micros.padStart(places + MICRO_DIGITS + 1, '0')
  const whole = padded.slice(0, -(places + MICRO_DIGITS))
  const format = numbers(language, { style: 'currency', currency, ...digits })
  return format.format(`${whole}.${padded.slice(whole.length)}` as Intl.StringNumericLiteral)
}

/** A price in millionths of a minor unit, in minor units: 1050000 as 1.05. Whoever reads it knows the currency. */
export function formatMinorUnits(micros: string, language: string): string {
  const padded = micros.padStart(MICRO_DIGITS + 1, '0')
  const whole = padded.slice(0, -MICRO_DIGITS)
  const format = numbers(language, { maximumFractionDigits: MICRO_DIGITS })
  return format.format(`${whole}.${padded.slice(whole.length)}` as Intl.StringNumericLiteral)
}

/** An exact decimal number such as 162.35: all its digits, with the point of the language. */
export function formatDecimal(decimal: string, language: string): string {
  return numbers(language, { maximumFractionDigits: DECIMALS_MAX }).format(decimal as Intl.StringNumericLiteral)
}

/** Money of a price list: without decimals where it is whole, as £5. */
export function formatRoundMoney(minor: string, currency: string, language: string): string {
  const places = minorDigits(currency)
  const digits = {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    trailingZeroDisplay: 'stripIfInteger',
  } as const
  const format = numbers(language, { style: 'currency', currency, ...digits })
  return format.format(decimalOfMinor(minor, currency) as Intl.StringNumericLiteral)
}

/** A moment for paper, with the name of its time zone; null: that of this computer. */
export function formatPrintedMoment(time: string, language: string, timeZone: string | null): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
  return dates(language, {
    ...day,
    ...clock,
    ...(timeZone === null ? {} : { timeZone }),
  }).format(new Date(time))
}

/** What a currency is called, as Swiss Franc. */
export function currencyName(currency: string, language: string): string {
  return new Intl.DisplayNames(localeOf(language), { type: 'currency' }).of(currency) ?? currency
}

/** A day, as 3 March 2027. */
export function formatDay(time: string, language: string): string {
  return dates(language, { dateStyle: 'long' }).format(new Date(time))
}

/** A day in a list, as 3 Mar 2027. */
export function formatListDay(time: string, language: string): string {
  return dates(language, { dateStyle: 'medium' }).format(new Date(time))
}

/** A day where there is little room, as 3 Mar. */
export function formatShortDay(time: string, language: string): string {
  return dates(language, { day: 'numeric', month: 'short' }).format(new Date(time))
}

/** A date such as 2026-03-03, wherever it was, as Tuesday 3 March 2026. */
export function formatWeekday(date: string, language: string): string {
  return dates(language, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(date))
}

/** A date such as 2026-03-03, wherever it was, as 3 Mar 2026. */
export function formatDate(date: string, language: string): string {
  return dates(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date))
}

/** The same where there is little room, as 3 Mar. */
export function formatShortDate(date: string, language: string): string {
  return dates(language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(date))
}

/** A part of a whole, both exact, as 85.3 %: rounded down to a tenth of a per cent. */
export function formatShare(part: string, all: string, language: string): string {
  const thousandths = (BigInt(part) * 1_000n) / BigInt(all)
  return numbers(language, { style: 'percent', maximumFractionDigits: 1 }).format(Number(thousandths) / 1_000)
}

/** A month such as 2026-03, as March 2026. */
export function formatMonth(month: string, language: string): string {
  return dates(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`))
}

/** A moment of a day, as 3 March 2027 at 10:15. */
export function formatMoment(time: string, language: string): string {
  const style = { dateStyle: 'long', timeStyle: 'short' } as const
  return dates(language, style).format(new Date(time))
}

/** A time of today, as 10:15:30. */
export function formatClock(time: string, language: string): string {
  return dates(language, { timeStyle: 'medium' }).format(new Date(time))
}

/** A card number in groups of four, as it is printed. */
export function formatGroups(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ')
}
