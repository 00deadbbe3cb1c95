import { minorDigits } from '../../../server/domain/currencies.ts'

/** One pound, euro or dinar in its minor units. */
export function oneUnitOf(currency: string): string {
  return `1${'0'.repeat(minorDigits(currency))}`
}
