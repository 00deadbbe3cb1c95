import { createPublicKey, verify, type KeyObject } from 'node:crypto'

import { readSlipCode } from '../../domain/slip-codes.ts'

/** What a slip says of its sale. */
export interface SignedSlip {
  readonly tillId: string
  readonly orderRef: string
  readonly currency: string
  readonly amountMinor: bigint
  readonly occurredAt: Date
  readonly code: string
  /** What was signed, and with what. */
  readonly text: string
  readonly signature: Buffer
}

const FORM = /^(EN2\.([A-Za-z0-9_-]{40,600}))\.([A-Za-z0-9_-]{86})$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const REFERENCE = /^[\x21-\x7e]{1,64}$/
const AMOUNT = /^(?:0|[1-9]\d{0,12})$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function factsOf(encoded: string): unknown[] | null {
  try {
    const facts: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'))
    return Array.isArray(facts) && facts.length === 6 && facts.every((one) => typeof one === 'string') ? facts : null
  } catch {
    return null
  }
}

/** What the QR code of a slip holds, in parts; null when it is none. Whether it is genuine, `isSignedBy` tells. */
export function readSignedSlip(signed: string): SignedSlip | null {
  const [, text, encoded, signature] = FORM.exec(signed) ?? []
  const facts = encoded === undefined ? null : factsOf(encoded)
  if (facts === null || text === undefined || signature === undefined) return null
  const [tillId, orderRef, currency, amount, time, code] = facts as [string, string, string, string, string, string]
  const occurredAt = new Date(time)
  const isRead =
    UUID.test(tillId) &&
    REFERENCE.test(orderRef) &&
    AMOUNT.test(amount) &&
    TIME.test(time) &&
    readSlipCode(code) === code
  if (!isRead || Number.isNaN(occurredAt.getTime())) return null
  const amountMinor = BigInt(amount)
  return {
    tillId,
    orderRef,
    currency,
    amountMinor,
    occurredAt,
    code,
    text,
    signature: Buffer.from(signature, 'base64url'),
  }
}

/** The public key of a till, as it came; null when it is no P-256 key in its one form. */
export function readTillKey(publicKey: string): KeyObject | null {
  try {
    const der = Buffer.from(publicKey, 'base64url')
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const isOurs = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    // One key has one form, or the same till could be registered many times.
    const isCanonical = key.export({ format: 'der', type: 'spki' }).toString('base64url') === publicKey
    return isOurs && isCanonical ? key : null
  } catch {
    return null
  }
}

/** Whether a till signed a slip as it stands. */
export function isSignedBy(publicKey: string, { text, signature }: SignedSlip): boolean {
  const key = readTillKey(publicKey)
  return key !== null && verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)
}
