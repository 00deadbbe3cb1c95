import { createHash } from 'node:crypto'

import type { Transaction } from '../../database/engine/client.ts'
import { countPictures, insertPictures, type Picture } from '../../database/pictures.ts'
import type { Clock } from '../../domain/environment.ts'
import { PICTURES_PER_PARTNER_MAX } from '../../domain/pictures.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { RenderedPicture } from './render-picture.ts'

/** Each picture is kept in so many sizes. */
const SIZES = 2n

/** The names of a picture's two sizes. */
export interface StoredPicture {
  readonly id: string
  readonly smallId: string
}

/** Stores a picture under the hash of its bytes, for whoever refers to it in this transaction. */
export async function storePicture(
  tx: Transaction,
  { clock }: { clock: Clock },
  { partnerId, picture }: { partnerId: number; picture: RenderedPicture },
): Promise<StoredPicture> {
  if ((await countPictures(tx, partnerId)) + SIZES > BigInt(PICTURES_PER_PARTNER_MAX) * SIZES)
    throw new Rejection('pictures_too_many', { picturesMax: PICTURES_PER_PARTNER_MAX })
  const rowOf = (bytes: Uint8Array): Picture => ({
    id: createHash('sha256').update(bytes).digest('hex'),
    partnerId,
    data: Buffer.from(bytes).toString('base64'),
    createdAt: clock.now(),
  })
  const large = rowOf(picture.large)
  const small = rowOf(picture.small)
  await insertPictures(tx, [large, small])
  return { id: large.id, smallId: small.id }
}
