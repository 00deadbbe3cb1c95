import { useQuery } from '@tanstack/react-query'

import { OWN_TERMS_NOTICE_MS_MIN } from '../../../../server/domain/versions.ts'
import {
  listOwnEarningRules,
  listOwnRedeemRates,
  setOwnEarningRule,
  setOwnRedeemRate,
} from '../../api-client/console-programme.ts'
import { bodyOf, ofRate, ofRule } from '../../console/terms/read-versions.ts'
import type { TermsDesk } from '../../console/terms/terms-desk.ts'
import type { AllTerms, NewTerms, TermsKind, TermsVersion } from '../../console/terms/terms.ts'
import { usePerson } from '../person.ts'

const TERMS = ['own-terms']

/** How long the form may lie open while a version of it is still far enough away. */
const SLACK_MS = 5 * 60_000

/** The terms of the brand, in all currencies and versions. */
export function useOwnTerms() {
  return useQuery({
    queryKey: TERMS,
    queryFn: async (): Promise<AllTerms> => {
      const [rules, rates] = await Promise.all([listOwnEarningRules(), listOwnRedeemRates()])
      return { earning: rules.map(ofRule), redeem: rates.map(ofRate) }
    },
  })
}

async function send(kind: TermsKind, terms: NewTerms, idempotencyKey: string): Promise<TermsVersion> {
  const { minor, pointsMax, validFrom } = terms
  if (validFrom === null) throw new Error('own terms count from a moment to come')
  const body = { ...bodyOf(terms), validFrom: validFrom.toISOString() }
  return kind === 'earning'
    ? ofRule(
        await setOwnEarningRule({ ...body, perMinor: String(minor), pointsMax: String(pointsMax) }, idempotencyKey),
      )
    : ofRate(await setOwnRedeemRate({ ...body, minor: String(minor) }, idempotencyKey))
}

/** Where a brand sets its own terms: marketing and owners, a day before they count. */
export function useOwnDesk(): TermsDesk {
  const { partner, scopes } = usePerson()
  return {
    partnerName: partner.name,
    room: 'partner-console',
    queryKey: TERMS,
    noticeMs: OWN_TERMS_NOTICE_MS_MIN + SLACK_MS,
    send: scopes.includes('terms:write') ? send : null,
  }
}
