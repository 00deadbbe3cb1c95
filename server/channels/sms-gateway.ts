import type { Channel } from '../domain/channels.ts'
import { Transient } from '../domain/rejection.ts'

/** Where SMS go out: docs/operating.md describes what the gateway is asked. */
export interface SmsGatewayOptions {
  readonly url: string
  /** Sent as a bearer token, so that the gateway knows who asks. */
  readonly token: string
  /** The sender that phones show; null leaves it to the gateway. */
  readonly from: string | null
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** Sends SMS through a gateway that takes `{ id, to, from, text }` as JSON, and answers any 2xx when it has taken it over. */
export function smsGateway({ url, token, from, timeoutMs = TIMEOUT_MS }: SmsGatewayOptions): Channel {
  return {
    async send({ id, to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          // A repetition after a lost answer is recognised by it.
          'idempotency-key': id,
        },
        body: JSON.stringify({ id, to, ...(from === null ? {} : { from }), text }),
        // A redirect would send the token and the code to another host.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      // The status says it all: nothing of the answer is read.
      await response.body?.cancel()
      if (!response.ok) throw new Transient(`The SMS gateway refused with status ${response.status}`, null)
    },
  }
}
