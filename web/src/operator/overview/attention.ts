import type { Partner } from '../../api-client/operator.ts'
import type { Status } from '../../api-client/status.ts'

/** What is known of the coalition; null where the key may not see it, or it is not there yet. */
export interface Known {
  readonly status: Status | null
  readonly partners: readonly Partner[] | null
  readonly disputes: number | null
  readonly proposals: number | null
  readonly operations: number | null
  /** The month that can be closed next, and from when on. */
  readonly nextMonth: { readonly month: string; readonly from: Date } | null
}

/** Something that somebody should look at: `name` has its text, `href` is where to act. */
export interface Attention {
  readonly name:
    | 'halted'
    | 'doubted'
    | 'silent'
    | 'paused'
    | 'differences'
    | 'disputes'
    | 'proposals'
    | 'month'
    | 'operations'
    | 'refused'
    | 'quarantine'
    | 'suspended'
    | 'leaving'
    | 'low'
  readonly tone: 'wrong' | 'waiting'
  readonly href: string | null
  /** What the text names: counts and names as they are, to be formatted by it. */
  readonly values: Readonly<Record<string, string>>
}

/** Whether less is left than half of what a partner may issue in a day. */
export function isAllowanceLow({ status, onChain }: Pick<Partner, 'status' | 'onChain'>): boolean {
  if (status !== 'active' || onChain === null) return false
  return 2n * BigInt(onChain.allowance) < BigInt(onChain.dailyLimit)
}

const wrong = (name: Attention['name'], href: string | null, values: Attention['values'] = {}): Attention => ({
  name,
  tone: 'wrong',
  href,
  values,
})

const waiting = (name: Attention['name'], href: string | null, values: Attention['values'] = {}): Attention => ({
  name,
  tone: 'waiting',
  href,
  values,
})

/** What wants attention, the gravest first. */
export function attentionOf(known: Known, now: Date): Attention[] {
  const { status, partners, disputes, proposals, operations, nextMonth } = known
  return [
    ...(status === null ? [] : ofStatus(status)),
    ...(partners ?? []).flatMap(ofPartner),
    ...(disputes ? [wrong('disputes', '/disputes', { count: String(disputes) })] : []),
    ...(proposals ? [waiting('proposals', '/proposals', { count: String(proposals) })] : []),
    ...(nextMonth !== null && nextMonth.from <= now ? [waiting('month', '/clearing', { month: nextMonth.month })] : []),
    ...(operations ? [waiting('operations', '/powers', { count: String(operations) })] : []),
  ].toSorted((a, b) => Number(a.tone === 'waiting') - Number(b.tone === 'waiting'))
}

function ofStatus({ haltedReason, doubtReason, block, paused, clearingDifferences, redemptions }: Status): Attention[] {
  return [
    ...(haltedReason === null ? [] : [wrong('halted', null, { reason: haltedReason })]),
    ...(doubtReason === null ? [] : [wrong('doubted', null, { reason: doubtReason })]),
    ...(block === null ? [wrong('silent', null)] : []),
    ...paused.map((power) => wrong('paused', '/powers', { power })),
    ...(clearingDifferences === 0 ? [] : [wrong('differences', '/clearing', { count: String(clearingDifferences) })]),
    ...(redemptions.refused === '0' ? [] : [waiting('refused', null, { count: redemptions.refused })]),
  ]
}

function ofPartner(partner: Partner): Attention[] {
  const { partnerId, name: partnerName, status, quarantine, departure, onChain } = partner
  const href = `/partners/${partnerId}`
  return [
    ...(quarantine === null ? [] : [wrong('quarantine', href, { partner: partnerName })]),
    ...(status === 'suspended' ? [waiting('suspended', href, { partner: partnerName })] : []),
    ...(departure?.state === 'leaving' ? [waiting('leaving', href, { partner: partnerName })] : []),
    ...(isAllowanceLow(partner)
      ? [waiting('low', href, { partner: partnerName, points: onChain?.allowance ?? '0' })]
      : []),
  ]
}
