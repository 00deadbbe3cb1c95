import { createHash, timingSafeEqual } from 'node:crypto'

import { makeKeyedHash } from '../../database/engine/keyed-hash.ts'

/** The secret in a redemption's approval link. */
export type ApprovalSecret = (redemptionId: string) => string

/** Makes the secrets of approval links: always the same for the same redemption, so that a repeated request gets the same. */
export function createApprovalSecret(lookupKey: Uint8Array): ApprovalSecret {
  const hash = makeKeyedHash(lookupKey)
  return (redemptionId) => hash(`approval\n${redemptionId}`).toString('base64url')
}

/** What is stored of a secret. */
export function hashApproval(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a secret is the one whose hash was kept. */
export function opensApproval(secret: string, approvalHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashApproval(secret), 'hex'), Buffer.from(approvalHash, 'hex'))
}
