import { Gauge, Histogram, type Registry } from 'prom-client'

import { type FeeSuggestion, largestBatchCostWei, pricePerGas } from '../domain/fees.ts'
import { type Power, POWERS } from '../domain/powers.ts'

/** Seconds from acceptance to confirmation: good below 5, late above 60. */
const LAG_BUCKETS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600]

/** What the metrics are set from at every scrape. */
export interface ObservedLedger {
  readonly now: Date
  readonly open: { readonly entries: bigint; readonly oldestRecordedAt: Date | null }
  readonly batches: ReadonlyMap<string, number>
  readonly parkedPartners: number
  readonly quarantinedPartners: number
  readonly clearingDifferences: number
  readonly lowPackPartners: number
  readonly paused: readonly Power[]
  readonly pinPausedPartners: readonly number[]
  readonly lanes: readonly {
    readonly lane: {
      readonly address: string
      readonly purpose: string
      readonly state: string
      readonly nextNonce: number
    }
    readonly balanceWei: bigint | null
  }[]
  readonly fees: FeeSuggestion | null
  readonly cursor: {
    readonly processedNumber: bigint
    readonly finalizedNumber: bigint
    readonly haltedReason: string | null
    readonly doubtReason: string | null
  } | null
  readonly lagSeconds: readonly number[]
  readonly auditHead: { readonly number: bigint; readonly hash: string }
  readonly gas: readonly { readonly partnerId: number | null; readonly kind: string; readonly gas: bigint }[]
  readonly budgets: readonly { readonly budget: string; readonly used: number; readonly most: number }[]
  readonly partnersBudgets: readonly { readonly budget: string; readonly subject: string; readonly used: number }[]
  readonly messages: readonly { readonly kind: string; readonly waiting: number; readonly oldestAt: Date }[]
  readonly webhooks: {
    readonly working: number
    readonly failing: number
    readonly disabled: number
    readonly waiting: number
    readonly dead: number
    readonly oldestUnsentAt: Date | null
  }
}

/** As many as a floating-point number holds exactly. */
const HEAD_DIGITS = 12
const LANE_LABELS = ['address', 'purpose', 'state']
const WEI_PER_ETHER = 1e18
const WEI_PER_GWEI = 1e9

