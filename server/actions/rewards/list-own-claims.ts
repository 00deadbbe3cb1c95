import type { Database } from '../../database/engine/client.ts'
import { listClaimsOfMember } from '../../database/reward-claims.ts'
import type { Clock } from '../../domain/environment.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'
import { revealCodes } from './reveal-codes.ts'

/** Lists a member's claims, newest first, with the gift codes whose points are burned: from then on these count as seen. */
export async function listOwnClaims(
  { db, clock }: { db: Database; clock: Clock },
  { memberId, before, rowsMax }: { memberId: string; before: bigint | null; rowsMax: number },
): Promise<Page<ClaimView, bigint>> {
  const found = await listClaimsOfMember(db, { memberId, beforeSeq: before, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ seq }) => seq)
  const shown = page.rows.filter(({ isBurned, state }) => isBurned && state !== 'cancelled')
  const now = clock.now()
  const codes = await revealCodes(db, { claimIds: shown.map(({ id }) => id), now })
  return { ...page, rows: await viewClaims(db, page.rows, { now, codes }) }
}
