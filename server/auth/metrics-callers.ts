import { createHash, timingSafeEqual } from 'node:crypto'

import { Rejection } from '../domain/rejection.ts'
import { type CallerPlace, isLocalCaller } from './local-callers.ts'

/** Who may read the metrics. */
export interface MetricsTerms {
  /** The bearer token of whoever collects them; null where there is none. */
  readonly token: string | null
  /** Without a token: whether programs on this machine may read them. Only where Entente is being tried. */
  readonly isOpenLocally: boolean
}

/** What is looked at of a request for metrics. */
export interface MetricsRequest extends CallerPlace {
  readonly authorization: string | undefined
}

/**
 * Refuses whoever may not read the metrics: they tell of business and of money on the lanes. Where there is no token, a program of this
 * machine must have come by itself and by a local name, which neither a proxy nor a foreign page in a browser does.
 */
export function authoriseMetrics({ token, isOpenLocally }: MetricsTerms, asked: MetricsRequest): void {
  const isAllowed = token === null ? isOpenLocally && isLocalCaller(asked) : isToken(token, asked.authorization ?? '')
  if (!isAllowed) throw new Rejection('unauthenticated')
}

function isToken(token: string, authorization: string): boolean {
  const [, given = ''] = /^bearer ([!-~]+)$/i.exec(authorization) ?? []
  return timingSafeEqual(sha256(given), sha256(token))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()
