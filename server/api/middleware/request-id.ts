import type { RequestHandler } from 'express'

import type { Ids } from '../../domain/environment.ts'

/** Gives every request a new id, in the answer and in the log. A caller's own id is ignored. */
export function requestId(ids: Ids): RequestHandler {
  return (_request, response, next) => {
    const id = ids.next()
    response.locals['requestId'] = id
    response.set('X-Request-Id', id)
    next()
  }
}
