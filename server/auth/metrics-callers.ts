import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'

import { Rejection } from '../domain/rejection.ts'

/** Who may read the metrics. */
export interface MetricsTerms {
  /** The bearer token of whoever collects them; null where there is none. */
  readonly token: string | null
  /** Without a token: whether programs on this machine may read them. Only where Entente is being tried. */
  readonly isOpenLocally: boolean
}

/** What is looked at of a request for metrics. */
export interface MetricsRequest {
  readonly authorization: string | undefined
  readonly host: string | undefined
  /** Whom the connection comes from, whatever headers say. */
  readonly remoteAddress: string | undefined
  /** Whether a header says that somebody passed the request on. */
  readonly isForwarded: boolean
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/**
 * Refuses whoever may not read the metrics: they tell of business and of money on the lanes. Where there is no token, a program of this
 * machine must have come by itself and by a local name, which neither a proxy nor a foreign page in a browser does.
 */
export function authoriseMetrics({ token, isOpenLocally }: MetricsTerms, asked: MetricsRequest): void {
  const isAllowed = token === null ? isOpenLocally && isLocal(asked) : isToken(token, asked.authorization ?? '')
  if (!isAllowed) throw new Rejection('unauthenticated')
}

function isToken(token: string, authorization: string): boolean {
  const [, given = ''] = /^bearer ([!-~]+)$/i.exec(authorization) ?? []
  return timingSafeEqual(sha256(given), sha256(token))
}

function isLocal({ remoteAddress = '', host = '', isForwarded }: MetricsRequest): boolean {
  const address = remoteAddress.replace(/^::ffff:/, '')
  const isLoopback = address === '::1' || (isIPv4(address) && address.startsWith('127.'))
  return isLoopback && !isForwarded && LOCAL_HOST.test(host)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()
