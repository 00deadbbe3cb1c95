import type { MemberSessionModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A member who is signed in. */
export type MemberSession = Narrow<MemberSessionModel, { kind: 'wallet' | 'passkey' | 'card' }>
