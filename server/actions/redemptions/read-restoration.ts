import type { Reader } from '../../database/engine/client.ts'
import { findRestorationView, type RestorationView } from '../../database/restorations.ts'
import { Rejection } from '../../domain/rejection.ts'

/** A restoration of one partner. Another's is as unknown as none. */
export async function readRestoration(
  { db }: { db: Reader },
  { partnerId, restorationId }: { partnerId: number; restorationId: string },
): Promise<RestorationView> {
  const found = await findRestorationView(db, { partnerId, id: restorationId })
  if (found === null) throw new Rejection('redemption_unknown')
  return found
}
