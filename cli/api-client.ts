import { createEntente, type EntenteClient } from '../client/client.ts'

const TIMEOUT_MS = 60_000

/** Makes a client of the server at a URL, which is tried so often while it cannot be reached or asks to come again. */
export function createApiClient(
  url: string,
  { triesMax, idempotencyKeys = false }: { triesMax: number; idempotencyKeys?: boolean },
): EntenteClient {
  return createEntente({
    baseUrl: url,
    triesMax,
    timeoutMs: TIMEOUT_MS,
    // What tills send names its own reference; what an operator sends would be done again without a key.
    idempotencyKeys,
    mayRepeat: () => true,
  })
}
