import type { Reader } from '../../database/engine/client.ts'
import { listSpanSums, type SpanSums } from '../../database/partner-spans.ts'
import { findPartner } from '../../database/partners.ts'
import type { Clock } from '../../domain/environment.ts'
import { type FigureRange, spansUntil } from '../../domain/figures/spans.ts'

/** A partner's figures of days or months in a row. */
export interface PartnerFigures {
  readonly timeZone: string
  readonly spans: readonly (SpanSums & { readonly name: string })[]
}

/** Reads what a partner issued, redeemed and sold on each of the last days, or in each of the last months, by the clock of its shops. */
export async function readPartnerFigures(
  { db, clock }: { db: Reader; clock: Clock },
  { partnerId, range }: { partnerId: number; range: FigureRange },
): Promise<PartnerFigures> {
  const timeZone = (await findPartner(db, partnerId))?.timeZone ?? 'UTC'
  const { names, bounds } = spansUntil(clock.now(), timeZone, range)
  const sums = await listSpanSums(db, { partnerId, bounds })
  return { timeZone, spans: sums.map((sum, at) => ({ name: String(names[at]), ...sum })) }
}
