import type { Database, Transaction } from '../../database/engine/client.ts'
import { insertSlips, listSlipsByOrderRefs, type Slip } from '../../database/slips.ts'
import { listTillsByIds, type Till } from '../../database/tills.ts'
import { isCurrency } from '../../domain/currencies.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { checkAmount, checkTime } from '../purchases/purchase-facts.ts'
import { isSignedBy, readSignedSlip, type SignedSlip } from './read-signed-slip.ts'

/** Slips that one request may bring. */
export const SLIPS_PER_REQUEST_MAX = 100
/** So long after the sale its points can be collected. */
export const SLIP_DAYS_MAX = 60

const DAY_MS = 86_400_000

export interface FileSlipsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly hashIdentifier: HashIdentifier
}

/** A slip whose reference its paper says. */
type SignedRow = Slip & { readonly orderRef: string }

/** What became of one slip. */
export type SlipOutcome =
  | { readonly status: 'filed' | 'repeated'; readonly orderRef: string; readonly slip: Slip }
  | { readonly status: 'refused'; readonly orderRef: string | null; readonly rejection: Rejection }

/** What the table knows a code by: keyed like the identifiers, of a text that is no card number. */
export function hashSlipCode(hashIdentifier: HashIdentifier, code: string): string {
  return hashIdentifier('card', `code of slip ${code}`)
}

/** Refuses what nobody may collect any more. */
export function checkSlipAge(occurredAt: Date, now: Date): void {
  if (now.getTime() > occurredAt.getTime() + SLIP_DAYS_MAX * DAY_MS)
    throw new Rejection('slip_expired', { daysMax: SLIP_DAYS_MAX })
}

function checkSlip(slip: SignedSlip, till: Till | undefined, now: Date): void {
  // Also of another partner, or revoked: whoever tries learns nothing about it.
  if (till === undefined || till.revokedAt !== null || !isSignedBy(till.publicKey, slip))
    throw new Rejection('slip_invalid')
  if (!isCurrency(slip.currency)) throw new Rejection('slip_invalid')
  checkAmount(slip.amountMinor, 0n)
  checkTime(slip.occurredAt, now)
  checkSlipAge(slip.occurredAt, now)
}

/** A slip as a row, if it is genuine. `partnerId` null: of whichever partner's till. */
export async function readGenuineSlip(
  reader: Transaction,
  deps: FileSlipsDeps,
  { signed, partnerId }: { signed: string; partnerId: number | null },
): Promise<SignedRow | Rejection> {
  const [judged] = await judgeSlips(reader, deps, { signed: [signed], partnerId })
  return judged ?? new Rejection('slip_invalid')
}

async function judgeSlips(
  reader: Transaction,
  { clock, ids, hashIdentifier }: FileSlipsDeps,
  { signed, partnerId }: { signed: readonly string[]; partnerId: number | null },
): Promise<(SignedRow | Rejection)[]> {
  const now = clock.now()
  const read = signed.map((one) => readSignedSlip(one))
  const tills = await listTillsByIds(
    reader,
    read.flatMap((slip) => (slip === null ? [] : [slip.tillId])),
  )
  const known = new Map(
    tills.filter((till) => partnerId === null || till.partnerId === partnerId).map((till) => [till.id, till]),
  )
  return read.map((slip) => {
    if (slip === null) return new Rejection('slip_invalid')
    return orRejection(() => {
      const till = known.get(slip.tillId)
      checkSlip(slip, till, now)
      const { tillId, orderRef, currency, amountMinor, occurredAt, code } = slip
      const codeHash = hashSlipCode(hashIdentifier, code)
      const open = { memberId: null, collectedAt: null, voidedAt: null }
      const facts = {
        partnerId: Number(till?.partnerId),
        tillId,
        orderRef,
        codeHash,
        currency,
        amountMinor,
        occurredAt,
      }
      return { id: ids.next(), ...facts, filedAt: now, ...open }
    })
  })
}

const isSame = (a: Slip, b: Slip) =>
  a.tillId === b.tillId &&
  a.codeHash === b.codeHash &&
  a.currency === b.currency &&
  a.amountMinor === b.amountMinor &&
  a.occurredAt.getTime() === b.occurredAt.getTime()

/** Stores genuine slips of one partner; each is there once, however often it comes. */
export async function keepSlips(
  tx: Transaction,
  partnerId: number,
  slips: readonly SignedRow[],
): Promise<SlipOutcome[]> {
  const inserted = await insertSlips(tx, slips)
  const others = slips.filter(({ id }) => !inserted.has(id)).map(({ orderRef }) => orderRef)
  const known = await listSlipsByOrderRefs(tx, { partnerId, orderRefs: others })
  return slips.map((slip): SlipOutcome => {
    const { orderRef } = slip
    if (inserted.has(slip.id)) return { status: 'filed', orderRef, slip }
    const first = known.find(({ orderRef }) => orderRef === slip.orderRef)
    if (first !== undefined && isSame(first, slip)) return { status: 'repeated', orderRef, slip: first }
    return { status: 'refused', orderRef, rejection: new Rejection('slip_conflict', { orderRef }) }
  })
}

/** Takes the slips that a till signed while it had no network. Each has its own outcome. */
export async function fileSlips(
  deps: FileSlipsDeps,
  { partnerId, signed }: { partnerId: number; signed: readonly string[] },
): Promise<SlipOutcome[]> {
  return deps.db.transaction(async (tx) => {
    const judged = await judgeSlips(tx, deps, { signed, partnerId })
    const genuine = judged.filter((one): one is SignedRow => !(one instanceof Rejection))
    const kept = await keepSlips(tx, partnerId, genuine)
    const outcomes = kept.values()
    return judged.map((one, at): SlipOutcome => {
      const kept = one instanceof Rejection ? undefined : outcomes.next().value
      if (kept !== undefined) return kept
      const orderRef = readSignedSlip(signed[at] ?? '')?.orderRef ?? null
      return { status: 'refused', orderRef, rejection: one as Rejection }
    })
  })
}
