import { type Departure, listLeaving } from '../../database/departures.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { listBuyers, listPurchasesByOrderRefs, type Purchase } from '../../database/purchases.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import type { Metadata } from '../../domain/metadata.ts'
import { NO_PROGRAMME, type Programme } from '../../domain/programme/decide-rules.ts'
import { inputsText, sharesText } from '../../domain/programme/shares.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { findReferencedMembers, type FoundMember } from '../members/member-reference.ts'
import type { FindProgrammes } from '../programme/live-programmes.ts'
import { chooseVersion, versionsIn } from '../../domain/versions.ts'
import { type Earned, earnPurchase } from './earn-purchase.ts'
import { drawSalt } from './order-commitment.ts'
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
  /** As they are stored with the purchase: null where no further rule gave anything, or could not tell. */
  readonly shares: string | null
  readonly inputs: string | null
  readonly firstOf: string | null
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
  /** The rules of those partners that are live. */
  readonly programmes: ReadonlyMap<number, Programme>
  /** Who bought something at which partner before; whoever buys now is added. Filled only as far as rules ask for it. */
  readonly buyers: Set<string>
  readonly randomness: Randomness
  readonly now: Date
}

export interface JudgeDeps {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly findProgrammes: FindProgrammes
}

/** Names an order of the whole coalition. */
export function orderOf({ partnerId, orderRef }: { partnerId: number; orderRef: string }): string {
  return `${partnerId}/${orderRef}`
}

/** Names a member at a partner. */
function buyerOf({ partnerId, memberId }: { partnerId: number; memberId: string }): string {
  return `${partnerId}/${memberId}`
}

/** Reads what the judgement needs: a handful of queries at once, however many purchases there are. */
export async function learnForPurchases(
  db: Reader,
  { clock, randomness, hashIdentifier, findProgrammes }: JudgeDeps,
  asked: readonly AskedPurchase[],
): Promise<Known> {
  const partnerIds = [...new Set(asked.map(({ partnerId }) => partnerId))]
  const orders = asked.map(({ partnerId, item }) => ({ partnerId, orderRef: item.orderRef }))
  const references = asked.map(({ partnerId, item }) => ({ partnerId, reference: item.member }))
  const [partners, leaving, rules, recorded, referenced, programmes] = await Promise.all([
    listPartnersByIds(db, partnerIds),
    listLeaving(db, partnerIds),
    listEarningRules(db, partnerIds),
    listPurchasesByOrderRefs(db, orders),
    findReferencedMembers({ db, clock, hashIdentifier }, references),
    findProgrammes(db, partnerIds),
  ])
  const memberOf = ({ partnerId, item }: AskedPurchase) => referenced({ partnerId, reference: item.member })
  return {
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    leaving,
    rules,
    recorded: new Map(recorded.map((purchase) => [orderOf(purchase), purchase])),
    memberOf,
    programmes,
    buyers: await listBuyersAsked(db, { asked, memberOf, programmes }),
    randomness,
    now: clock.now(),
  }
}

/** Who of the members of purchases bought something at that partner before, where a rule asks for it. */
async function listBuyersAsked(
  db: Reader,
  { asked, memberOf, programmes }: Pick<Known, 'memberOf' | 'programmes'> & { asked: readonly AskedPurchase[] },
): Promise<Set<string>> {
  const pairs = asked.flatMap((one) => {
    const { partnerId } = one
    const found = programmes.get(partnerId)?.asksForFirst === true ? memberOf(one) : null
    return found === null || found instanceof Rejection ? [] : [{ partnerId, memberId: found.member.id }]
  })
  return new Set((await listBuyers(db, pairs)).map(buyerOf))
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

function draftPurchase(known: Known, asked: AskedPurchase): PurchaseDraft {
  const { partners, leaving, rules, memberOf, now } = known
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
  const buyer = buyerOf({ partnerId, memberId: member.id })
  const programme = known.programmes.get(partnerId) ?? NO_PROGRAMME
  const earned = earnPurchase({
    rule,
    programme,
    occasion: { ...facts, firstPurchase: programme.asksForFirst && !known.buyers.has(buyer) },
    timeZone: partner.timeZone,
  })
  known.buyers.add(buyer)
  return { ...facts, ...keptOf(earned, buyer, known.randomness), member, isPresent, isNoted, rule }
}

/** What of the rules is kept with a purchase. */
function keptOf(
  { points, shares, facts, giving, skipped }: Earned,
  buyer: string,
  randomness: Randomness,
): Pick<PurchaseDraft, 'points' | 'shares' | 'inputs' | 'firstOf'> {
  const isPlain = facts === null || (giving.length === 0 && skipped.length === 0)
  if (isPlain) return { points, shares: null, inputs: null, firstOf: null }
  const isFirst = facts.firstPurchase && giving.some(({ ready }) => ready.uses.has('firstPurchase'))
  const inputs = inputsText({ facts, salt: drawSalt(randomness), skipped })
  return { points, shares: sharesText(shares), inputs, firstOf: isFirst ? buyer : null }
}
