import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

import type { Webhook } from '../../database/webhooks.ts'
import { assert } from '../../domain/assert.ts'
import type { Randomness } from '../../domain/environment.ts'
import { createSeal, type Seal } from '../requests/seal.ts'

/** Encrypts the keys of webhooks, each with a key of its own. */
export type WebhookSeal = Seal

/** Makes the seal of webhooks' keys from the lookup key. */
export function createWebhookSeal(deps: { randomness: Randomness }, lookupKey: Uint8Array): WebhookSeal {
  return createSeal(deps, lookupKey, { salt: 'entente webhooks 1', what: 'keys' })
}

/** What a webhook signs with: a secret that its receiver has as well, and a private key that only we have. In base64. */
interface WebhookKeys {
  readonly secret: string
  readonly seed: string
}

const SECRET_BYTES = 32
const SEED_BYTES = 32
/** What comes before the 32 bytes of an Ed25519 key in PKCS #8: RFC 8410. */
const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

function privateKeyOf({ seed }: WebhookKeys): KeyObject {
  const key = Buffer.concat([PKCS8_OF_ED25519, Buffer.from(seed, 'base64')])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** Makes new keys of a webhook. The secret is shown once, and kept encrypted like the private key. */
export function makeWebhookKeys(
  { randomness, webhookSeal }: { randomness: Randomness; webhookSeal: WebhookSeal },
  webhookId: string,
): { readonly sealed: string; readonly publicKey: string; readonly secret: string } {
  const keys = { secret: base64(randomness.bytes(SECRET_BYTES)), seed: base64(randomness.bytes(SEED_BYTES)) }
  const { x } = createPublicKey(privateKeyOf(keys)).export({ format: 'jwk' })
  assert(x !== undefined, 'a public key of Ed25519 has its x')
  return {
    sealed: webhookSeal.seal(webhookId, JSON.stringify(keys)),
    publicKey: base64(Buffer.from(x, 'base64url')),
    secret: `whsec_${keys.secret}`,
  }
}

/** A public key as Standard Webhooks writes it. */
export const writePublicKey = (publicKey: string) => `whpk_${publicKey}`

/** Signs what Standard Webhooks has signed: `v1` with the secret, `v1a` with the private key, and with both of the keys before a rotation for a while. */
export function signWebhook(
  webhookSeal: WebhookSeal,
  { id, sealed, previousSealed, previousUntil }: Webhook,
  { messageId, body, now }: { messageId: string; body: string; now: Date },
): Readonly<Record<string, string>> {
  assert(sealed !== null, 'a webhook that is not removed has keys')
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const signed = Buffer.from(`${messageId}.${timestamp}.${body}`)
  const isOverlapping = previousSealed !== null && previousUntil !== null && now < previousUntil
  const signatures = [sealed, ...(isOverlapping ? [previousSealed] : [])].flatMap((one) => {
    const keys = JSON.parse(webhookSeal.open(id, one)) as WebhookKeys
    const hmac = createHmac('sha256', Buffer.from(keys.secret, 'base64')).update(signed).digest('base64')
    return [`v1,${hmac}`, `v1a,${sign(null, signed, privateKeyOf(keys)).toString('base64')}`]
  })
  return { 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
