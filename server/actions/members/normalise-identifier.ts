import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

import { isCardNumber, normaliseEmail } from '../../domain/identifiers.ts'
import { Rejection } from '../../domain/rejection.ts'

/** What a member may be known by besides a wallet. */
export type IdentifierKind = 'card' | 'email' | 'phone'

/** Tells whether an identifier is a phone number that means nothing without a country: it begins with neither + nor a code. */
export function needsCountry({ kind, value }: { kind: string; value: string }): boolean {
  return kind === 'phone' && !value.trim().startsWith('+')
}

/**
 * Puts an identifier into the one form that is hashed; null when it cannot be one of its kind. A phone number without a
 * country code is one of `country`, where people who dial inside it leave the code out.
 */
export function normaliseIdentifier(kind: IdentifierKind, value: string, country: string | null = null): string | null {
  switch (kind) {
    case 'card': {
      const digits = value.replaceAll(/[ -]/g, '')
      return isCardNumber(digits) ? digits : null
    }
    case 'email':
      return normaliseEmail(value)
    case 'phone': {
      const home = country !== null && isSupportedCountry(country) ? country : undefined
      const phone = parsePhoneNumberFromString(value, home)
      return phone?.isValid() === true ? phone.number : null
    }
  }
}

/** Why an identifier has no such form. */
export function refuseMalformed(
  identifier: { kind: IdentifierKind; value: string },
  country: string | null,
): Rejection {
  const { kind } = identifier
  const isHomeless = country === null && needsCountry(identifier)
  return new Rejection('identifier_malformed', isHomeless ? { kind, needsCountryCode: true } : { kind })
}
