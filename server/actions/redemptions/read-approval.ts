import type { Reader } from '../../database/engine/client.ts'
import { findLastNonce, findRedemption, type Redemption } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import { orderOf, type OrderNaming, type OrderTypedData } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { opensApproval } from './approval-secret.ts'
import type { PasskeyTerms } from '../sign-in/enrol-passkey.ts'
import { listPasskeysOfAccount } from '../sign-in/own-passkeys.ts'
import { type RedemptionDetailsDeps, listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'

/** What the member is shown before they approve: what for, and what exactly is signed. */
export interface Approval {
  readonly redemption: RedemptionDetails
  readonly typedData: OrderTypedData
  readonly digest: string
  /** Null unless the member's key is a passkey. */
  readonly passkeys: { readonly rpId: string; readonly credentialIds: readonly string[] } | null
}

export interface ApprovalDeps extends RedemptionDetailsDeps {
  readonly db: Reader
  readonly orders: OrderNaming
  readonly passkeyTerms: PasskeyTerms
}

/** Opens an approval link: its secret is enough, until the order is dead. */
export async function readApproval(
  deps: ApprovalDeps,
  link: { redemptionId: string; secret: string | null },
): Promise<Approval> {
  await openApproval(deps, link)
  const seen = (await listRedemptionDetails(deps.db, deps, [link.redemptionId])).get(link.redemptionId)
  assert(seen !== undefined, 'a redemption stays')
  return approvalOf(deps, seen)
}

/** The redemption of a link. Refuses one whose secret is wrong, or whose order can no longer be burned; nobody learns which. */
export async function openApproval(
  { db, clock }: { db: Reader; clock: Clock },
  { redemptionId, secret }: { redemptionId: string; secret: string | null },
): Promise<Redemption> {
  const found = await findRedemption(db, redemptionId)
  if (found === null || secret === null || !opensApproval(secret, found.approvalHash))
    throw new Rejection('approval_unknown')
  if (clock.now() > found.deadline) throw new Rejection('approval_unknown')
  return found
}

/**
 * What is shown of a redemption to its member. An order that is not signed yet is shown with the nonce that it would get now: holds
 * use none up, and what is signed first comes first.
 */
export async function approvalOf(
  { db, orders, passkeyTerms }: ApprovalDeps,
  redemption: RedemptionDetails,
): Promise<Approval> {
  const nonce = redemption.consentKind === null ? (await findLastNonce(db, redemption.account)) + 1 : redemption.nonce
  const order = orderOf({ ...redemption, nonce })
  const passkeys = redemption.memberKind === 'passkey' ? await listPasskeysOfAccount(db, redemption) : null
  return {
    redemption,
    typedData: orders.typedData(order),
    digest: orders.digest(order),
    passkeys: passkeys && { rpId: passkeyTerms.rpId, credentialIds: passkeys.map(({ id }) => id) },
  }
}
