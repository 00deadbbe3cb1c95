import type { Reader } from '../../database/engine/client.ts'
import { countPartners, listPartners, type Partner } from '../../database/partners.ts'
import { sumLedgerPoints, type LedgerPoints } from '../../database/ledger-totals.ts'
import { readStatus, type Status, type StatusReadDeps } from './read-status.ts'

/** Partners that are shown with their logos; all are counted. */
const BRANDS_SHOWN_MAX = 60

/** What a visitor is shown of the coalition: nothing about any member. */
export interface FrontPage {
  readonly status: Status
  readonly points: LedgerPoints
  readonly partners: readonly Partner[]
  readonly partnerCount: bigint
  readonly readAt: Date
}

/** Reads the live figures of the ledger, and who is in the coalition. */
export async function readFrontPage(deps: StatusReadDeps): Promise<FrontPage> {
  const db: Reader = deps.db
  const partners = await listPartners(db, { after: 0, rowsMax: BRANDS_SHOWN_MAX })
  return {
    points: await sumLedgerPoints(db),
    partners: partners.filter(({ status }) => status === 'active'),
    partnerCount: await countPartners(db),
    status: await readStatus(deps),
    readAt: deps.clock.now(),
  }
}
