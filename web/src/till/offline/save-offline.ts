import type { MemberReference } from '../../api-client/till.ts'
import type { Till } from '../connection/connection.ts'
import { drawReference } from '../till-reference.ts'
import { estimatePoints } from './estimate.ts'
import { signingKeys } from './keep-connection.ts'
import { signSlip } from './paper-slip.ts'
import type { QueuedPurchase } from './queued-purchase.ts'
import { saveForLater, stationView, tillDatabase } from './station.ts'

/** Saves a sale without network: for a customer who showed a card, or with a slip for whoever has it. */
export async function saveOffline(
  { partner }: Pick<Till, 'partner'>,
  { member, amountMinor }: { member: MemberReference | null; amountMinor: string },
): Promise<QueuedPurchase> {
  const { partnerId, currency } = partner
  const now = new Date()
  const facts = { orderRef: drawReference('T', now), currency, amountMinor, occurredAt: now.toISOString() }
  const { registered } = stationView()
  if (member === null && registered === null) throw new Error('a slip needs a till that is set up')
  const slip =
    member !== null || registered === null
      ? null
      : await signSlip(
          { tillId: registered.tillId, privateKey: (await signingKeys(await tillDatabase())).privateKey },
          facts,
        )
  return saveForLater({ ...facts, partnerId, member, slip, pointsEstimated: estimatePoints(partner, facts) })
}
