import { isAccountAwaited } from '../../database/account-acts.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import { listIdempotencyKeys } from '../../database/idempotency-keys.ts'
import {
  insertIdentifiers,
  insertMember,
  listMembersByIdentifiers,
  listMembersByIds,
  listMembersNamed,
  type Member,
  type MemberIdentifier,
} from '../../database/members.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import {
  CARD_SEQUENCE_MAX,
  hintOf,
  LEADS_AT_ENROLLING_PARTNER,
  LEADS_EVERYWHERE,
  makeCardNumber,
} from '../../domain/identifiers.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { answerOf, keepAnswers, orFirstAnswer, type KeyedRequest } from '../requests/idempotency.ts'
import { type BudgetDeps, takeBudget } from '../requests/take-budget.ts'
import type { HashIdentifier } from './hash-identifier.ts'
import { normaliseIdentifier, refuseMalformed, type IdentifierKind } from './normalise-identifier.ts'

/** A wallet that was proven: its address, and the nonce that the proof uses up. */
export interface ProvenWallet {
  readonly address: string
  readonly nonce: string
}

export interface NewMember {
  /** Null for a card member, who gets a hosted address. */
  readonly wallet: ProvenWallet | null
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string }[]
  /** With which a phone number without a country code is read; null where there is none, or the partner has said no country. */
  readonly country: string | null
  /** The partner at whose till they enrolled; null for the operator. */
  readonly enrolledBy: number | null
  readonly keyed: Omit<KeyedRequest<never>, 'present'> | null
}

export interface EnrolledMember {
  readonly member: Member
  /** The whole number, which is shown only this once; null for a wallet member without a card. */
  readonly cardNumber: string | null
  /** Whether this is the answer to a repeated request. */
  readonly replayed: boolean
}

export interface EnrolDeps extends BudgetDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  /** Address of the hosted HD wallet at an index: server/chain/hd-wallet.ts */
  readonly deriveMemberAddress: (index: number) => string
}

/** An identifier in its one form, with the hash under which it is found. */
export interface NamedValue {
  readonly kind: IdentifierKind
  readonly value: string
  readonly valueHash: string
}

/** How often a taken card number or address index is drawn again. Two in a row are less likely than a broken disk. */
const DRAWS_MAX = 5

/** Enrols a member in a transaction of its own: a card member gets a hosted address and a card number, a wallet member brings a proven address. */
export async function enrolAlone(deps: EnrolDeps, input: NewMember): Promise<EnrolledMember> {
  const named = input.identifiers.map((identifier) => nameValue(deps, identifier, input.country))
  const enrol = async (tx: Transaction): Promise<EnrolledMember> => {
    const before = input.keyed === null ? null : await findFirstAnswer(tx, deps, input.keyed, named)
    if (before !== null) return before
    if (input.enrolledBy !== null) await takeEnrolments(tx, deps, { partnerId: input.enrolledBy, count: 1 })
    const card =
      input.wallet === null && !named.some(({ kind }) => kind === 'card') ? await drawCard(tx, deps, input.keyed) : null
    const known = card === null ? named : [...named, card]
    const member = await storeMember(tx, deps, input)
    const { id: memberId, enrolledBy: partnerId, createdAt } = member
    await refuseKnown(tx, known, partnerId)
    await insertIdentifiers(
      tx,
      known.map((one) => identifierRow(one, { memberId, partnerId, createdAt })),
    )
    if (partnerId !== null) {
      const data = { memberId, kind: member.kind }
      noteEvents(tx, [{ partnerId, type: 'member.enrolled', objectId: memberId, data, at: createdAt }])
    }
    // Only the member is kept under the key: the card number is drawn from the key again when it is asked for again.
    if (input.keyed !== null)
      await keepAnswers(tx, createdAt, [{ keyed: input.keyed, answer: { status: 201, body: { memberId } } }])
    return { member, cardNumber: cardOf(known), replayed: false }
  }
  const run = () => deps.db.transaction(enrol)
  // What refuses a request with a key may be its own repetition elsewhere: it drew the same card, or used up the nonce.
  return input.keyed === null ? run() : orFirstAnswer(run, (error) => error instanceof Rejection)
}

/** Uses the budget of a partner for members that it enrols: each can cost a first holder's gas at any partner, and its own acts. */
export async function takeEnrolments(
  tx: Transaction,
  deps: EnrolDeps,
  { partnerId, count }: { partnerId: number; count: number },
): Promise<void> {
  const usedMax = deps.budgets.limits.enrolmentsPerPartnerMax
  await takeBudget(tx, deps, { budget: 'enrolments_of_partner', subject: String(partnerId), usedMax, count })
}

/**
 * A card leads to its member everywhere. An address or a number does so only at the partner whose till typed it, until its owner
 * has proved it: docs/decisions/0021-identifiers.md.
 */
export function identifierRow(
  { kind, value, valueHash }: NamedValue,
  { memberId, partnerId, createdAt }: { memberId: string; partnerId: number | null; createdAt: Date },
): MemberIdentifier {
  const place = kind === 'card' ? LEADS_EVERYWHERE : (partnerId ?? LEADS_AT_ENROLLING_PARTNER)
  const unproven = { provenAt: null, endedAt: null, contact: null }
  return { kind, valueHash, partnerId: place, memberId, hint: hintOf({ kind, value }), createdAt, ...unproven }
}

