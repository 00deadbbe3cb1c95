import { Transient } from '../domain/rejection.ts'

/** Reads an answer as text and stops at the first byte too many: a service that never stops talking must not fill our memory. */
export async function readBounded(response: Response, { bytesMax, who }: { bytesMax: number; who: string }) {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop cancels the rest.
    if (bytes > bytesMax) throw new Transient(`The ${who} answered too much`, null)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
