/** Why a page cannot use an endpoint. */
export type EndpointFault = 'not_a_url' | 'not_secure'

/** A page may ask any https address, and this machine; the pages' security policy allows nothing else. */
export function findEndpointFault(text: string): EndpointFault | null {
  if (!URL.canParse(text.trim())) return 'not_a_url'
  const { protocol, hostname } = new URL(text.trim())
  if (protocol !== 'http:' && protocol !== 'https:') return 'not_a_url'
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1'
  return protocol === 'https:' || isHere ? null : 'not_secure'
}
