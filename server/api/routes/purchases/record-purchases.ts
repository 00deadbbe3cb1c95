import type { PurchaseOutcome } from '../../../actions/purchases/record-purchases.ts'
import { recordPurchase } from '../../../actions/purchases/record-purchase.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { faultsOf } from '../../parse-input.ts'
import { answerPurchases, type ListedPurchase } from './present-purchase.ts'
import { LIST_BODY_BYTES_MAX } from '../../route.ts'
import { route } from './deps.ts'
import { RecordPurchaseBody, RecordPurchasesBody, RecordPurchasesResponse } from '../../schemas/purchases/purchases.ts'

export const recordPurchasesRoute = route({
  operation: 'recordPurchases',
  method: 'post',
  path: '/v1/purchases/batch',
  summary: 'Record up to 1,000 purchases',
  description: 'Each purchase has its own outcome: a bad one never fails its neighbours.',
  caller: 'partner',
  scope: 'purchases:write',
  body: RecordPurchasesBody,
  bodyBytesMax: LIST_BODY_BYTES_MAX,
  repeatable: true,
  response: RecordPurchasesResponse,
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const parsed = body.purchases.map((one) => RecordPurchaseBody.safeParse(one))
    const items = parsed.flatMap(({ data }) =>
      data === undefined
        ? []
        : {
            ...data,
            locationId: data.locationId ?? null,
            eligibleMinor: data.eligibleMinor ?? null,
            metadata: data.metadata ?? {},
          },
    )
    const listed = parsed.map(({ data, error }, at): ListedPurchase =>
      data === undefined ? { faults: faultsOf(`body/purchases/${at}`, error) } : { orderRef: data.orderRef },
    )
    const present = (outcomes: readonly PurchaseOutcome[]) => answerPurchases(listed, outcomes)
    const keyed = keyedRequest(mark, present)
    return answerSubmission(await recordPurchase(deps, { partnerId, items, keyed }), present)
  },
})
