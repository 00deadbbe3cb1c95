import type { Schemas } from '../../../client/client.ts'
import type { Me } from './me.ts'
import { dataOf, server } from './request.ts'

export type Contact = Schemas['ContactReference']
export type ContactKind = Contact['kind']

/** Has a code sent to an address or a number. */
export function sendContactCode(identifier: Contact): Promise<Schemas['CodeSent']> {
  return dataOf(server.POST('/v1/me/identifiers', { body: { identifier } }))
}

/** Proves with the code that it is the member's own. */
export function proveContact(proof: Schemas['IdentifierProof']): Promise<Me> {
  return dataOf(server.POST('/v1/me/identifiers/proof', { body: proof }))
}

/** Has a code sent to a contact of the member, with which the move that waits is confirmed. */
export function sendMoveCode(kind: ContactKind): Promise<Schemas['CodeSent']> {
  return dataOf(server.POST('/v1/me/move/code', { body: { kind } }))
}

/** Has the move that waits be made now. */
export function confirmMove(proof: Schemas['MoveCode']): Promise<Me> {
  return dataOf(server.POST('/v1/me/move/code/confirmation', { body: proof }))
}
