import { findSlipByCode, type Slip } from '../../database/slips.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readSlipCode } from '../../domain/slip-codes.ts'
import { hashSlipCode } from './file-slips.ts'
import type { CollectSlipDeps } from './take-slip.ts'

/** A slip of a brand by its code. */
export async function findSlip(
  deps: CollectSlipDeps,
  { partnerId, code: typed }: { partnerId: number; code: string },
): Promise<Slip> {
  await deps.partnerSlipTries.take(String(partnerId))
  const code = readSlipCode(typed)
  const slip = code === null ? null : await findSlipByCode(deps.db, hashSlipCode(deps.hashIdentifier, code))
  if (slip?.partnerId !== partnerId) throw new Rejection('slip_unknown')
  return slip
}
