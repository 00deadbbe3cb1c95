import { Problem } from '../../api-client/problem.ts'
import { type Purchase, recordPurchase } from '../../api-client/till.ts'
import type { Till } from '../connection/connection.ts'
import { estimatePoints } from './estimate.ts'
import { isUnreached } from './network.ts'
import type { OfflineSale, QueuedPurchase } from './queued-purchase.ts'
import { saveForLater, stationView } from './station.ts'

export type RungUp =
  | { readonly kind: 'recorded'; readonly purchase: Purchase }
  | { readonly kind: 'saved'; readonly saved: QueuedPurchase }

type Sale = Pick<OfflineSale, 'orderRef' | 'currency' | 'amountMinor'> & {
  readonly member: NonNullable<OfflineSale['member']>
  /** Who that is by our own number: what the till has by card or visit may be over when it is sent. */
  readonly memberId: string
}

/**
 * Records a purchase; where the server does not answer, saves it on this device under the same reference and with the same time, so that it
 * counts once even if the server had it already.
 */
export async function recordOrSave({ line, partner, isTraining }: Till, { memberId, ...sale }: Sale): Promise<RungUp> {
  const dated = { ...sale, occurredAt: new Date().toISOString() }
  const save = async () => {
    const member = { kind: 'member', value: memberId } as const
    const pointsEstimated = estimatePoints(partner, sale)
    const { partnerId } = partner
    return {
      kind: 'saved',
      saved: await saveForLater({ ...dated, partnerId, member, pointsEstimated, slip: null }),
    } as const
  }
  if (isTraining) return { kind: 'recorded', purchase: await recordPurchase(line, dated) }
  if (!stationView().isOnline && stationView().isUsable) return save()
  try {
    return { kind: 'recorded', purchase: await recordPurchase(line, dated) }
  } catch (error) {
    if (error instanceof Problem && isUnreached(error.status) && stationView().isUsable) return save()
    throw error
  }
}
