import { randomUUID } from 'node:crypto'

import { setOwnPin } from '../../../../server/actions/sign-in/set-own-pin.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import type { Redemption } from '../../../../server/database/redemptions.ts'
import { insertProjections } from '../../../../server/database/projections.ts'
import { epochAt } from '../../../../server/domain/lots.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from './coalition.ts'
import { followChainTo } from './ledger.ts'
import { EPOCH_SCALE, NOW, type RunningApi, startApi } from './running-api.ts'

export const PIN = '2580'

const word = () => `0x${randomUUID().replaceAll('-', '')}${randomUUID().replaceAll('-', '')}`

/** Puts confirmed points on an account, as the indexer writes them. */
export async function givePoints(db: Database, account: string, points: bigint, epoch?: number): Promise<void> {
  const at = epoch ?? epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
  await db.transaction((tx) =>
    insertProjections(tx, {
      movement: [
        {
          blockNumber: 1n,
          logIndex: Math.floor(Math.random() * 2 ** 30),
          epoch: at,
          account,
          points,
          kind: 'accrual',
          transactionHash: word(),
        },
      ],
    }),
  )
}

/** Burns a redemption, as the indexer writes it: its event and what it took. */
export async function burn(db: Database, id: string, { blockNumber = 50n, includedAt = NOW } = {}): Promise<string> {
  const row = (await db.redemption.findUniqueOrThrow({ where: { id } })) as Redemption
  const place = { blockNumber, logIndex: Number(row.seq % 1_000_000n), transactionHash: word() }
  await db.transaction(async (tx) => {
    const { partnerId, account, nonce, points, rewardHash: reward } = row
    const event = { partnerId, account, nonce, points, reward, orderHash: null, reason: null, includedAt }
    const epoch = epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
    await insertProjections(tx, {
      redemption_event: [{ ...place, kind: 'redeemed', ...event }],
      movement: [{ ...place, epoch, account, points: -points, kind: 'redemption' }],
    })
  })
  return place.transactionHash
}

/** Has the chain pass a redemption over for its signature, in a call of ours or in somebody else's transaction. */
export async function refuseSignature(
  db: Database,
  id: string,
  { includedAt, isOurs = true }: { includedAt: Date; isOurs?: boolean },
): Promise<void> {
  const { partnerId, account, nonce, seq } = await db.redemption.findUniqueOrThrow({ where: { id } })
  const transactionHash = word()
  if (isOurs) {
    const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }
    const made = { createdAt: includedAt, createdAtBlock: 50n, lastSentAt: includedAt }
    await db.attempt.create({
      data: { hash: transactionHash, callId: randomUUID(), number: 1, raw: '0x', ...fees, ...made },
    })
  }
  const place = { blockNumber: 50n, logIndex: Number(seq % 1_000_000n), transactionHash }
  const none = { points: null, reward: null, orderHash: null }
  const event = { partnerId, account, nonce, reason: 'signature_invalid', includedAt, ...none }
  await db.transaction((tx) => insertProjections(tx, { redemption_event: [{ ...place, kind: 'refused', ...event }] }))
}

export interface Till {
  readonly partner: TestPartner
  readonly memberId: string
  readonly account: string
  readonly card: string
  hold(changes?: Record<string, unknown>, headers?: Record<string, string>): Promise<ApiAnswer>
  post(redemptionId: string, verb: string, body?: unknown): Promise<ApiAnswer>
  read(redemptionId: string): Promise<ApiAnswer>
  /** Holds and lets the member consent with the PIN. */
  consented(changes?: Record<string, unknown>): Promise<string>
}

/** A till of a partner, and a card member with points and a PIN in front of it. */
export async function aTill(api: RunningApi, db: Database, points = 1_000n): Promise<Till> {
  const partner = await aPartner(api.deps)
  const { member, card } = await aMember(api.deps)
  await followChainTo(db, { number: 90n, finalizedNumber: 40n })
  await givePoints(db, member.address, points)
  await setOwnPin(api.deps, { memberId: member.id, pin: PIN, currentPin: null, device: null })
  const { key } = partner
  let sold = 0
  const till: Till = {
    partner,
    memberId: member.id,
    account: member.address,
    card,
    hold: (changes = {}, headers = {}) =>
      send(api.url, '/v1/redemptions', {
        key,
        headers,
        body: { reference: `P${(sold += 1)}`, member: { kind: 'card', value: card }, points: '100', ...changes },
      }),
    post: (redemptionId, verb, body) =>
      send(api.url, `/v1/redemptions/${redemptionId}/${verb}`, {
        key,
        method: 'POST',
        ...(body === undefined ? {} : { body }),
      }),
    read: (redemptionId) => send(api.url, `/v1/redemptions/${redemptionId}`, { key }),
    async consented(changes) {
      const { body } = await till.hold(changes)
      await till.post(body.redemptionId, 'consent', { kind: 'pin', pin: PIN })
      return body.redemptionId
    },
  }
  return till
}

/** With what most suites of a till begin each test: an empty database, an API on it, and a till. Close the API after it. */
export async function openTill(): Promise<{ db: Database; api: RunningApi; till: Till }> {
  const db = await sharedTestDatabase()
  const api = await startApi(db)
  return { db, api, till: await aTill(api, db) }
}
