import { listAccountActsByIds } from '../../database/account-acts.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { listDirectPostings } from '../../database/direct-postings.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEntriesByIds } from '../../database/entry-states.ts'
import {
  listAccountsOfMember,
  listDatedMovements,
  listExpiryTransactions,
  listHistoryMarks,
  listPurchaseReasons,
  listRestoredPoints,
  type HistoryFilter,
  type HistoryMark,
  type PurchaseReason,
} from '../../database/member-history.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { listRedemptionViews, type RedemptionView } from '../../database/redemption-views.ts'
import { listRewardsByIds, type Reward } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'
import { expiredLots } from '../../domain/points-over-time.ts'
import { isOwnClaim } from '../../domain/own-claims.ts'
import { deriveRedemptionState } from '../../domain/redemption-state.ts'
import { viewEntry } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'

export interface HistoryDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: LedgerTerms
}

/** One thing that happened to a member's points, as they see it. */
export interface HistoryItem {
  readonly id: string
  readonly kind:
    | 'accrual'
    | 'accrual_reversal'
    | 'shortfall_recovery'
    | 'redemption'
    | 'redemption_reversal'
    | 'expiry'
    | 'account_move'
  readonly points: bigint
  readonly at: Date
  readonly partner: Partner | null
  readonly reference: string | null
  readonly state: string
  readonly why: PurchaseReason | null
  readonly rewardTitle: string | null
  readonly reward: Reward | null
  readonly entryId: string | null
  /** Of what was spent, and of what came back of it; null while it is not burned. */
  readonly redemptionId: string | null
  readonly transactionHash: string | null
  /** Whether the partner did it on the ledger by itself: no purchase, redemption or receipt of it is known here. */
  readonly isDirect: boolean
}

/** Lists what happened to a member's points at all partners, newest first, and why. */
export async function readHistory(
  deps: HistoryDeps,
  asked: { memberId: string; before: Moment | null; filter: HistoryFilter; rowsMax: number },
): Promise<Page<HistoryItem, Moment>> {
  const { db, clock, ledger } = deps
  const { memberId, before, filter, rowsMax } = asked
  const now = clock.now()
  const accounts = await listAccountsOfMember(db, memberId)
  const movements = await listDatedMovements(db, accounts)
  const logged = new Map((await listExpiryTransactions(db, accounts)).map((one) => [one.epoch, one.transactionHash]))
  const expired = expiredLots(movements, { now, scale: ledger.epochScale })
  const expiries = expired.map(({ epoch, at, points }) => {
    return { id: `expiry.${epoch}`, at, points, transactionHash: logged.get(epoch) ?? null }
  })
  const found = await listHistoryMarks(db, { memberId, accounts, before, expiries, filter, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ at, id }) => ({ at, id }))
  const rows = await fillIn(deps, page.rows, { accounts, expiries: new Map(expiries.map((one) => [one.id, one])) })
  return { ...page, rows }
}

const NOTHING = {
  partner: null,
  reference: null,
  why: null,
  rewardTitle: null,
  reward: null,
  entryId: null,
  redemptionId: null,
  transactionHash: null,
  isDirect: false,
} as const

interface Expiry {
  readonly points: bigint
  readonly transactionHash: string | null
}

async function fillIn(
  { db, clock, ledger }: HistoryDeps,
  marks: readonly HistoryMark[],
  { accounts, expiries }: { accounts: readonly string[]; expiries: ReadonlyMap<string, Expiry> },
): Promise<HistoryItem[]> {
  const idsOf = (source: HistoryMark['source']) => marks.filter((mark) => mark.source === source).map(({ id }) => id)
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const facts = { finalizedNumber, now: clock.now() }
  const items = new Map<string, Omit<HistoryItem, 'id' | 'at'>>()
  await fillEntries(db, idsOf('entry'), facts, items)
  await fillDirect(db, { accounts, ids: idsOf('direct') }, facts, items)
  await fillRedemptions(db, { redemptions: idsOf('redemption'), restored: idsOf('restored') }, facts, items)
  for (const act of await listAccountActsByIds(db, idsOf('moved')))
    items.set(act.id, { ...NOTHING, kind: 'account_move', points: 0n, state: 'final' })
  for (const id of idsOf('expiry')) {
    const { points = 0n, transactionHash = null } = expiries.get(id) ?? {}
    items.set(id, { ...NOTHING, kind: 'expiry', points: -points, state: 'final', transactionHash })
  }
  return marks.flatMap(({ id, at }) => {
    const item = items.get(id)
    return item === undefined ? [] : [{ id, at, ...item }]
  })
}

