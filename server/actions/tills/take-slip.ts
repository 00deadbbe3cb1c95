import { lockSlipByCode, saveSlip, type Slip } from '../../database/slips.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readSlipCode } from '../../domain/slip-codes.ts'
import { recordPurchase, type PurchaseIntake } from '../purchases/record-purchase.ts'
import type { PurchaseOutcome } from '../purchases/record-purchases.ts'
import type { KeyedRequest } from '../requests/idempotency.ts'
import type { TryLimit } from '../requests/limit-tries.ts'
import { checkSlipAge, type FileSlipsDeps, hashSlipCode, keepSlips, readGenuineSlip } from './file-slips.ts'

/** Slips that the tills of one partner may try within the window. */
export const PARTNER_SLIP_TRIES_MAX = 600
/** The same of one member in the wallet. */
export const MEMBER_SLIP_TRIES_MAX = 20
export const SLIP_TRIES_WINDOW_MS = 3_600_000

export type CollectSlipDeps = FileSlipsDeps & {
  readonly purchaseIntake: PurchaseIntake
  readonly partnerSlipTries: TryLimit
  readonly memberSlipTries: TryLimit
}

/** A slip whose points somebody wants. */
export interface Collecting {
  /** The code, or all that the QR code holds. */
  readonly slip: string
  readonly keyed: KeyedRequest<readonly PurchaseOutcome[]> | null
}

interface Asked extends Collecting {
  readonly memberId: string
  /** Null: of whichever brand. */
  readonly partnerId: number | null
}

/**
 * The slip is this member's before its purchase is recorded, so that it is nobody else's however the two are cut off: the same member goes
 * on where it stopped, and the purchase is recorded once under the slip's reference.
 */
export async function takeSlip(deps: CollectSlipDeps, asked: Asked) {
  const { memberId } = asked
  const codeHash = await hashOf(deps, asked)
  const slip = await deps.db.transaction((tx) => take(tx, deps, { ...asked, codeHash }))
  const { partnerId, orderRef, currency, amountMinor, occurredAt } = slip
  assert(orderRef !== null, 'a slip of somebody who was erased is not theirs to take again')
  const sale = { orderRef, currency, amountMinor, occurredAt, eligibleMinor: null, locationId: null, metadata: {} }
  const items = [{ ...sale, member: { kind: 'member', value: memberId } as const }]
  return recordPurchase(deps, { partnerId, items, keyed: asked.keyed })
}

/** What the slip is found by. All of a QR code is genuine before anything is looked for, and is kept if its till has not sent it yet. */
async function hashOf(deps: CollectSlipDeps, { slip, partnerId }: Asked): Promise<string> {
  const code = readSlipCode(slip)
  if (code !== null) return hashSlipCode(deps.hashIdentifier, code)
  if (!slip.startsWith('EN2.')) throw new Rejection('slip_unknown')
  return deps.db.transaction(async (tx) => {
    const genuine = await readGenuineSlip(tx, deps, { signed: slip, partnerId })
    if (genuine instanceof Rejection) throw genuine
    const [kept] = await keepSlips(tx, genuine.partnerId, [genuine])
    assert(kept !== undefined, 'one slip has one outcome')
    if (kept.status === 'refused') throw kept.rejection
    return kept.slip.codeHash
  })
}

async function take(
  tx: Transaction,
  { clock }: CollectSlipDeps,
  { codeHash, memberId, partnerId }: Asked & { codeHash: string },
): Promise<Slip> {
  const slip = await lockSlipByCode(tx, codeHash)
  if (slip === null || (partnerId !== null && slip.partnerId !== partnerId)) throw new Rejection('slip_unknown')
  if (slip.voidedAt !== null) throw new Rejection('slip_voided')
  if (slip.memberId === memberId) return slip
  if (slip.memberId !== null) throw new Rejection('slip_collected')
  const now = clock.now()
  checkSlipAge(slip.occurredAt, now)
  const taken = { ...slip, memberId, collectedAt: now }
  await saveSlip(tx, taken)
  return taken
}
