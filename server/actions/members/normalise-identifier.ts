import { parsePhoneNumberFromString } from 'libphonenumber-js'

import { isCardNumber, normaliseEmail } from '../../domain/identifiers.ts'

/** What a member may be known by besides a wallet. */
export type IdentifierKind = 'card' | 'email' | 'phone'

/** Puts an identifier into the one form that is hashed; null when it cannot be one of its kind. */
export function normaliseIdentifier(kind: IdentifierKind, value: string): string | null {
  switch (kind) {
    case 'card': {
      const digits = value.replaceAll(/[ -]/g, '')
      return isCardNumber(digits) ? digits : null
    }
    case 'email':
      return normaliseEmail(value)
    case 'phone': {
      const phone = parsePhoneNumberFromString(value)
      return phone?.isValid() === true ? phone.number : null
    }
  }
}
