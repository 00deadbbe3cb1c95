import { isCardNumber } from '../../../../server/domain/identifiers.ts'
import { formatGroups } from '../../ui/format.ts'

export const CARD_DIGITS = 16

/** A card number as it is typed or pasted, whatever stands between its digits. */
export const readCard = (typed: string): string => formatGroups(typed.replaceAll(/\D/g, '').slice(0, CARD_DIGITS))

/** What is wrong with the form of a typed card number; null when nothing is. It says nothing of whether there is such a card. */
export function cardFault(typed: string): 'incomplete' | 'mistyped' | null {
  const digits = typed.replaceAll(/\D/g, '')
  if (digits.length !== CARD_DIGITS) return 'incomplete'
  return isCardNumber(digits) ? null : 'mistyped'
}
