import type { z } from 'zod'

import type {
  FreezeBody,
  FreezeOrderResponse,
  MoveBody,
  MoveOrderResponse,
  RecoveryRefusalResponse,
  UnfreezeBody,
} from '../../../server/api/schemas/accounts/account-orders.ts'
import type { TypedData as TypedDataSchema } from '../../../server/api/schemas/sign-in/proofs.ts'
import type { PasskeyHints as HintsSchema } from '../../../server/api/schemas/sign-in/passkeys.ts'
import type { Me } from './me.ts'
import { request } from './request.ts'
import type { PasskeyAssertion } from './sessions.ts'

export type TypedData = z.output<typeof TypedDataSchema>
export type PasskeyHints = z.output<typeof HintsSchema>

/** Something that a key is asked to sign: readable for a wallet, its digest for a passkey. */
export interface Order {
  typedData: TypedData
  digest: string
  passkeys: PasskeyHints | null
}

/** How a member agrees to something. */
export type Consent =
  | { kind: 'pin'; pin: string }
  | { kind: 'wallet'; signature: string }
  | { kind: 'passkey'; assertion: PasskeyAssertion }

export type ConsentKind = Consent['kind']
export type FreezeOrder = z.output<typeof FreezeOrderResponse>
export type MoveOrder = z.output<typeof MoveOrderResponse>

/** How a member of a kind agrees: a card's key is kept for them, and the PIN is what unlocks it. */
export function consentKindOf(kind: Me['kind']): ConsentKind {
  return kind === 'card' ? 'pin' : kind
}

function proofOf(consent: Consent): { pin?: string; signature?: string; assertion?: PasskeyAssertion } {
  switch (consent.kind) {
    case 'pin':
      return { pin: consent.pin }
    case 'wallet':
      return { signature: consent.signature }
    case 'passkey':
      return { assertion: consent.assertion }
  }
}

const post = (path: string, body: unknown): Promise<unknown> => request(path, { method: 'POST', body })

/** What the key signs to freeze the account on the ledger too, or to free it. */
export function readFreezeOrder(frozen: boolean): Promise<FreezeOrder> {
  return request(`/v1/me/freeze-order?frozen=${frozen}`)
}

/** Stops all spending at once. Being signed in is enough. */
export function freeze(): Promise<unknown> {
  return post('/v1/me/freeze', {} satisfies z.input<typeof FreezeBody>)
}

/** Allows spending again. */
export function unfreeze(order: FreezeOrder | null, consent: Consent): Promise<unknown> {
  const named = order === null ? {} : { sequence: order.sequence, deadline: order.deadline }
  return post('/v1/me/unfreeze', { ...proofOf(consent), ...named } satisfies z.input<typeof UnfreezeBody>)
}

/** What both keys sign to move the account. */
export function readMoveOrder(toAccount: string): Promise<MoveOrder> {
  return request('/v1/me/move-order', { method: 'POST', body: { toAccount } })
}

type MoveTo =
  | Pick<Extract<z.input<typeof MoveBody>, { toKind: 'wallet' }>, 'toKind' | 'toSignature'>
  | Pick<Extract<z.input<typeof MoveBody>, { toKind: 'passkey' }>, 'toKind' | 'toRegistration' | 'toAssertion'>

/** Moves the whole account to another key; both have signed. */
export function moveAccount(to: MoveTo & { toAccount: string; deadline: string }, from: Consent): Promise<unknown> {
  const { pin, signature, assertion } = proofOf(from)
  const signed = {
    ...(pin === undefined ? {} : { pin }),
    ...(signature === undefined ? {} : { fromSignature: signature }),
    ...(assertion === undefined ? {} : { fromAssertion: assertion }),
  }
  return post('/v1/me/move', { ...to, ...signed })
}

/** What the old key signs to refuse a recovery. */
export function readRecoveryRefusal(): Promise<z.output<typeof RecoveryRefusalResponse>> {
  return request('/v1/me/recovery-refusal')
}

/** Refuses a recovery that waits. */
export function refuseRecovery(consent: Consent): Promise<unknown> {
  return post('/v1/me/recovery/refuse', proofOf(consent))
}
