import type { MemberIdentifierModel, MemberModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A customer who holds points. */
export type Member = Narrow<MemberModel, { kind: 'card' | 'wallet' }>

/** What is kept of a card number, an e-mail address or a phone number: a keyed hash. */
export type MemberIdentifier = Narrow<MemberIdentifierModel, { kind: 'card' | 'email' | 'phone' }>
