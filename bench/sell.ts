/** One partner that sells without a pause, for `npm run bench:fairness`; as a program, until it is killed: node sell.ts <facts as JSON>. */
import autocannon from 'autocannon'

/** Who sells where, and over how many connections at once. */
export interface Selling {
  readonly url: string
  readonly key: string
  readonly memberIds: readonly string[]
  readonly connections: number
  readonly seconds: number
}

const OCCURRED_AT = '2026-11-23T10:00:00Z'

/** Records purchases, each connection the next one as soon as its last was answered, and returns the milliseconds of each. */
export async function sell({ url, key, memberIds, connections, seconds }: Selling): Promise<number[]> {
  const latencies: number[] = []
  const run = `${process.pid}-${Date.now()}`
  let sold = 0
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        requests: [
          {
            method: 'POST',
            path: '/v1/purchases',
            setupRequest: (request) => ({
              ...request,
              headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
              body: JSON.stringify({
                orderRef: `${run}-${(sold += 1)}`,
                member: { kind: 'member', value: memberIds[sold % memberIds.length] },
                amountMinor: '1000',
                currency: 'GBP',
                occurredAt: OCCURRED_AT,
              }),
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
      if (status === 201) latencies.push(ms)
      else reject(new Error(`a purchase was answered with ${status}`))
    })
  })
  return latencies
}

if (import.meta.main) await sell(JSON.parse(process.argv[2] ?? '') as Selling)
