import type { Reader, Transaction } from './engine/client.ts'
import type { PictureModel } from './generated/models.ts'
import { theRow } from './engine/row.ts'
import { insertRows } from './engine/save-rows.ts'

/** A picture as it is served; its id is the hash of its bytes. */
export type Picture = Readonly<PictureModel>

declare module './engine/tables.ts' {
  interface Rows {
    picture: Picture
  }
}

/** Stores pictures; one that is there already stays as it is. */
export async function insertPictures(tx: Transaction, pictures: readonly Picture[]): Promise<void> {
  await insertRows(tx, 'picture', pictures)
}

/** A picture by the hash of its bytes. */
export async function findPicture(reader: Reader, id: string): Promise<Picture | null> {
  return reader.picture.findUnique({ where: { id } })
}

/** How many pictures a partner has uploaded, those that were replaced included. */
export async function countPictures(reader: Reader, partnerId: number): Promise<bigint> {
  return theRow(
    await reader.$queryRaw<{ pictures: bigint }[]>`
    select count(*) as pictures from picture where partner_id = ${partnerId}`,
  ).pictures
}
