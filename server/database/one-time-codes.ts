import type { Narrow } from './engine/row.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { saveRows } from './engine/save-rows.ts'
import type { OneTimeCodeModel } from './generated/models.ts'

/** A code that was sent to a member, what it is good for, and the wrong tries at it. */
export type OneTimeCode = Narrow<
  OneTimeCodeModel,
  { purpose: 'prove_identifier' | 'confirm_move'; kind: 'email' | 'phone' }
>

declare module './engine/tables.ts' {
  interface Rows {
    one_time_code: OneTimeCode
  }
}

/** The code that a member was sent last for a purpose; null when it was used, or there never was one. */
export async function findOneTimeCode(
  reader: Reader,
  { memberId, purpose }: Pick<OneTimeCode, 'memberId' | 'purpose'>,
): Promise<OneTimeCode | null> {
  return (await reader.oneTimeCode.findUnique({
    where: { memberId_purpose: { memberId, purpose } },
  })) as OneTimeCode | null
}

/** Saves a code in place of the one before it, or the tries at it. The caller has locked the member. */
export async function saveOneTimeCode(tx: Transaction, code: OneTimeCode): Promise<void> {
  await saveRows(tx, 'one_time_code', [code])
}

/** Uses a code up. The caller has locked the member. */
export async function deleteOneTimeCode(
  tx: Transaction,
  { memberId, purpose }: Pick<OneTimeCode, 'memberId' | 'purpose'>,
): Promise<void> {
  await tx.oneTimeCode.deleteMany({ where: { memberId, purpose } })
}

/** Deletes codes that have expired: a missing one is refused like them. */
export async function deleteExpiredCodes(tx: Transaction, now: Date): Promise<void> {
  await tx.oneTimeCode.deleteMany({ where: { expiresAt: { lte: now } } })
}
