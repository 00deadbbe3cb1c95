import type { z } from 'zod'

import type { PriceView } from '../../../actions/clearing/list-prices.ts'
import { monthText } from '../../../domain/utc-days.ts'
import type { PricesResponse } from '../../schemas/clearing/prices.ts'

/** One version of what a point costs. */
export function presentPrices(view: PriceView): z.input<typeof PricesResponse> {
  const { partnerId, month, issueMicros, redeemMicros, state, plannedAt, announced, set, call } = view
  return {
    partnerId,
    month: monthText(month),
    issueMicros: String(issueMicros),
    redeemMicros: String(redeemMicros),
    state,
    plannedAt: plannedAt?.toISOString() ?? null,
    announced: announced && {
      operationId: announced.operationId ?? '',
      readyAt: (announced.readyAt ?? new Date(0)).toISOString(),
      transactionHash: announced.transactionHash,
    },
    set: set && { blockNumber: String(set.blockNumber), transactionHash: set.transactionHash },
    call,
  }
}
