import { CARD_SEQUENCE_MAX, makeCardNumber } from '../../server/domain/identifiers.ts'
import { ReplayFileInvalid } from './invoice.ts'

/** Each customer of a file gets the card with their own number: the same file replayed finds the same members. */
export function cardNumberOf(customer: string): string {
  if (!/^\d{1,14}$/.test(customer)) {
    throw new ReplayFileInvalid(
      `Customer "${customer}" has no number of up to 14 digits, from which the card number is made.`,
    )
  }
  const sequence = BigInt(customer)
  if (sequence > CARD_SEQUENCE_MAX)
    throw new ReplayFileInvalid(`Customer ${customer} is a larger number than any card has.`)
  return makeCardNumber(sequence)
}
