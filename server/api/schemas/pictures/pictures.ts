import { z } from 'zod'

import { PICTURE_TYPES } from '../../../domain/pictures.ts'
import { orNull } from '../values.ts'

/** Bytes that an uploaded picture may have. Tested on both sides. */
export const PICTURE_BYTES_MAX = 4_194_304

/** A body that is a picture: its type, and its bytes. */
export const PictureBody = z
  .object({ type: z.enum(PICTURE_TYPES), bytes: z.instanceof(Uint8Array) })
  .meta({ type: 'string', format: 'binary' })

/** How a route takes a picture: the body is the picture itself. */
export const takesPicture = { body: PictureBody, bodyTypes: PICTURE_TYPES, bodyBytesMax: PICTURE_BYTES_MAX }

export const PictureResponse = z
  .object({
    url: z.string().meta({ example: `/pictures/${'5e'.repeat(32)}.webp` }),
    smallUrl: z.string(),
  })
  .meta({ id: 'Picture', description: 'A picture in two sizes, as WebP; what an address shows never changes' })

export const BrandResponse = z
  .object({
    colour: z.string().nullable().meta({ example: '#1f4d3a' }),
    textColour: z.string().nullable().meta({ description: 'Of text on `colour`', example: '#ffffff' }),
    logo: orNull(PictureResponse),
  })
  .meta({ id: 'Brand', description: 'How a partner shows itself' })

const Colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1f4d3a')
  .transform((colour) => colour.toLowerCase())
  .meta({ type: 'string', pattern: '^#[0-9a-fA-F]{6}$', example: '#1f4d3a' })

export const ColoursBody = z
  .strictObject({ colour: Colour, textColour: Colour.meta({ example: '#ffffff' }) })
  .meta({ id: 'Colours' })
