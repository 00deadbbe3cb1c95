import type { MemberPinModel } from './generated/models.ts'

/** The PIN of a card member, and the tries at it. */
export type MemberPin = Readonly<MemberPinModel>
