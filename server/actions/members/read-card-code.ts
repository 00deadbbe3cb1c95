import type { Clock } from '../../domain/environment.ts'
import { makeCardCode } from './card-code.ts'
import type { HashIdentifier } from './hash-identifier.ts'

/** The code that a member's card shows now. */
export function readCardCode(
  { hashIdentifier, clock }: { hashIdentifier: HashIdentifier; clock: Clock },
  memberId: string,
): { code: string; expiresAt: Date } {
  return makeCardCode(hashIdentifier, { memberId, now: clock.now() })
}
