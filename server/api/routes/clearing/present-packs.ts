import type { z } from 'zod'

import type { PacksView } from '../../../actions/clearing/read-packs.ts'
import type { StoredPack } from '../../../database/prepaid-packs.ts'
import { packNumberText, type UsedPack } from '../../../domain/clearing/prepaid.ts'
import { daySpan, dayText } from '../../../domain/utc-days.ts'
import type { PackResponse, PacksResponse } from '../../schemas/clearing/packs.ts'

const textOfDay = (day: number) => dayText(daySpan(day).from)

/** A pack, and how much of it is used. */
export function presentPack({ pack, state, used, left }: UsedPack<StoredPack>): z.input<typeof PackResponse> {
  const { partnerId, number, priceMinor, vatMinor, paymentReference, paidDay, paidAt } = pack
  const isPaid = paymentReference !== null && paidDay !== null && paidAt !== null
  return {
    partnerId,
    packNumber: number,
    number: packNumberText(partnerId, number),
    points: String(pack.points),
    usedPoints: String(used),
    leftPoints: String(left),
    priceMinor: String(priceMinor),
    vat: { treatment: pack.vatTreatment, rateBasisPoints: pack.vatRateBasisPoints },
    vatMinor: String(vatMinor),
    payableMinor: String(priceMinor + vatMinor),
    currency: pack.currency,
    startsOn: textOfDay(pack.startDay),
    state,
    orderedAt: pack.orderedAt.toISOString(),
    payment: isPaid
      ? { reference: paymentReference, paidOn: textOfDay(paidDay), recordedAt: paidAt.toISOString() }
      : null,
    cancelledAt: pack.cancelledAt?.toISOString() ?? null,
  }
}

/** All packs of a partner, and what is left in them together. */
export function presentPacks(view: PacksView): z.input<typeof PacksResponse> {
  const { partnerId, packs, leftPoints, uncoveredPoints, alert, isLow } = view
  return {
    partnerId,
    packs: packs.map(presentPack),
    leftPoints: String(leftPoints),
    uncoveredPoints: String(uncoveredPoints),
    alertPoints: alert?.points === null || alert === null ? null : String(alert.points),
    isLow,
  }
}
