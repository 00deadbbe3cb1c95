import type { Express } from 'express'

import { readPicture } from '../../actions/pictures/read-picture.ts'
import type { Reader } from '../../database/engine/client.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { RateLimiter } from '../middleware/rate-limit.ts'

const PATH = '/pictures/:name'
const NAME = /^([0-9a-f]{64})\.webp$/
const AGE_SECONDS = 365 * 86_400

/** Mounts the pictures of partners and rewards: an address names the bytes, so whoever has them need never ask again. */
export function mountPictures(app: Express, deps: { readonly db: Reader }, limit: RateLimiter): void {
  app.get(PATH, async (request, response) => {
    response.locals['operation'] = PATH
    await limit(request, response, null)
    const id = NAME.exec(request.params.name)?.[1]
    const bytes = id === undefined ? null : await readPicture(deps, id)
    if (id === undefined || bytes === null) throw new Rejection('unknown_route')
    response
      .set('Cache-Control', `public, max-age=${AGE_SECONDS}, immutable`)
      .set('ETag', `"${id}"`)
      // Whoever integrates us may show them on pages of their own.
      .set('Cross-Origin-Resource-Policy', 'cross-origin')
      .type('image/webp')
      .send(bytes)
  })
  app.all(PATH, () => {
    throw new Rejection('method_not_allowed', { allow: ['GET'] })
  })
}
