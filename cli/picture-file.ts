import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

import { InvalidArgumentError } from 'commander'

import type { PictureType } from '../server/domain/pictures.ts'

/** A picture of the disk, as it is uploaded. */
export interface PictureFile {
  readonly type: PictureType
  readonly bytes: Uint8Array
}

const TYPES: Readonly<Record<string, PictureType>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

/** Reads a picture that the command line names; the server judges what is in it. */
export function readPictureFile(file: string): PictureFile {
  const type = TYPES[extname(file).toLowerCase()]
  if (type === undefined) throw new InvalidArgumentError('It must be a .png, .jpg or .webp file.')
  if (!existsSync(file)) throw new InvalidArgumentError('There is no such file.')
  return { type, bytes: readFileSync(file) }
}

/** What a request of the client carries to upload a picture. */
export function uploadOf({ type, bytes }: PictureFile) {
  return {
    // The document calls the bytes of a picture a string, as OpenAPI does.
    body: bytes as unknown as string,
    bodySerializer: (body: unknown) => body as Uint8Array<ArrayBuffer>,
    headers: { 'Content-Type': type },
  }
}
