import { createEntente, type EntenteClient } from '../client/client.ts'

const TIMEOUT_MS = 60_000

/** Makes a client of the server at a URL, which is tried so often while it cannot be reached or asks to come again. */
export function createApiClient(url: string, { triesMax }: { triesMax: number }): EntenteClient {
  return createEntente({
    baseUrl: url,
    triesMax,
    timeoutMs: TIMEOUT_MS,
    // What the commands send names its own reference, or is found to be there already when it is sent again.
    idempotencyKeys: false,
    mayRepeat: () => true,
  })
}
