import type { Exchange } from '../../api-client/till-line.ts'

/** A text as one word of a shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The same request for a shell. The key is left to a variable, so that nobody pastes it into a ticket. */
export function formatCurl({ method, path, body, idempotencyKey }: Exchange, origin: string): string {
  const parts = [
    `curl -X ${method} ${quote(`${origin}${path}`)}`,
    `-H "Authorization: Bearer $ENTENTE_KEY"`,
    ...(idempotencyKey === null ? [] : [`-H ${quote(`Idempotency-Key: ${idempotencyKey}`)}`]),
    ...(body === null ? [] : [`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body))}`]),
  ]
  return parts.join(' \\\n  ')
}

/** What is shown of a key: enough to tell two apart. */
export function maskKey(key: string): string {
  return `${key.slice(0, 8)}…`
}

/** What a request held, as it may be seen over somebody's shoulder. */
export function maskPin(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('pin' in body)) return body
  return { ...body, pin: '••••' }
}
