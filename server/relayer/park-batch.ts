import { type Revert } from '../chain/decode-revert.ts'
import { type Batch, lockBatch, type ParkedReason, saveBatch } from '../database/batches.ts'
import { type Relayer } from './relayer.ts'

/**
 * What a refusal of the contract means for a batch. `wait`: it is about time or order and another step deals with it.
 * `sign_again`: the signature is not, or no longer, by the key that the registry names.
 */
export type RefusalMeaning = { park: ParkedReason } | 'wait' | 'sign_again'

/** Reads a refusal of `PointsIssuance.post`. A reason that nobody foresaw parks the batch, in view. */
export function readRefusal(revert: Revert): RefusalMeaning {
  switch (revert.name) {
    case 'UnexpectedEntryNumber':
    case 'BatchExpired':
      return 'wait'
    case 'SignatureInvalid':
      return 'sign_again'
    case 'PartnerNotActive':
      // IPartnerRegistry.Status: 2 is suspended, 3 is left.
      return { park: revert.args['status'] === '3' ? 'partner_left' : 'partner_suspended' }
    case 'PartnerUnknown':
      return { park: 'partner_suspended' }
    case 'PartnerAllowanceExceeded':
      return { park: 'allowance_exhausted' }
    case 'PartnerDailyLimitExceeded':
      return { park: 'daily_limit_reached' }
    case 'IssuingIsPaused':
    case 'NotTheModule':
      return { park: 'paused' }
    default:
      return { park: 'refused' }
  }
}

/** Parks a batch that has no nonce, with the reason that people see. False if it changed meanwhile. */
export async function parkBatch(relayer: Relayer, batch: Batch, reason: ParkedReason): Promise<boolean> {
  const isParked = await relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batch.id)
    if (locked === null || locked.state !== batch.state || locked.batchHash !== batch.batchHash) return false
    if (locked.state === 'parked' && locked.parkedReason === reason) return false
    // Without its signer's word a signature is worth nothing; it is asked for again.
    const signature = reason === 'signer_unavailable' ? null : locked.signature
    await saveBatch(tx, { ...locked, state: 'parked', parkedReason: reason, signature })
    return true
  })
  if (isParked) relayer.report({ name: 'batch_parked', partnerId: batch.partnerId, batchId: batch.id, reason })
  return isParked
}
