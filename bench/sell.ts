/** One partner that sells without a pause, for `npm run bench:fairness`; as a program, until it is killed: node sell.ts <facts as JSON>. */
import autocannon from 'autocannon'

/** What is sent: a purchase, a purchase that is refused for its form, or a list of purchases. */
export const SENDS = ['purchases', 'malformed', 'lists'] as const
export type Sends = (typeof SENDS)[number]

/** Status with which each is answered. */
const ANSWERED: Readonly<Record<Sends, number>> = { purchases: 201, malformed: 400, lists: 200 }
const PATHS: Readonly<Record<Sends, string>> = {
  purchases: '/v1/purchases',
  malformed: '/v1/purchases',
  lists: '/v1/purchases/batch',
}
const LIST_ITEMS = 200

/** Who sells where, and over how many connections at once. */
export interface Selling {
  readonly url: string
  readonly key: string
  readonly memberIds: readonly string[]
  readonly connections: number
  readonly seconds: number
  readonly sends?: Sends
}

const OCCURRED_AT = '2026-11-23T10:00:00Z'

/** Records purchases, each connection the next one as soon as its last was answered, and returns the milliseconds of each. */
export async function sell(selling: Selling): Promise<number[]> {
  const { url, key, memberIds, connections, seconds, sends = 'purchases' } = selling
  const latencies: number[] = []
  const run = `${process.pid}-${Date.now()}`
  let sold = 0
  const purchase = () => ({
    orderRef: `${run}-${(sold += 1)}`,
    member: { kind: 'member', value: memberIds[sold % memberIds.length] },
    amountMinor: sends === 'malformed' ? 'much' : '1000',
    currency: 'GBP',
    occurredAt: OCCURRED_AT,
  })
  const body = () => (sends === 'lists' ? { purchases: Array.from({ length: LIST_ITEMS }, purchase) } : purchase())
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        requests: [
          {
            method: 'POST',
            path: PATHS[sends],
            setupRequest: (request) => ({
              ...request,
              headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
              body: JSON.stringify(body()),
            }),
          },
        ],
      },
      (error: unknown) => {
        if (error instanceof Error) reject(error)
        else resolve()
      },
    )
    instance.on('response', (_client, status, _bytes, ms) => {
      if (status === ANSWERED[sends]) latencies.push(ms)
      else reject(new Error(`${sends} were answered with ${status}`))
    })
  })
  return latencies
}

if (import.meta.main) await sell(JSON.parse(process.argv[2] ?? '') as Selling)
