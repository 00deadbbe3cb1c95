import { useQuery } from '@tanstack/react-query'

import {
  listEarningRules,
  listRedeemRates,
  type Partner,
  setEarningRule,
  setRedeemRate,
} from '../../api-client/operator.ts'
import { bodyOf, ofRate, ofRule } from '../../console/terms/read-versions.ts'
import type { TermsDesk } from '../../console/terms/terms-desk.ts'
import type { AllTerms } from '../../console/terms/terms.ts'
import { useOperatorKey } from '../operator-key.ts'

const queryKeyOf = (partnerId: number) => ['terms', partnerId] as const

/** The terms of a partner, in all currencies and versions. */
export function useAllTerms(partnerId: number) {
  const key = useOperatorKey()
  return useQuery({
    queryKey: queryKeyOf(partnerId),
    queryFn: async (): Promise<AllTerms> => {
      const [rules, rates] = await Promise.all([listEarningRules(key, partnerId), listRedeemRates(key, partnerId)])
      return { earning: rules.map(ofRule), redeem: rates.map(ofRate) }
    },
  })
}

/** Where the operator sets the terms of a partner, which may count at once. */
export function useOperatorDesk({ partnerId, name }: Partner): TermsDesk {
  const key = useOperatorKey()
  return {
    partnerName: name,
    room: 'operator',
    queryKey: queryKeyOf(partnerId),
    noticeMs: null,
    send: async (kind, terms, idempotencyKey) => {
      const { minor, pointsMax, validFrom } = terms
      const start = validFrom === null ? {} : { validFrom: validFrom.toISOString() }
      const body = { idempotencyKey, ...bodyOf(terms), ...start }
      return kind === 'earning'
        ? ofRule(
            await setEarningRule(key, partnerId, { ...body, perMinor: String(minor), pointsMax: String(pointsMax) }),
          )
        : ofRate(await setRedeemRate(key, partnerId, { ...body, minor: String(minor) }))
    },
  }
}
