import type { EntenteClient } from '../../client/client.ts'
import { EntenteProblem } from '../../client/problem.ts'
import { cardNumberOf } from './card-number.ts'
import type { PartnerKey } from './partner-keys.ts'
import { type QueuedRow, RowQueue, type Work } from './row-queue.ts'

/** What sending a file did. */
export interface Sent {
  members: { enrolled: number; known: number }
  purchases: { recorded: number; repeated: number }
  returns: { recorded: number; repeated: number }
  /** Rows that the server refused, by code. */
  refused: Record<string, number>
  pointsAccrued: bigint
  pointsReversed: bigint
  /** Of returns that no purchase explains, by currency. */
  unmatchedMinor: Record<string, bigint>
  /** Addresses of the members, by customer; only of those that were asked for. */
  addresses: Map<string, string>
}

export interface SendOptions {
  api: EntenteClient
  rows: readonly QueuedRow[]
  /** Rows a second; null is as fast as the server takes them. */
  rate: number | null
  concurrency: number
  needAddresses: boolean
  onProgress: (rowsDone: number) => void
}

/** Purchases in one request: enough to make requests cheap, few enough that several are on their way. */
const PURCHASES_PER_REQUEST = 200
const TICK_MS = 20

/** Sends rows, each customer's in order, many customers side by side. */
export async function sendRows(options: SendOptions): Promise<Sent> {
  const queue = new RowQueue(options.rows)
  const sent = nothingSent()
  const flying = new Set<Promise<void>>()
  const startedAt = performance.now()
  let admitted = 0
  let done = 0
  while (!queue.isDone) {
    const due =
      options.rate === null ? Infinity : Math.floor(((performance.now() - startedAt) / 1_000) * options.rate) + 1
    admitted += queue.admit(due - admitted)
    for (let work = nextWork(queue, flying, options); work !== null; work = nextWork(queue, flying, options)) {
      const taken = work
      const flight = perform(options, taken, sent).then((rows) => {
        queue.settle(taken)
        done += rows
        options.onProgress(done)
        flying.delete(flight)
      })
      flying.add(flight)
    }
    // A failed flight ends the replay here; run again, it goes on where it was.
    await Promise.race([...flying, ...(options.rate === null && flying.size > 0 ? [] : [pause(TICK_MS)])])
  }
  return sent
}

function nextWork(queue: RowQueue, flying: ReadonlySet<unknown>, { concurrency, rate }: SendOptions): Work | null {
  if (flying.size >= concurrency) return null
  // At a given rate rows are sent as they come; in a list they would arrive in bursts.
  return queue.take(rate === null ? PURCHASES_PER_REQUEST : 1)
}

async function perform(options: SendOptions, work: Work, sent: Sent): Promise<number> {
  switch (work.kind) {
    case 'enrol':
      await enrol(options, work, sent)
      return 0
    case 'purchases':
      await sendPurchases(options, work, sent)
      return work.rows.length
    case 'return':
      await sendReturn(options, work, sent)
      return 1
  }
}

async function enrol(
  { api, needAddresses }: SendOptions,
  { customer, partner }: { customer: string; partner: PartnerKey },
  sent: Sent,
) {
  const card = { kind: 'card', value: cardNumberOf(customer) } as const
  const till = api.withKey(partner.key)
  try {
    const { data: member } = await till.POST('/v1/members', { body: { kind: 'card', identifiers: [card] } })
    sent.members.enrolled += 1
    sent.addresses.set(customer, member.address)
  } catch (error) {
    if (!(error instanceof EntenteProblem && error.code === 'identifier_taken')) throw error
    sent.members.known += 1
    if (!needAddresses) return
    const { data: member } = await till.POST('/v1/members/search', { body: card })
    sent.addresses.set(customer, member.address)
  }
}

async function sendPurchases(
  { api }: SendOptions,
  { partner, rows }: { partner: PartnerKey; rows: readonly QueuedRow[] },
  sent: Sent,
) {
  const purchases = rows.map((row) => ({ orderRef: row.invoice, ...factsOf(row) }))
  const { data } = await api.withKey(partner.key).POST('/v1/purchases/batch', { body: { purchases } })
  for (const outcome of data.purchases) {
    if (outcome.outcome === 'refused') countRefused(sent, outcome.problem.code)
    else {
      sent.purchases[outcome.outcome] += 1
      sent.pointsAccrued += BigInt(outcome.points)
    }
  }
}

async function sendReturn({ api }: SendOptions, { partner, row }: { partner: PartnerKey; row: QueuedRow }, sent: Sent) {
  const body = { returnRef: row.invoice, ...factsOf(row) }
  try {
    const { response, data } = await api.withKey(partner.key).POST('/v1/returns', { body })
    sent.returns[response.status === 201 ? 'recorded' : 'repeated'] += 1
    sent.pointsReversed += BigInt(data.points)
    const { currency } = partner
    sent.unmatchedMinor[currency] = (sent.unmatchedMinor[currency] ?? 0n) + BigInt(data.unmatchedMinor)
  } catch (error) {
    if (!(error instanceof EntenteProblem) || error.status >= 500 || error.status === 401) throw error
    countRefused(sent, error.code)
  }
}

function factsOf({ customer, partner, amountMinor, timestamp }: QueuedRow) {
  return {
    member: { kind: 'card' as const, value: cardNumberOf(customer) },
    currency: partner.currency,
    amountMinor: String(amountMinor < 0n ? -amountMinor : amountMinor),
    // The file has wall-clock times without a zone; they are taken as UTC throughout.
    occurredAt: `${timestamp}Z`,
  }
}

function countRefused(sent: Sent, code: string): void {
  sent.refused[code] = (sent.refused[code] ?? 0) + 1
}

function nothingSent(): Sent {
  return {
    members: { enrolled: 0, known: 0 },
    purchases: { recorded: 0, repeated: 0 },
    returns: { recorded: 0, repeated: 0 },
    refused: {},
    pointsAccrued: 0n,
    pointsReversed: 0n,
    unmatchedMinor: {},
    addresses: new Map(),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
