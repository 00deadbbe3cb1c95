import sharp, { type Metadata, type Sharp } from 'sharp'

import { PICTURE_PIXELS_MAX, type PictureType, type UploadedPicture } from '../../domain/pictures.ts'
import { Rejection } from '../../domain/rejection.ts'

/** The two sizes in which a picture is kept, as WebP. */
export interface RenderedPicture {
  readonly large: Uint8Array
  readonly small: Uint8Array
}

const QUALITY = 82

/** Whose decoder is asked is settled by the first bytes, so that no other one is ever reached. */
const SIGNATURES: Readonly<Record<PictureType, readonly [at: number, bytes: string][]>> = {
  'image/png': [[0, '89504e470d0a1a0a']],
  'image/jpeg': [[0, 'ffd8ff']],
  'image/webp': [
    [0, '52494646'],
    [8, '57454250'],
  ],
}

/** Draws the picture of a reward: cut to 8 by 5 around its middle, so that cards of rewards line up. */
export function renderRewardPicture(upload: UploadedPicture): Promise<RenderedPicture> {
  return render(upload, (image, width) => image.resize({ width, height: (width * 5) / 8, fit: 'cover' }), [960, 320])
}

/** Draws a logo: whole, in the middle of a square that is transparent where the logo is not. */
export function renderLogo(upload: UploadedPicture): Promise<RenderedPicture> {
  const background = { r: 0, g: 0, b: 0, alpha: 0 }
  return render(upload, (image, side) => image.resize(side, side, { fit: 'contain', background }), [256, 96])
}

/** Decodes a picture and writes it again in two sizes; no metadata of the file is kept, neither place nor camera. */
async function render(
  upload: UploadedPicture,
  resize: (image: Sharp, width: number) => Sharp,
  [large, small]: readonly [number, number],
): Promise<RenderedPicture> {
  await checkPicture(upload)
  const draw = async (width: number) => {
    const image = open(upload).autoOrient()
    return refuseUnreadable(resize(image, width).webp({ quality: QUALITY }).toBuffer())
  }
  return { large: await draw(large), small: await draw(small) }
}

async function checkPicture({ type, bytes }: UploadedPicture): Promise<void> {
  const isOfType = SIGNATURES[type].every(([at, hex]) =>
    Buffer.from(bytes.subarray(at, at + hex.length / 2)).equals(Buffer.from(hex, 'hex')),
  )
  if (!isOfType) throw new Rejection('picture_invalid', { reason: 'not_of_its_type', type })
  // Reading the header decodes nothing, so it needs no limit, and it tells how many pixels there would be.
  const { width, height }: Metadata = await refuseUnreadable(sharp(bytes, { limitInputPixels: false }).metadata())
  if (width * height > PICTURE_PIXELS_MAX)
    throw new Rejection('picture_pixels_too_many', { width, height, pixelsMax: PICTURE_PIXELS_MAX })
}

/** The first image of a file; the limit of pixels is checked again while it is decoded. */
const open = ({ bytes }: UploadedPicture): Sharp =>
  sharp(bytes, { limitInputPixels: PICTURE_PIXELS_MAX, failOn: 'warning' })

async function refuseUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch {
    // The library's own message may change.
    throw new Rejection('picture_invalid', { reason: 'unreadable' })
  }
}
