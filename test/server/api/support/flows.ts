import { randomUUID } from 'node:crypto'

import type { Database } from '../../../../server/database/engine/client.ts'
import { insertProjections } from '../../../../server/database/projections.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { aHold } from '../../../support/reward-rows.ts'
import { aPostedBatch, aPurchase } from '../../../support/rows.ts'

const word = () => `0x${randomUUID().replaceAll('-', '')}${randomUUID().replaceAll('-', '')}`
const CONSENT = { consentKind: 'pin', consentedAt: new Date(0), memberSignature: '0x' } as const
let places = 0

/** Members who earned some points at brands, and redeemed others at one brand in a block of a time. */
export interface Redeemers {
  readonly count: number
  /** Points of one purchase at each brand. */
  readonly earned: readonly (readonly [partnerId: number, points: bigint, at: Date])[]
  readonly redeemedAt: number
  readonly points: bigint
  readonly at: Date
}

/** Writes what members earned and redeemed, as actions and the indexer do, and returns who they are. */
export async function writeRedeemers(
  db: Database,
  { count, earned, redeemedAt, points, at }: Redeemers,
): Promise<string[]> {
  const memberIds = Array.from({ length: count }, () => randomUUID())
  const purchases = memberIds.flatMap((memberId) =>
    earned.map(([partnerId, earnedPoints, recordedAt]) => ({
      ...aPurchase(memberId).build(),
      partnerId,
      points: earnedPoints,
      recordedAt,
    })),
  )
  const holds = memberIds.map((memberId) =>
    aHold({ memberId, partnerId: redeemedAt, points, heldAt: at, state: 'captured', capturedAt: at, ...CONSENT }),
  )
  await db.transaction(async (tx) => {
    await insertRows(tx, 'purchase', purchases)
    await insertRows(tx, 'redemption', holds)
    await insertProjections(tx, {
      redemption_event: holds.map(({ account, nonce }) =>
        anEvent('redeemed', { account, nonce, points, at }, redeemedAt),
      ),
    })
  })
  return memberIds
}

type EventFacts = { account: string; nonce: number | null; points: bigint; at: Date }

const anEvent = (kind: 'redeemed' | 'restored', { account, nonce, points, at }: EventFacts, partnerId: number) => ({
  blockNumber: 10n,
  logIndex: (places += 1),
  kind,
  partnerId,
  account,
  nonce,
  points,
  reward: null,
  orderHash: null,
  reason: null,
  transactionHash: word(),
  includedAt: at,
})

/** Writes points that were burned or given back at a brand by an account that nobody here knows. */
export async function writeEvent(
  db: Database,
  kind: 'redeemed' | 'restored',
  { partnerId, points, at }: { partnerId: number; points: bigint; at: Date },
): Promise<void> {
  const event = anEvent(kind, { account: word().slice(0, 42), nonce: 1, points, at }, partnerId)
  await db.transaction((tx) => insertProjections(tx, { redemption_event: [event] }))
}

/** Writes a batch that a brand posted. */
export async function writeBatch(
  db: Database,
  { partnerId, credited, debited, at }: { partnerId: number; credited: bigint; debited: bigint; at: Date },
): Promise<void> {
  const firstEntry = BigInt((places += 1))
  const posted = { ...aPostedBatch(word()).build(), partnerId, firstEntry, credited, debited, blockNumber: 10n }
  await db.transaction((tx) => insertProjections(tx, { posted_batch: [{ ...posted, includedAt: at, seenAt: at }] }))
}

/** Writes what became of the points of an epoch, in one block. */
export async function writeMovements(
  db: Database,
  epoch: number,
  { issued, redeemed, blockNumber = 10n }: { issued: bigint; redeemed: bigint; blockNumber?: bigint },
): Promise<void> {
  const row = { blockNumber, epoch, account: word().slice(0, 42), transactionHash: word() }
  await db.transaction((tx) =>
    insertProjections(tx, {
      movement: [
        { ...row, logIndex: (places += 1), kind: 'accrual', points: issued },
        ...(redeemed === 0n
          ? []
          : [{ ...row, logIndex: (places += 1), kind: 'redemption' as const, points: -redeemed }]),
      ],
    }),
  )
}