interface StateFacts {
  readonly finalizedNumber: bigint | null
  readonly now: Date
}

type Items = Map<string, Omit<HistoryItem, 'id' | 'at'>>

async function fillEntries(db: Reader, ids: readonly string[], { finalizedNumber }: StateFacts, items: Items) {
  const entries = await listEntriesByIds(db, ids)
  const partners = await listPartnersByIds(db, [...new Set(entries.map(({ partnerId }) => partnerId))])
  const reasons = await listPurchaseReasons(
    db,
    entries.flatMap(({ kind, sourceId }) => (kind === 'accrual' ? sourceId : [])),
  )
  for (const entry of entries) {
    const { state } = viewEntry(entry, finalizedNumber)
    const { id, kind, points, reference, transactionHash } = entry
    items.set(id, {
      ...NOTHING,
      kind,
      points,
      reference,
      state,
      partner: partners.find((partner) => partner.id === entry.partnerId) ?? null,
      why: kind === 'accrual' ? (reasons.find(({ purchaseId }) => purchaseId === entry.sourceId) ?? null) : null,
      entryId: id,
      transactionHash,
    })
  }
}

async function fillDirect(
  db: Reader,
  asked: { accounts: readonly string[]; ids: readonly string[] },
  { finalizedNumber }: StateFacts,
  items: Items,
) {
  const postings = await listDirectPostings(db, asked)
  const partners = await listPartnersByIds(db, [...new Set(postings.map(({ partnerId }) => partnerId))])
  for (const { id, kind, partnerId, points, blockNumber, transactionHash } of postings) {
    const state = finalizedNumber !== null && blockNumber <= finalizedNumber ? 'final' : 'confirmed'
    const partner = partners.find((one) => one.id === partnerId) ?? null
    items.set(id, { ...NOTHING, kind, points, state, partner, transactionHash, isDirect: true })
  }
}

async function fillRedemptions(
  db: Reader,
  { redemptions, restored }: { redemptions: readonly string[]; restored: readonly string[] },
  facts: StateFacts,
  items: Items,
) {
  const given = await listRestoredPoints(db, restored)
  const views = await listRedemptionViews(db, [...redemptions, ...given.map(({ redemptionId }) => redemptionId)])
  const partners = await listPartnersByIds(
    db,
    views.map(({ partnerId }) => partnerId),
  )
  const rewards = await listRewardsByIds(
    db,
    views.flatMap(({ rewardId }) => rewardId ?? []),
  )
  const factsOf = ({ partnerId, reference, rewardId, rewardTexts }: RedemptionView) => ({
    ...NOTHING,
    partner: partners.find(({ id }) => id === partnerId) ?? null,
    reward: rewards.find(({ id }) => id === rewardId) ?? null,
    // No till wrote a number on a receipt for it.
    reference: isOwnClaim({ reference }) ? null : reference,
    rewardTitle: rewardTexts?.['en']?.title ?? null,
  })
  for (const view of views) {
    const { transactionHash, points } = view
    const state = deriveRedemptionState({ ...view, ...facts })
    // The member keeps the points of what the ledger refused for good.
    const signed = state === 'refused' ? 0n : -points
    const redemptionId = transactionHash === null ? null : view.id
    items.set(view.id, { ...factsOf(view), kind: 'redemption', points: signed, state, transactionHash, redemptionId })
  }
  for (const { id, redemptionId, points, transactionHash } of given) {
    const view = views.find((one) => one.id === redemptionId)
    if (view === undefined) continue
    const kind = 'redemption_reversal'
    items.set(id, { ...factsOf(view), kind, points, state: 'confirmed', transactionHash, redemptionId })
  }
}
