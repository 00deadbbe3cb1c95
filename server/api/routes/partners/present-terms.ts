import type { z } from 'zod'

import type { CurrentTerms } from '../../../actions/partners/read-partner.ts'
import { minorDigits } from '../../../domain/currencies.ts'
import type { OwnPartnerResponse } from '../../schemas/partners/partners.ts'

/** What counts now at a partner in one of its currencies. */
export function presentTerms({
  currency,
  earning,
  redeem,
}: CurrentTerms): z.input<typeof OwnPartnerResponse>['terms'][number] {
  return {
    currency,
    minorDigits: minorDigits(currency),
    earning: earning && {
      points: String(earning.points),
      perMinor: String(earning.perMinor),
      pointsMax: String(earning.pointsMax),
    },
    redeem: redeem && { points: String(redeem.points), minor: String(redeem.minor) },
  }
}
