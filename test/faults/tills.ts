import { createHash, randomBytes } from 'node:crypto'

import { recordPurchases, type RecordDeps } from '../../server/actions/purchases/record-purchases.ts'
import { createProgrammes } from '../../server/actions/programme/live-programmes.ts'
import { commitToOrder } from '../../server/chain/receipts-tree.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { saveRows } from '../../server/database/engine/save-rows.ts'
import type { Relayer } from '../../server/relayer/relayer.ts'
import { PARTNER, STARTS_AT } from '../server/relayer/relayer-platform.ts'
import { isPassing } from './is-passing.ts'
import { accountOfCustomer, memberOfCustomer, type Order, PER_MINOR } from './order.ts'

/** Customers of one lab: each buys once. */
const CUSTOMERS = 600

/** The tills of a partner, which remember what they were told. */
export interface Tills {
  /** Orders that a till was told are recorded. */
  readonly accepted: readonly Order[]
  /** Sells so many orders. One that gets no answer stays open. */
  sell(orders: number, sale?: Sale): Promise<void>
  /** Sends again what was not answered, as tills do. */
  repeatOpen(): Promise<void>
  open(): number
}

export interface Sale {
  partnerId?: number
  points?: bigint
}

/** Stores customers and the rule by which partners give points. */
export async function insertCustomers(database: Database, partnerIds: readonly number[] = [PARTNER]): Promise<void> {
  await database.transaction(async (tx) => {
    await saveRows(tx, 'earning_rule', partnerIds.map(earningRuleOf))
    const numbers = Array.from({ length: CUSTOMERS }, (_, at) => at + 1)
    await saveRows(tx, 'member', numbers.map(customerOf))
  })
}

export function earningRuleOf(partnerId: number) {
  return {
    id: `00000000-0000-7000-8000-${partnerId.toString(16).padStart(12, '0')}`,
    partnerId,
    version: 1,
    currency: 'GBP',
    points: 1n,
    perMinor: PER_MINOR,
    pointsMax: 1_000_000n,
    validFrom: new Date(0),
    createdAt: STARTS_AT,
  }
}

function customerOf(number: number) {
  return {
    id: memberOfCustomer(number),
    seq: BigInt(number),
    kind: 'wallet' as const,
    address: accountOfCustomer(number),
    derivationIndex: null,
    enrolledBy: null,
    createdAt: STARTS_AT,
    frozenAt: null,
    erasedAt: null,
  }
}

/** Tills that sell over a server's own action, with its clock and database. */
export function openTills(relayer: Relayer): Tills {
  const accepted: Order[] = []
  let open: { order: Order; partnerId: number }[] = []
  let customers = 0
  const send = async (asked: { order: Order; partnerId: number }): Promise<void> => {
    if (await record(recordDepsOf(relayer), asked.partnerId, asked.order)) accepted.push(asked.order)
    else open.push(asked)
  }
  return {
    accepted,
    open: () => open.length,
    async sell(orders, { partnerId = PARTNER, points } = {}) {
      for (let at = 0; at < orders; at++) {
        const number = ++customers
        if (number > CUSTOMERS) throw new Error('a lab has run out of customers')
        const order = {
          reference: `order ${number}`,
          memberId: memberOfCustomer(number),
          account: accountOfCustomer(number),
          points: points ?? BigInt((number % 40) + 1),
          occurredAt: relayer.clock.now(),
        }
        await send({ order, partnerId })
      }
    },
    async repeatOpen() {
      const unanswered = open
      open = []
      for (const asked of unanswered) await send(asked)
    },
  }
}

/** What the action asks for, of a relayer's own process. */
export function recordDepsOf({ database, clock, ids }: Relayer): RecordDeps {
  return {
    db: database,
    clock,
    ids,
    randomness: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    hashIdentifier: (kind, value) => createHash('sha256').update(`${kind} ${value}`).digest('hex'),
    findProgrammes: createProgrammes(),
    commitOrder: commitToOrder,
  }
}

/** Records an order; false where nothing was answered, so that nobody knows whether it is. */
export async function record(deps: RecordDeps, partnerId: number, order: Order): Promise<boolean> {
  const item = {
    orderRef: order.reference,
    member: { kind: 'member' as const, value: order.memberId },
    locationId: null,
    currency: 'GBP',
    amountMinor: order.points * PER_MINOR,
    eligibleMinor: null,
    occurredAt: order.occurredAt,
    metadata: {},
  }
  try {
    const [submission] = await recordPurchases(deps, [{ partnerId, items: [item], keyed: null }])
    const outcome = submission?.status === 'done' ? submission.outcomes[0] : undefined
    if (outcome?.status === 'recorded' || outcome?.status === 'repeated') return true
    const code = outcome?.status === 'refused' ? outcome.rejection.code : submission?.status
    throw new Error(`${order.reference} was answered with ${code}`)
  } catch (error) {
    if (isPassing(error)) return false
    throw error
  }
}
