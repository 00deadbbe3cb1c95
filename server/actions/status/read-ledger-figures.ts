import type { Chain } from '../../chain/client.ts'
import { readGasMoney } from '../../chain/read-account.ts'
import { readFees } from '../../chain/read-fees.ts'
import { type AuditHead, findAuditHead } from '../../database/audit-entries.ts'
import { countBatchesByState, listPartnersWithParkedBatches } from '../../database/batches.ts'
import { type BudgetSum, type BudgetUse, listPartnersBudgetUses, sumBudgetUses } from '../../database/budget-uses.ts'
import { type GasUse, sumGasUsed } from '../../database/calls.ts'
import { countPositionDifferences } from '../../database/clearing-events.ts'
import { findChainCursor, type ChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listLanes, type Lane } from '../../database/lanes.ts'
import { listWaitingMessages, type WaitingMessages } from '../../database/messages.ts'
import { countOpenEntries, type OpenEntries } from '../../database/outbox.ts'
import { listPausedPartners } from '../../database/pin-places.ts'
import { listLagSeconds } from '../../database/posted-batches.ts'
import { listPausedPowers } from '../../database/power-pauses.ts'
import { countLowPartners } from '../../database/prepaid-packs.ts'
import { findWebhookFigures, type WebhookFigures } from '../../database/webhook-cursors.ts'
import { countQuarantines } from '../../database/unexplained-batches.ts'
import { type FeeSuggestion } from '../../domain/fees.ts'
import type { Power } from '../../domain/powers.ts'
import type { WrongPinLimits } from '../../domain/pins.ts'
import { dayOf, daySpan } from '../../domain/utc-days.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** What a monitor watches. */
export interface LedgerFigures {
  readonly open: OpenEntries
  readonly batches: ReadonlyMap<string, number>
  readonly parkedPartners: number
  readonly quarantinedPartners: number
  readonly clearingDifferences: number
  /** Partners that were warned that their packs are nearly used up. */
  readonly lowPackPartners: number
  /** Powers of the whole ledger that are paused. */
  readonly paused: readonly Power[]
  /** Partners whose tills gave wrong PINs for too many cards. */
  readonly pinPausedPartners: readonly number[]
  /** Balances are null while the chain does not answer. */
  readonly lanes: readonly { readonly lane: Lane; readonly balanceWei: bigint | null }[]
  /** What the chain asks for now; null while it does not answer. */
  readonly fees: FeeSuggestion | null
  readonly cursor: ChainCursor | null
  /** Seconds from acceptance to confirmation of what was confirmed in the window. */
  readonly lagSeconds: readonly number[]
  readonly auditHead: AuditHead
  /** Gas that was used today (UTC), and what was used of the budgets for it. */
  readonly gas: readonly GasUse[]
  readonly budgets: readonly BudgetSum[]
  readonly partnersBudgets: readonly BudgetUse[]
  readonly messages: readonly WaitingMessages[]
  readonly webhooks: WebhookFigures
}

export interface LedgerFiguresDeps {
  readonly db: Reader
  readonly chain: Chain
  readonly wrongPinLimits: WrongPinLimits
}

/** Reads the figures of the relayer and the indexer; the lag of what was confirmed after `after`, up to `until`. */
export async function readLedgerFigures(
  { db, chain, wrongPinLimits }: LedgerFiguresDeps,
  window: { after: Date; until: Date },
): Promise<LedgerFigures> {
  const { chainId } = chain
  const today = dayOf(window.until)
  const lanes = [...(await listLanes(db, chainId, 'batches')), ...(await listLanes(db, chainId, 'operator'))]
  const fees = chainAnswer(readFees(chain))
  const balances = await Promise.all(lanes.map(({ address }) => chainAnswer(readGasMoney(chain, address))))
  return {
    open: await countOpenEntries(db),
    batches: await countBatchesByState(db),
    parkedPartners: (await listPartnersWithParkedBatches(db)).length,
    quarantinedPartners: (await countQuarantines(db)).partners,
    clearingDifferences: await countPositionDifferences(db),
    lowPackPartners: await countLowPartners(db),
    paused: await listPausedPowers(db),
    pinPausedPartners: await listPausedPartners(db, { limits: wrongPinLimits, now: window.until }),
    lanes: lanes.map((lane, at) => ({ lane, balanceWei: balances[at] ?? null })),
    fees: await fees,
    cursor: await findChainCursor(db, chainId),
    auditHead: await findAuditHead(db),
    lagSeconds: await listLagSeconds(db, window),
    gas: await sumGasUsed(db, daySpan(today).from),
    budgets: await sumBudgetUses(db, today),
    partnersBudgets: await listPartnersBudgetUses(db, today),
    messages: await listWaitingMessages(db),
    webhooks: await findWebhookFigures(db),
  }
}
