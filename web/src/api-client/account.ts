import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import type { Me } from './me.ts'
import { dataOf, server } from './request.ts'
import type { PasskeyAssertion, PasskeyRegistration } from './sessions.ts'

export type TypedData = Schemas['TypedData']
export type PasskeyHints = Schemas['PasskeyHints']

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
export type FreezeOrder = Schemas['FreezeOrder']
export type MoveOrder = Schemas['MoveOrder']

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

/** What the key signs to freeze the account on the ledger too, or to free it. */
export function readFreezeOrder(frozen: boolean): Promise<FreezeOrder> {
  return dataOf(server.GET('/v1/me/freeze-order', { params: { query: { frozen: frozen ? 'true' : 'false' } } }))
}

/** Stops all spending at once. Being signed in is enough. */
export function freeze(): Promise<unknown> {
  return dataOf(server.POST('/v1/me/freeze', { body: {} }))
}

/** Allows spending again. */
export function unfreeze(order: FreezeOrder | null, consent: Consent): Promise<unknown> {
  const named = order === null ? {} : { sequence: order.sequence, deadline: order.deadline }
  return dataOf(server.POST('/v1/me/unfreeze', { body: { ...proofOf(consent), ...named } }))
}

/** What both keys sign to move the account. */
export function readMoveOrder(toAccount: string): Promise<MoveOrder> {
  return dataOf(server.POST('/v1/me/move-order', { body: { toAccount } }))
}

type MoveTo =
  | Pick<Schemas['MoveToWallet'], 'toKind' | 'toSignature'>
  | Pick<Schemas['MoveToPasskey'], 'toKind' | 'toRegistration' | 'toAssertion'>

/** Moves the whole account to another key; both have signed. */
export function moveAccount(to: MoveTo & { toAccount: string; deadline: string }, from: Consent): Promise<unknown> {
  const { pin, signature, assertion } = proofOf(from)
  const signed = {
    ...(pin === undefined ? {} : { pin }),
    ...(signature === undefined ? {} : { fromSignature: signature }),
    ...(assertion === undefined ? {} : { fromAssertion: assertion }),
  }
  const body = { ...to, ...signed }
  return askOnce(['move', body], (header) => dataOf(server.POST('/v1/me/move', { params: { header }, body })))
}

/** What a passkey signs to confirm a move that waits. */
export function readMoveConfirmation(): Promise<Schemas['MoveConfirmationOrder']> {
  return dataOf(server.GET('/v1/me/move/confirmation'))
}

/** Confirms a move that waits, with a passkey that the member had before it was asked for. */
export function confirmMove(assertion: PasskeyAssertion): Promise<unknown> {
  return dataOf(server.POST('/v1/me/move/confirm', { body: { kind: 'passkey', assertion } }))
}

/** Adds a passkey with which later moves of a card account can be confirmed. */
export function addPasskey(registration: PasskeyRegistration, pin: string): Promise<unknown> {
  return dataOf(server.POST('/v1/me/passkeys', { body: { registration, pin } }))
}

/** Takes such a passkey back. Being signed in is enough. */
export function removePasskey(passkeyId: string): Promise<unknown> {
  return dataOf(server.DELETE('/v1/me/passkeys/{passkeyId}', { params: { path: { passkeyId } } }))
}

/** Refuses the move of a card account while it waits. Being signed in is enough. */
export function refuseMove(): Promise<unknown> {
  return dataOf(server.POST('/v1/me/move/refuse'))
}

/** What the old key signs to refuse a recovery. */
export function readRecoveryRefusal(): Promise<Schemas['RecoveryRefusalOrder']> {
  return dataOf(server.GET('/v1/me/recovery-refusal'))
}

/** Refuses a recovery that waits. */
export function refuseRecovery(consent: Consent): Promise<unknown> {
  return dataOf(server.POST('/v1/me/recovery/refuse', { body: proofOf(consent) }))
}