/** Refuses what leads to a member already where it is typed; what only others know is told nobody. */
async function refuseKnown(tx: Transaction, known: readonly NamedValue[], partnerId: number | null): Promise<void> {
  if (partnerId === null) return
  const typed = known.filter(({ kind }) => kind !== 'card')
  const [taken] = await listMembersNamed(
    tx,
    typed.map(({ kind, valueHash }) => ({ kind, valueHash, partnerId })),
  )
  if (taken !== undefined) throw new Rejection('identifier_taken', { kind: taken.kind })
}

/** The card number among identifiers. */
export const cardOf = (known: readonly NamedValue[]) => known.find(({ kind }) => kind === 'card')?.value ?? null

/** Puts an identifier into its one form, and hashes it. */
export function nameValue(
  { hashIdentifier }: EnrolDeps,
  identifier: { kind: IdentifierKind; value: string },
  country: string | null,
): NamedValue {
  const { kind, value } = identifier
  const normalised = normaliseIdentifier(kind, value, country)
  if (normalised === null) throw refuseMalformed(identifier, country)
  return { kind, value: normalised, valueHash: hashIdentifier(kind, normalised) }
}

async function findFirstAnswer(
  tx: Transaction,
  deps: EnrolDeps,
  keyed: NonNullable<NewMember['keyed']>,
  named: readonly NamedValue[],
): Promise<EnrolledMember | null> {
  const [row] = await listIdempotencyKeys(tx, [keyed])
  if (row === undefined) return null
  if (row.requestHash !== keyed.requestHash || row.operation !== keyed.operation)
    throw new Rejection('idempotency_key_reused')
  const { memberId } = answerOf(row).body as { memberId: string }
  const [member] = await listMembersByIds(tx, [memberId])
  assert(member !== undefined, 'an enrolled member stays')
  return { member, cardNumber: cardOf(named) ?? (await findDrawnCard(tx, deps, keyed, memberId)), replayed: true }
}

/** The card that a member got from a request with this key; null where they have none of it. */
export async function findDrawnCard(
  tx: Transaction,
  deps: EnrolDeps,
  keyed: NonNullable<NewMember['keyed']>,
  memberId: string,
): Promise<string | null> {
  const cards = Array.from({ length: DRAWS_MAX }, (_, draw) => cardAt(deps, keyed, draw))
  const given = await listMembersByIdentifiers(tx, cards)
  const mine = cards.find(({ valueHash }) =>
    given.some((one) => one.valueHash === valueHash && one.member.id === memberId),
  )
  return mine?.value ?? null
}

/** The card that a repeatable request draws: always the same for the same key, and not to be guessed. */
function cardAt(deps: EnrolDeps, keyed: { partnerId: number; key: string } | null, draw: number): NamedValue {
  const seed =
    keyed === null
      ? Buffer.from(deps.randomness.bytes(16)).toString('hex')
      : deps.hashIdentifier('card', `drawn for ${keyed.partnerId}/${keyed.key}/${draw}`).slice(0, 32)
  const value = makeCardNumber(BigInt(`0x${seed}`) % (CARD_SEQUENCE_MAX + 1n))
  return { kind: 'card', value, valueHash: deps.hashIdentifier('card', value) }
}

/** Draws a card number that nobody has. */
export async function drawCard(tx: Transaction, deps: EnrolDeps, keyed: NewMember['keyed']): Promise<NamedValue> {
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const card = cardAt(deps, keyed, draw)
    if ((await listMembersByIdentifiers(tx, [card])).length === 0) return card
  }
  throw new Transient('no free card number was drawn', null)
}

async function storeMember(tx: Transaction, deps: EnrolDeps, { wallet, enrolledBy }: NewMember): Promise<Member> {
  const facts = { enrolledBy, createdAt: deps.clock.now(), frozenAt: null, erasedAt: null }
  if (wallet !== null) {
    if (!(await useWalletChallenge(tx, wallet.nonce, facts.createdAt)))
      throw new Rejection('wallet_proof_invalid', { reason: 'nonce_unknown_used_or_expired' })
    // A member of its own at that address would leave no room for the account that comes.
    if (await isAccountAwaited(tx, wallet.address)) throw new Rejection('account_moving')
    return insertMember(tx, {
      id: deps.ids.next(),
      kind: 'wallet',
      address: wallet.address,
      derivationIndex: null,
      ...facts,
    })
  }
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const member = await tryHostedMember(tx, deps, facts)
    if (member !== null) return member
  }
  throw new Transient('no free address was drawn', null)
}

/**
 * Indexes are drawn, not counted: after an old backup was restored, counting would give the address of a member that the
 * backup does not know, and their points, to somebody else.
 */
export function drawHostedAddress(deps: EnrolDeps): { derivationIndex: number; address: string } {
  const derivationIndex = Buffer.from(deps.randomness.bytes(4)).readUInt32BE() >>> 1
  return { derivationIndex, address: deps.deriveMemberAddress(derivationIndex).toLowerCase() }
}

async function tryHostedMember(
  tx: Transaction,
  deps: EnrolDeps,
  facts: { enrolledBy: number | null; createdAt: Date; frozenAt: null; erasedAt: null },
) {
  const hosted = drawHostedAddress(deps)
  try {
    return await insertMember(tx, { id: deps.ids.next(), kind: 'card', ...hosted, ...facts })
  } catch (error) {
    if (error instanceof Rejection && error.code === 'wallet_taken') return null
    throw error
  }
}
