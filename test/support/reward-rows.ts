import { randomBytes, randomUUID } from 'node:crypto'

import type { Database } from '../../server/database/engine/client.ts'
import { insertRows } from '../../server/database/engine/save-rows.ts'
import type { NewRow } from '../../server/database/engine/tables.ts'

const hex = (bytes: number) => `0x${randomBytes(bytes).toString('hex')}`

/** The row of a reward that anybody may have, but for what a test says of it. */
export function aReward(row: Partial<NewRow<'reward'>> = {}): NewRow<'reward'> {
  return {
    id: randomUUID(),
    partnerId: 1,
    kind: 'product',
    texts: { en: { title: 'A book of your choice', description: 'Any paperback' } },
    points: 500n,
    discountMinor: null,
    basketMinMinor: 0n,
    stock: null,
    perMemberMax: null,
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validUntil: null,
    claimDays: null,
    tier: null,
    pictureId: null,
    pictureSmallId: null,
    charityId: null,
    replacesId: null,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    withdrawnAt: null,
    metadata: {},
    ...row,
  }
}

/** The row of a hold, but for what a test says of it. */
export function aHold(row: Partial<NewRow<'redemption'>> & { heldAt: Date }): NewRow<'redemption'> {
  const { heldAt } = row
  return {
    id: randomUUID(),
    partnerId: 1,
    memberId: randomUUID(),
    account: hex(20),
    reference: randomUUID(),
    locationId: null,
    points: 500n,
    rewardId: null,
    redeemRateId: null,
    rewardHash: hex(32),
    salt: hex(32),
    nonce: 1,
    deadline: new Date(heldAt.getTime() + 86_400_000),
    orderHash: hex(32),
    approvalHash: randomBytes(32).toString('hex'),
    expiresAt: new Date(heldAt.getTime() + 300_000),
    consentKind: null,
    consentedAt: null,
    memberSignature: null,
    state: 'held',
    capturedAt: null,
    askedAt: null,
    gaveWayAt: null,
    voidedAt: null,
    voidedBy: null,
    listId: null,
    renewals: 0,
    refusedReason: null,
    metadata: {},
    ...row,
  }
}

/** The same hold, captured. */
export function captured(hold: NewRow<'redemption'>, at: Date): NewRow<'redemption'> {
  const consent = { consentKind: 'pin', consentedAt: at, memberSignature: hex(65) } as const
  return { ...hold, ...consent, state: 'captured', capturedAt: at }
}

/** Stores rewards, holds, codes. */
export async function store<T extends 'reward' | 'redemption' | 'reward_code'>(
  db: Database,
  table: T,
  ...rows: NewRow<T>[]
): Promise<void> {
  await db.transaction(async (tx) => {
    await insertRows(tx, table, rows)
  })
}
