import { Rejection } from '../../domain/rejection.ts'
import { type Judge, type TermsOfPartner } from './add-version.ts'
import { OWN_TERMS_NOTICE_MS_MIN, versionsIn } from '../../domain/versions.ts'

/** Terms that a partner sets for itself. */
export type OwnTerms = TermsOfPartner & { readonly validFrom: Date }

/**
 * What a partner may set by itself: the next version in a currency in which it trades already, from a day on that leaves others of it, and
 * the operator, time to notice and to set another one.
 */
export const judgeOwnVersion: Judge = (earlier, { partnerId, currency, validFrom, now }) => {
  versionsIn(earlier, { partnerId, currency })
  const validFromMin = new Date(now.getTime() + OWN_TERMS_NOTICE_MS_MIN)
  if (validFrom < validFromMin)
    throw new Rejection('valid_from_too_soon', {
      validFrom: validFrom.toISOString(),
      validFromMin: validFromMin.toISOString(),
    })
}
