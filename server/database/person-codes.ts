import type { Transaction } from './engine/client.ts'
import { saveRows } from './engine/save-rows.ts'
import type { PersonCodeModel } from './generated/models.ts'

/** The code with which whoever reads what is sent to an address signs in. */
export type PersonCode = Readonly<PersonCodeModel>

declare module './engine/tables.ts' {
  interface Rows {
    person_code: PersonCode
  }
}

/** Saves a code in place of the one before it. */
export async function savePersonCode(tx: Transaction, code: PersonCode): Promise<void> {
  await saveRows(tx, 'person_code', [code])
}

/**
 * Counts one more try at the code of an address, and gives its hash; null where there is none that may be tried. Of tries at the same time
 * each is counted: the row is locked until the transaction ends.
 */
export async function takePersonCodeTry(
  tx: Transaction,
  { emailHash, now, triesMax }: { emailHash: string; now: Date; triesMax: number },
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ codeHash: string }[]>`
    update person_code set tries = tries + 1
    where email_hash = ${emailHash} and tries < ${triesMax} and expires_at > ${now.toISOString()}::timestamptz
    returning code_hash as "codeHash"`
  return rows[0]?.codeHash ?? null
}

/** Uses a code up. */
export async function deletePersonCode(tx: Transaction, emailHash: string): Promise<void> {
  await tx.personCode.deleteMany({ where: { emailHash } })
}

/** Deletes codes that have expired: a missing one is refused like them. */
export async function deleteExpiredPersonCodes(tx: Transaction, now: Date): Promise<void> {
  await tx.personCode.deleteMany({ where: { expiresAt: { lte: now } } })
}
