import { findBlock } from '../../database/blocks.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { sumPendingPoints } from '../../database/entry-states.ts'
import {
  listIdentifiersOfMember,
  listMembersByIds,
  type Member,
  type MemberIdentifier,
} from '../../database/members.ts'
import { isMemberKnown } from '../../database/member-relations.ts'
import { findWaitingMove } from '../../database/move-requests.ts'
import { listFinalLots, listLots } from '../../database/movements.ts'
import { listConfirmingPasskeys } from '../../database/passkeys.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import { epochAt, type EpochScale } from '../../domain/lots.ts'
import { deriveBalance, type MemberBalance } from '../../domain/member-balance.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { spendablePoints } from '../../domain/redemption-points.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from './hash-identifier.ts'
import { type AskedMember, findReferencedMembers, type FoundMember, type MemberReference } from './member-reference.ts'
import { makeVisit, openVisit, type Visit } from './visit.ts'

/** Which chain the projections follow, and how its contracts count time. */
export interface LedgerTerms {
  readonly chainId: number
  readonly epochScale: EpochScale
}

export interface FindMemberDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly hashIdentifier: HashIdentifier
  readonly ledger: LedgerTerms
}

/** A member with their points. */
export interface MemberView {
  readonly member: Member
  readonly identifiers: readonly MemberIdentifier[]
  readonly balance: MemberBalance
  /** From when on somebody who asked with card and PIN could move the account: a move waits, or a passkey that can confirm one. */
  readonly waitingMove: { readonly readyAt: Date } | null
  /** The ledger's time, by which the balance counts. */
  readonly asOf: Date
}

/** A member as a partner sees them: with their points only while they are present. */
export interface SeenMember extends Pick<MemberView, 'member' | 'identifiers' | 'waitingMove'> {
  readonly isProven: boolean
  readonly balance: MemberBalance | null
  readonly visit: Visit | null
  /** What can be spent now: less what is held, on its way or about to expire. Null while they are not present. */
  readonly pointsAvailable: bigint | null
}

/**
 * Finds a member by any identifier. Pending, confirmed and final points and what expires next are for a partner to which the
 * card is shown; from anybody else it learns whether they have enough for a price: `quoteRedemption`.
 */
export async function findMember(deps: FindMemberDeps, asked: AskedMember): Promise<SeenMember> {
  const found = (await findReferencedMembers(deps, [asked]))(asked)
  if (found instanceof Rejection) throw found
  const { member, isPresent, isProven } = found
  const { db } = deps
  return {
    member,
    isProven,
    waitingMove: await findWhatWaits(deps, member),
    identifiers: await listKnownIdentifiers(db, asked, found),
    ...(isPresent ? await readPoints(deps, member) : { balance: null, pointsAvailable: null }),
    visit: isPresent ? visitOf(deps, asked, member.id) : null,
  }
}

/** A member with all that they have, for themselves. */
export async function viewMember(deps: FindMemberDeps, memberId: string): Promise<MemberView> {
  const [member] = await listMembersByIds(deps.db, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  return {
    member,
    waitingMove: await findWhatWaits(deps, member),
    identifiers: await listIdentifiersOfMember(deps.db, member.id),
    ...(await readBalance(deps, member)),
  }
}

/** What a member has, and what of it can be spent now. */
async function readPoints(
  deps: FindMemberDeps,
  member: Member,
): Promise<{ balance: MemberBalance; pointsAvailable: bigint }> {
  const { db, clock, ledger } = deps
  const { balance, asOf } = await readBalance(deps, member)
  const facts = await listSpendingFacts(db, [member.id], { now: clock.now(), graceMs: HOLD_GRACE_MS })
  const spending = facts.get(member.id)
  assert(spending !== undefined, 'a member has what a member has')
  return { balance, pointsAvailable: spendablePoints(spending, asOf, ledger.epochScale).pointsAvailable }
}

async function findWhatWaits(
  { db, clock }: FindMemberDeps,
  { id, address }: Member,
): Promise<{ readyAt: Date } | null> {
  const move = await findWaitingMove(db, address)
  if (move !== null) return { readyAt: move.readyAt }
  const young = (await listConfirmingPasskeys(db, id)).find(({ confirmsFrom }) => confirmsFrom > clock.now())
  return young === undefined ? null : { readyAt: young.confirmsFrom }
}

/** An address on the ledger, or our number, tells a partner that does not know the member nothing else of theirs. */
async function listKnownIdentifiers(
  db: Reader,
  { partnerId, reference: { kind } }: AskedMember,
  { member: { id: memberId } }: FoundMember,
): Promise<MemberIdentifier[]> {
  const isByNumber = kind === 'wallet' || kind === 'member'
  if (isByNumber && !(await isMemberKnown(db, { memberId, partnerId }))) return []
  return listIdentifiersOfMember(db, memberId)
}

/** Only the card makes a visit: one that is shown again lasts no longer. */
function visitOf(
  { hashIdentifier, clock }: FindMemberDeps,
  { partnerId, reference }: { partnerId: number; reference: MemberReference },
  memberId: string,
): Visit | null {
  const now = clock.now()
  if (reference.kind === 'visit') return openVisit(hashIdentifier, { value: reference.value, partnerId, now })
  return makeVisit(hashIdentifier, { memberId, partnerId, now })
}

/** Reads the ledger's own time, which decides what has expired (this machine's clock may differ), and its last final block. */
export async function readLedgerTime({ db, clock, ledger }: Pick<FindMemberDeps, 'db' | 'clock' | 'ledger'>): Promise<{
  readonly asOf: Date
  readonly finalizedNumber: bigint
}> {
  const cursor = await findChainCursor(db, ledger.chainId)
  const block = cursor === null ? null : await findBlock(db, cursor.processedNumber)
  return { asOf: block?.timestamp ?? clock.now(), finalizedNumber: cursor?.finalizedNumber ?? -1n }
}

async function readBalance(
  deps: FindMemberDeps,
  { id, address }: Member,
): Promise<Pick<MemberView, 'balance' | 'asOf'>> {
  const { db, ledger } = deps
  const { asOf, finalizedNumber } = await readLedgerTime(deps)
  const balance = deriveBalance({
    pendingPoints: (await sumPendingPoints(db, [id])).get(id) ?? 0n,
    lots: await listLots(db, [address]),
    finalLots: await listFinalLots(db, [address], finalizedNumber),
    currentEpoch: epochAt(Math.floor(asOf.getTime() / 1_000), ledger.epochScale),
    scale: ledger.epochScale,
  })
  return { balance, asOf }
}
