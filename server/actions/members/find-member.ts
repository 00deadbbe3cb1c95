import { findBlock } from '../../database/blocks.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { sumPendingPoints } from '../../database/entry-states.ts'
import { listIdentifiersOfMember, type Member, type MemberIdentifier } from '../../database/members.ts'
import { findWaitingMove } from '../../database/move-requests.ts'
import { listFinalLots, listLots } from '../../database/movements.ts'
import { listConfirmingPasskeys } from '../../database/passkeys.ts'
import type { Clock } from '../../domain/environment.ts'
import { epochAt, type EpochScale } from '../../domain/lots.ts'
import { deriveBalance, type MemberBalance } from '../../domain/member-balance.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from './hash-identifier.ts'
import { findReferencedMembers, type MemberReference } from './member-reference.ts'

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

/** Finds a member by any identifier, with pending, confirmed and final points and what expires next. */
export async function findMember(deps: FindMemberDeps, reference: MemberReference): Promise<MemberView> {
  const memberOf = await findReferencedMembers(deps, [reference])
  const member = memberOf(reference)
  if (member instanceof Rejection) throw member
  return {
    member,
    waitingMove: await findWhatWaits(deps, member),
    identifiers: await listIdentifiersOfMember(deps.db, member.id),
    ...(await readBalance(deps, member)),
  }
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
