import type { Reader } from '../../database/engine/client.ts'
import { findPicture } from '../../database/pictures.ts'

/** Reads the bytes of a picture by its name; null if there is none. */
export async function readPicture({ db }: { db: Reader }, id: string): Promise<Buffer | null> {
  const picture = await findPicture(db, id)
  return picture === null ? null : Buffer.from(picture.data, 'base64')
}
