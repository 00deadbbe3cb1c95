import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import {
  type EarningRule,
  listEarningRules,
  listRedeemRates,
  type RedeemRate,
  setEarningRule,
  setRedeemRate,
} from '../../api-client/operator.ts'
import { useOperatorKey } from '../operator-key.ts'
import type { NewTerms, TermsKind, TermsVersion } from './terms.ts'

/** All versions of a partner's terms. */
export type AllTerms = Record<TermsKind, readonly TermsVersion[]>

const ofRule = ({ version, currency, points, perMinor, pointsMax, validFrom }: EarningRule): TermsVersion => ({
  version,
  currency,
  points: BigInt(points),
  minor: BigInt(perMinor),
  pointsMax: BigInt(pointsMax),
  validFrom: new Date(validFrom),
})

const ofRate = ({ version, currency, points, minor, validFrom }: RedeemRate): TermsVersion => ({
  version,
  currency,
  points: BigInt(points),
  minor: BigInt(minor),
  pointsMax: null,
  validFrom: new Date(validFrom),
})

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

/** Sets the next version of a partner's terms; the tables then show it, or what else came of it. */
export function useSetTerms(partnerId: number, kind: TermsKind) {
  const key = useOperatorKey()
  const queries = useQueryClient()
  // One a review: whoever presses again because no answer came sets the same version.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: async ({ currency, points, minor, pointsMax, validFrom }: NewTerms): Promise<TermsVersion> => {
      const start = validFrom === null ? {} : { validFrom: validFrom.toISOString() }
      const body = { idempotencyKey, currency, points: String(points), ...start }
      return kind === 'earning'
        ? ofRule(
            await setEarningRule(key, partnerId, { ...body, perMinor: String(minor), pointsMax: String(pointsMax) }),
          )
        : ofRate(await setRedeemRate(key, partnerId, { ...body, minor: String(minor) }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeyOf(partnerId) }),
  })
}