/** Makes the metrics of the way from the outbox to the final block. */
export function createLedgerMetrics(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `entente_${name}`, help, labelNames, registers: [registry] })
  const gauges = {
    open: gauge('open_entries', 'Entries accepted and not on chain'),
    oldest: gauge('oldest_open_entry_age_seconds', 'How long the oldest of them has waited; 0 when there is none'),
    batches: gauge('batches', 'Batches by state', ['state']),
    differences: gauge('clearing_differences', "Positions on chain that differ from the partners' statements"),
    paused: gauge('paused', '1 while a power of the whole ledger is paused', ['power']),
    pinPaused: gauge('pin_tries_paused', '1 for a partner whose tills gave wrong PINs for too many cards', ['partner']),
    block: gauge('block', 'Newest block that is applied, and that is final', ['kind']),
    doubts: gauge('indexer_doubts', '1 while what the endpoints say of the chain is not believed: see /v1/status'),
    halted: gauge('indexer_halted', '1 when the indexer waits for somebody to look'),
    auditEntries: gauge('audit_entries', 'Entries of the audit log; it never falls'),
    auditHead: gauge('audit_head', 'The first 12 hex digits of the hash of its newest entry, as a number'),
    gas: gauge('gas_used_today', 'Gas of calls of today (UTC) by kind and by partner', ['kind', 'partner']),
    budgets: gauge('budget_used_today', 'What all together used of a budget today (UTC)', ['budget']),
    most: gauge('budget_most_used_today', 'The most that one of them used of it', ['budget']),
    partners: gauge('partner_budget_used_today', 'What a partner used of a budget today (UTC)', ['budget', 'partner']),
  }
  const lanesAndFees = makeLaneGauges(gauge)
  const partners = makePartnerGauges(gauge)
  const messages = {
    waiting: gauge('messages_waiting', 'E-mails and SMS that are not sent yet', ['kind']),
    oldest: gauge('oldest_waiting_message_age_seconds', 'How long the oldest of them has waited', ['kind']),
  }
  const webhooks = makeWebhookGauges(gauge)
  const lag = new Histogram({
    name: 'entente_confirmation_lag_seconds',
    help: 'Time from acceptance to confirmation of entries confirmed since this process started',
    buckets: LAG_BUCKETS,
    registers: [registry],
  })
  return {
    set(observed: ObservedLedger): void {
      const { now, open, batches, cursor, lagSeconds, paused, auditHead } = observed
      gauges.open.set(Number(open.entries))
      gauges.oldest.set(open.oldestRecordedAt === null ? 0 : (now.getTime() - open.oldestRecordedAt.getTime()) / 1_000)
      gauges.batches.reset()
      for (const [state, count] of batches) gauges.batches.set({ state }, count)
      setPartners(partners, observed)
      gauges.differences.set(observed.clearingDifferences)
      for (const power of POWERS) gauges.paused.set({ power }, paused.includes(power) ? 1 : 0)
      gauges.pinPaused.reset()
      for (const partner of observed.pinPausedPartners) gauges.pinPaused.set({ partner: String(partner) }, 1)
      if (cursor !== null) {
        gauges.block.set({ kind: 'applied' }, Number(cursor.processedNumber))
        gauges.block.set({ kind: 'final' }, Number(cursor.finalizedNumber))
      }
      gauges.doubts.set((cursor?.doubtReason ?? null) === null ? 0 : 1)
      gauges.halted.set((cursor?.haltedReason ?? null) === null ? 0 : 1)
      setLanes(lanesAndFees, observed)
      gauges.auditEntries.set(Number(auditHead.number))
      gauges.auditHead.set(Number.parseInt(auditHead.hash.slice(0, HEAD_DIGITS), 16))
      for (const seconds of lagSeconds) lag.observe(seconds)
      setGas(gauges, observed)
      setMessages(messages, observed)
      setWebhooks(webhooks, observed)
    },
  }
}

/** The gauges of what sending costs, and of the accounts that pay for it. */
function makeLaneGauges(gauge: (name: string, help: string, labelNames?: string[]) => Gauge) {
  return {
    balance: gauge('lane_balance_ether', 'What a sending account has for gas', LANE_LABELS),
    runway: gauge(
      'lane_runway_batches',
      'How many of the largest batches that lasts for at the present fees',
      LANE_LABELS,
    ),
    nonce: gauge('lane_next_nonce', 'Next nonce of a sending account', LANE_LABELS),
    price: gauge('gas_price_gwei', 'What a unit of gas costs now, with its share of what the L1 asks for a batch'),
    cost: gauge('largest_batch_cost_ether', 'The most that the largest batch can cost now, by what it is for', [
      'part',
    ]),
  }
}

/** While the chain does not answer, there is no figure rather than an old one. */
function setLanes(
  { balance, runway, nonce, price, cost }: ReturnType<typeof makeLaneGauges>,
  { lanes, fees }: Pick<ObservedLedger, 'lanes' | 'fees'>,
): void {
  for (const one of [balance, runway, nonce, cost]) one.reset()
  price.remove()
  const costWei = fees === null ? null : largestBatchCostWei(fees, fees.batchDataFeeWei)
  for (const { lane, balanceWei } of lanes) {
    const labels = { address: lane.address, purpose: lane.purpose, state: lane.state }
    nonce.set(labels, lane.nextNonce)
    if (balanceWei === null) continue
    balance.set(labels, Number(balanceWei) / WEI_PER_ETHER)
    if (costWei !== null && costWei > 0n) runway.set(labels, Number(balanceWei / costWei))
  }
  if (fees === null || costWei === null) return
  price.set(Number(pricePerGas(fees)) / WEI_PER_GWEI)
  cost.set({ part: 'gas' }, Number(costWei - fees.batchDataFeeWei) / WEI_PER_ETHER)
  cost.set({ part: 'l1_data' }, Number(fees.batchDataFeeWei) / WEI_PER_ETHER)
}

