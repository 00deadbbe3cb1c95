import { http, type Transport } from 'viem'

/** What stands in the way of asking an endpoint from a page. */
export type EndpointFault = 'not_a_url' | 'not_secure'

const TIMEOUT_MS = 10_000

/** A page may ask any https address, and this machine; the pages' security policy allows nothing else. */
export function findEndpointFault(text: string): EndpointFault | null {
  const url = URL.parse(text.trim())
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'not_a_url'
  const isHere = url.hostname === 'localhost' || url.hostname === '127.0.0.1'
  return url.protocol === 'https:' || isHere ? null : 'not_secure'
}

/** Asks an endpoint over HTTP; once more when it does not answer. */
export function endpointTransport(url: string): Transport {
  return http(url.trim(), { timeout: TIMEOUT_MS, retryCount: 1 })
}
