import { type Departure, listLeaving } from '../../database/departures.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { listPurchasesByOrderRefs, type Purchase } from '../../database/purchases.ts'
import { earnPoints } from '../../domain/earning.ts'
import type { Clock } from '../../domain/environment.ts'
import type { Metadata } from '../../domain/metadata.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { findReferencedMembers, type FoundMember } from '../members/member-reference.ts'
import { chooseVersion, versionsIn } from '../../domain/versions.ts'
import { checkAmount, checkTime, type NewPurchase } from './purchase-facts.ts'

/** A purchase, and the partner whose key brought it. */
export interface AskedPurchase {
  readonly partnerId: number
  readonly item: NewPurchase
}

/** The member of a purchase, and how the partner came to know. */
type FoundHere = Pick<FoundMember, 'member' | 'isPresent' | 'isNoted'>

/** A purchase that may be recorded. */
export interface PurchaseDraft extends FoundHere {
  readonly partnerId: number
  readonly orderRef: string
  readonly locationId: string | null
  readonly currency: string
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint
  readonly points: bigint
  readonly occurredAt: Date
  readonly metadata: Metadata
  readonly rule: StoredEarningRule
}

/** What the database knows of the purchases that are asked for, read in sets. */
export interface Known {
  readonly partners: ReadonlyMap<number, Partner>
  /** Those of these partners that are leaving. */
  readonly leaving: ReadonlyMap<number, Departure>
  /** All versions of those partners' rules. */
  readonly rules: readonly StoredEarningRule[]
  /** Purchases that are recorded already, by order. */
  readonly recorded: Map<string, Purchase & { readonly orderRef: string }>
  readonly memberOf: (asked: AskedPurchase) => FoundMember | Rejection
  readonly now: Date
}

/** Names an order of the whole coalition. */
export function orderOf({ partnerId, orderRef }: { partnerId: number; orderRef: string }): string {
  return `${partnerId}/${orderRef}`
}

/** Reads what the judgement needs: a handful of queries at once, however many purchases there are. */
export async function learnForPurchases(
  db: Reader,
  { clock, hashIdentifier }: { clock: Clock; hashIdentifier: HashIdentifier },
  asked: readonly AskedPurchase[],
): Promise<Known> {
  const partnerIds = [...new Set(asked.map(({ partnerId }) => partnerId))]
  const orders = asked.map(({ partnerId, item }) => ({ partnerId, orderRef: item.orderRef }))
  const references = asked.map(({ partnerId, item }) => ({ partnerId, reference: item.member }))
  const [partners, leaving, rules, recorded, referenced] = await Promise.all([
    listPartnersByIds(db, partnerIds),
    listLeaving(db, partnerIds),
    listEarningRules(db, partnerIds),
    listPurchasesByOrderRefs(db, orders),
    findReferencedMembers({ db, clock, hashIdentifier }, references),
  ])
  return {
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    leaving,
    rules,
    recorded: new Map(recorded.map((purchase) => [orderOf(purchase), purchase])),
    memberOf: ({ partnerId, item }) => referenced({ partnerId, reference: item.member }),
    now: clock.now(),
  }
}

/** Decides whether a purchase may be recorded, and what it earns. */
export function judgePurchase(known: Known, asked: AskedPurchase): PurchaseDraft | Rejection {
  return orRejection(() => draftPurchase(known, asked))
}

/** The version of a rule by which a purchase earns. */
export function chooseRule(inCurrency: readonly StoredEarningRule[], occurredAt: Date): StoredEarningRule {
  const rule = chooseVersion(inCurrency, occurredAt)
  if (rule === null) throw new Rejection('no_earning_rule', { occurredAt: occurredAt.toISOString() })
  return rule
}

function draftPurchase({ partners, leaving, rules, memberOf, now }: Known, asked: AskedPurchase): PurchaseDraft {
  const { partnerId, item } = asked
  const partner = partners.get(partnerId)
  if (partner === undefined) throw new Rejection('partner_unknown', { partnerId })
  if (partner.status === 'suspended') throw new Rejection('partner_suspended', { partnerId })
  if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
  if (leaving.has(partnerId)) throw new Rejection('partner_leaving', { partnerId })
  const eligibleMinor = item.eligibleMinor ?? item.amountMinor
  const inCurrency = versionsIn(rules, { partnerId, currency: item.currency })
  checkTime(item.occurredAt, now)
  checkAmount(item.amountMinor, 0n)
  checkAmount(eligibleMinor, 0n, item.amountMinor)
  const found = memberOf(asked)
  if (found instanceof Rejection) throw found
  const rule = chooseRule(inCurrency, item.occurredAt)
  const { orderRef, locationId, currency, amountMinor, occurredAt, metadata } = item
  const facts = { partnerId, orderRef, locationId, currency, amountMinor, eligibleMinor, occurredAt, metadata }
  const { member, isPresent, isNoted } = found
  return { ...facts, points: earnPoints(rule, eligibleMinor), member, isPresent, isNoted, rule }
}
