import { lockSlipByCode, saveSlip, type Slip } from '../../database/slips.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readSlipCode } from '../../domain/slip-codes.ts'
import type { CollectSlipDeps } from './take-slip.ts'
import { hashSlipCode } from './file-slips.ts'

/** The goods of a slip came back before anybody collected: it gives no points any more. Doing so again changes nothing. */
export async function voidSlip(
  { db, clock, hashIdentifier, partnerSlipTries }: CollectSlipDeps,
  { partnerId, code: typed }: { partnerId: number; code: string },
): Promise<Slip> {
  await partnerSlipTries.take(String(partnerId))
  const code = readSlipCode(typed)
  if (code === null) throw new Rejection('slip_unknown')
  return db.transaction(async (tx) => {
    const slip = await lockSlipByCode(tx, hashSlipCode(hashIdentifier, code))
    if (slip?.partnerId !== partnerId) throw new Rejection('slip_unknown')
    if (slip.memberId !== null) throw new Rejection('slip_collected')
    if (slip.voidedAt !== null) return slip
    const voided = { ...slip, voidedAt: clock.now() }
    await saveSlip(tx, voided)
    return voided
  })
}
