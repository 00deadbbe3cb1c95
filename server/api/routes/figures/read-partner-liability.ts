import { readPartnerLiability } from '../../../actions/figures/read-partner-liability.ts'
import { LIABILITY_DEFINITIONS, LIABILITY_FORMULA } from '../../../domain/figures/definitions.ts'
import type { Ratio } from '../../../domain/figures/liability.ts'
import { LiabilityResponse } from '../../schemas/figures/liability.ts'
import { route } from './deps.ts'

export const readPartnerLiabilityRoute = route({
  operation: 'readPartnerLiability',
  method: 'get',
  path: '/v1/partner/liability',
  summary: 'Read an estimate of what outstanding points will cost',
  description:
    'How many points are outstanding that stand for your brand, how many of them are likely to be redeemed, and what that costs at present prices. An estimate, with its formula and its inputs: no booking.',
  caller: 'partner',
  scope: 'ledger:read',
  response: LiabilityResponse,
  handle: async ({ deps, caller: { partnerId } }) => {
    const view = await readPartnerLiability(deps, partnerId)
    const { currency, asOf, finalBlock, closedEpochs, liabilityMinor, liabilityMinorMax } = view
    return {
      isEstimate: true as const,
      currency,
      asOf: asOf.toISOString(),
      finalBlock: finalBlock < 0n ? null : String(finalBlock),
      outstandingOfAll: String(view.outstandingOfAll),
      outstanding: String(view.outstanding),
      redemptionRate: presentRatio(view.redemptionRate),
      closedEpochs,
      expected: String(view.expected),
      pointMicros: view.pointMicros && presentRatio(view.pointMicros),
      liabilityMinor: liabilityMinor === null ? null : String(liabilityMinor),
      liabilityMinorMax: liabilityMinorMax === null ? null : String(liabilityMinorMax),
      formula: LIABILITY_FORMULA,
      definitions: LIABILITY_DEFINITIONS,
    }
  },
})

function presentRatio({ numerator, denominator }: Ratio) {
  return { numerator: String(numerator), denominator: String(denominator) }
}