/** The gauges of partners that need somebody to look. */
function makePartnerGauges(gauge: (name: string, help: string) => Gauge) {
  return {
    parked: gauge('parked_partners', 'Partners of which a batch is parked'),
    quarantined: gauge('quarantined_partners', 'Partners that posted a batch themselves and wait for the operator'),
    lowPacks: gauge('low_pack_partners', 'Partners whose prepaid packs are down to their alert level'),
  }
}

/** How many they are. */
function setPartners(
  { parked, quarantined, lowPacks }: ReturnType<typeof makePartnerGauges>,
  observed: Pick<ObservedLedger, 'parkedPartners' | 'quarantinedPartners' | 'lowPackPartners'>,
): void {
  parked.set(observed.parkedPartners)
  quarantined.set(observed.quarantinedPartners)
  lowPacks.set(observed.lowPackPartners)
}

/** Who drains the operator's gas: a partner is named, members and network addresses never are. */
function setGas(
  { gas, budgets, most, partners }: Record<'gas' | 'budgets' | 'most' | 'partners', Gauge>,
  observed: Pick<ObservedLedger, 'gas' | 'budgets' | 'partnersBudgets'>,
): void {
  for (const one of [gas, budgets, most, partners]) one.reset()
  for (const { partnerId, kind, gas: used } of observed.gas)
    gas.set({ kind, partner: partnerId === null ? 'none' : String(partnerId) }, Number(used))
  for (const { budget, used, most: mostUsed } of observed.budgets) {
    budgets.set({ budget }, used)
    most.set({ budget }, mostUsed)
  }
  for (const { budget, subject: partner, used } of observed.partnersBudgets) partners.set({ budget, partner }, used)
}

/** What of each kind waits: none shows as 0, so that an alert can tell nothing waiting from nothing known. */
function setMessages(
  { waiting, oldest }: Record<'waiting' | 'oldest', Gauge>,
  { now, messages }: Pick<ObservedLedger, 'now' | 'messages'>,
): void {
  for (const kind of ['email', 'phone']) {
    const those = messages.find((one) => one.kind === kind)
    waiting.set({ kind }, those?.waiting ?? 0)
    oldest.set({ kind }, those === undefined ? 0 : (now.getTime() - those.oldestAt.getTime()) / 1_000)
  }
}

/** The gauges of webhooks. */
function makeWebhookGauges(gauge: (name: string, help: string, labelNames?: string[]) => Gauge) {
  return {
    states: gauge('webhooks', 'Webhooks by how they do', ['state']),
    deliveries: gauge('webhook_deliveries', 'Events that wait for another try, and that were tried often enough', [
      'state',
    ]),
    oldest: gauge('oldest_unsent_webhook_event_age_seconds', 'How long the oldest event has waited for its first try'),
  }
}

/** How webhooks do, those of all partners together. */
function setWebhooks(
  gauges: Record<'states' | 'deliveries' | 'oldest', Gauge>,
  { now, webhooks }: Pick<ObservedLedger, 'now' | 'webhooks'>,
): void {
  const { oldestUnsentAt } = webhooks
  for (const state of ['working', 'failing', 'disabled'] as const) gauges.states.set({ state }, webhooks[state])
  for (const state of ['waiting', 'dead'] as const) gauges.deliveries.set({ state }, webhooks[state])
  gauges.oldest.set(oldestUnsentAt === null ? 0 : (now.getTime() - oldestUnsentAt.getTime()) / 1_000)
}

export type LedgerMetrics = ReturnType<typeof createLedgerMetrics>
