/** Types of pictures that may be uploaded, as the Content-Type of the body. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]

/** A picture as it came. */
export interface UploadedPicture {
  readonly type: PictureType
  readonly bytes: Uint8Array
}

/** Pixels that a picture may have: few bytes can unfold to gigabytes. 16 million is 4,000 by 4,000. */
export const PICTURE_PIXELS_MAX = 16_000_000

/** Pictures that a partner may upload. Each is kept for ever, because an address once given stays good. */
export const PICTURES_PER_PARTNER_MAX = 2_000
