import { readCalculation } from '../../../actions/purchases/read-calculation.ts'
import { CalculationResponse } from '../../schemas/purchases/purchases.ts'
import { route } from './deps.ts'

export const readCalculationRoute = route({
  operation: 'readCalculation',
  method: 'get',
  path: '/v1/receipts/{entryId}/calculation',
  summary: 'Read how the points of a purchase were worked out',
  description:
    'The rules that gave them and what these were asked about: `entente rules explain` works the points out again, and compares them with the receipt.',
  caller: 'partner',
  scope: 'ledger:read',
  response: CalculationResponse,
  refuses: ['receipt_unknown', 'calculation_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { entryId } }) => {
    const { points, eligibleMinor, rules, inputs } = await readCalculation(deps, { partnerId, entryId })
    return {
      entryId,
      points: String(points),
      eligibleMinor: String(eligibleMinor),
      rules: rules.map(({ document, points: share }) => ({ document, points: String(share) })),
      inputs,
    }
  },
})
