import type { SeededRandom } from '../../cli/demo/random.ts'
import { HOLD_SECONDS_MIN } from '../../server/domain/redemption-order.ts'
import { canaryOf, canaryStart, isCanary } from './canaries.ts'
import type { Schema } from './document.ts'
import { PIN } from './plant.ts'
import type { TakeKnown } from './values.ts'
import type { Caller, World } from './world.ts'

/** Fields whose text a partner chooses, and which only the partner (and the member whom it is about) may see. An operator's is its partner's to see. */
const OWN_TEXTS = new Set(['orderRef', 'returnRef', 'reference', 'locationId'])
/** Operations of strangers who are, or would be, people of a partner. */
const SIGNING_IN = new Set(['startPersonCode', 'signInPerson'])
/** Of such texts, how many are new ones. */
const NEW_PERCENT = 70
/** Of the things that a request names: the caller's own, and somebody else's; the rest do not exist. */
const OWN_PERCENT = 65
const FOREIGN_PERCENT = 25
/** Values that a request would hardly hit by chance. */
const LIKELY_PERCENT = 85
const OCCURRED_SECONDS_MAX = 2_500_000

interface Taking {
  readonly world: World
  readonly caller: Caller
  readonly random: SeededRandom
  readonly operation: string
}

/** What a request names: the caller's own things mostly, and others'. Texts that it writes say whose they are. */
export function takeKnownFor(taking: Taking, place: 'body' | 'query'): TakeKnown {
  const { caller, operation, random } = taking
  const writes = place === 'body' && (caller.kind === 'partner' || caller.kind === 'person')
  const chooses = writes || (place === 'body' && caller.kind === 'operator')
  return (field, schema) => {
    if (chooses && OWN_TEXTS.has(field)) return takeText(taking, field)
    // Everybody may see what is noted with a reward.
    if (field === 'metadata' && writes && operation !== 'addReward') return { note: newText(taking) }
    if (field === 'keyId' && operation === 'revokeOperatorKey') return takeThing(taking, 'operatorKeyId')
    if (field === 'email') return takeEmail(taking, writes)
    if (field === 'partnerId')
      return random.chance(75) ? String(random.pick(taking.world.victims)) : takeThing(taking, field)
    return takeUsual(taking, field, schema) ?? takeThing(taking, field)
  }
}

function newText({ caller, random }: Taking): string {
  return canaryOf({ partner: caller.owner.partner, member: 0 }, random.below(36 ** 6))
}

/** A new reference; or one that exists, but no canary of another partner or of a member: what is written may be about any member, who may see it. */
function takeText(taking: Taking, field: string): string {
  const existing = taking.random.chance(NEW_PERCENT) ? undefined : takeThing(taking, field)
  const isForeign =
    existing !== undefined &&
    isCanary(existing) &&
    !existing.startsWith(canaryStart({ partner: taking.caller.owner.partner, member: 0 }))
  return existing === undefined || isForeign ? newText(taking) : existing
}

/** Of somebody at a console who signs in; else a new one, which is the caller's. */
function takeEmail(taking: Taking, writes: boolean): string | undefined {
  if (SIGNING_IN.has(taking.operation)) return takeThing(taking, 'personEmail')
  return writes ? `${newText(taking)}@example.com` : undefined
}

function takeThing({ world, caller, random }: Taking, what: string): string | undefined {
  const chance = random.below(100)
  if (chance >= OWN_PERCENT + FOREIGN_PERCENT) return undefined
  const isOwn = (owner: { partner: number; member: number }) =>
    caller.owner.partner > 0 ? owner.partner === caller.owner.partner : owner.member === caller.owner.member
  const all = world.known.get(what) ?? []
  const some = all.filter(({ owner }) => isOwn(owner) === chance < OWN_PERCENT)
  const from = some.length > 0 ? some : all
  return from.length > 0 ? random.pick(from).value : undefined
}

function takeUsual(taking: Taking, field: string, schema: Schema): unknown {
  const { random } = taking
  // The whole body of that operation is such a reference.
  if (field === 'member' || (field === '' && taking.operation === 'findMember')) return takeMember(taking)
  if (!random.chance(LIKELY_PERCENT)) return undefined
  if (field === 'pin' || field === 'currentPin') return PIN
  if (field === 'currency') return 'GBP'
  // The shortest mostly: later orders of the member wait for it, and so would the end of the run.
  if (field === 'expiresInSeconds') return HOLD_SECONDS_MIN
  if (field === 'occurredAt') return new Date(Date.now() - random.below(OCCURRED_SECONDS_MAX) * 1_000).toISOString()
  if (field === 'identifiers' && schema.type === 'array') return []
  return undefined
}

/** A member's identifier of some kind, as a till would send it. */
function takeMember(taking: Taking): unknown {
  const kind = taking.random.pick(['member', 'member', 'card', 'email'] as const)
  const value = takeThing(taking, { member: 'memberId', card: 'cardNumber', email: 'email' }[kind])
  return value === undefined ? undefined : { kind, value }
}
