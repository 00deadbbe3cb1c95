import type { Request } from 'express'

import type { CallerPlace } from '../../auth/local-callers.ts'

/** Headers by which proxies say that they passed a request on. */
const PROXY_HEADERS = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP']

/** Where a request comes from, as far as it can be told. */
export function placeOf(request: Request): CallerPlace {
  return {
    host: request.get('Host'),
    remoteAddress: request.socket.remoteAddress,
    isForwarded: PROXY_HEADERS.some((name) => request.get(name) !== undefined),
  }
}
