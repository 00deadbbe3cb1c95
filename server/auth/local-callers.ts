import { isIPv4 } from 'node:net'

/** What is looked at to tell whether a request comes from this machine. */
export interface CallerPlace {
  readonly host: string | undefined
  /** Whom the connection comes from, whatever headers say. */
  readonly remoteAddress: string | undefined
  /** Whether a header says that somebody passed the request on. */
  readonly isForwarded: boolean
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/** Whether a request came from this machine by itself and by a local name, which neither a proxy nor a foreign page in a browser does. */
export function isLocalCaller({ remoteAddress = '', host = '', isForwarded }: CallerPlace): boolean {
  const address = remoteAddress.replace(/^::ffff:/, '')
  const isLoopback = address === '::1' || (isIPv4(address) && address.startsWith('127.'))
  return isLoopback && !isForwarded && LOCAL_HOST.test(host)
}
