import { minorDigits } from '../../../server/domain/currencies.ts'

const AMOUNT = /^(\d{1,12})(?:[.,](\d{0,4}))?$/

/** Money as a person types it, in minor units; null when it is no amount of this currency, or nothing at all. */
export function readMoney(typed: string, currency: string): string | null {
  const found = AMOUNT.exec(typed.trim())
  const digits = minorDigits(currency)
  const [, whole = '', fraction = ''] = found ?? []
  if (found === null || fraction.length > digits) return null
  const minor = BigInt(whole + fraction.padEnd(digits, '0'))
  return minor === 0n ? null : String(minor)
}

/** A whole number from 1 on, or from 0, as a person types it; null when it is none. */
export function readWhole(typed: string, min: 0 | 1 = 1): string | null {
  const number = typed.trim()
  return /^(?:0|[1-9]\d{0,14})$/.test(number) && Number(number) >= min ? number : null
}
