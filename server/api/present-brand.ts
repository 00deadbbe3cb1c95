import type { z } from 'zod'

import type { Partner } from '../database/partners.ts'
import type { BrandResponse, PictureResponse } from './schemas/pictures/pictures.ts'

/** Where a picture is served. */
const pictureUrl = (id: string): string => `/pictures/${id}.webp`

/** A picture in its two sizes, or null where there is none. */
export function presentPicture(id: string | null, smallId: string | null): z.input<typeof PictureResponse> | null {
  return id === null || smallId === null ? null : { url: pictureUrl(id), smallUrl: pictureUrl(smallId) }
}

/** What is shown of a partner beside its name. */
export type BrandFacts = Pick<Partner, 'colour' | 'textColour' | 'logoId' | 'logoSmallId'>

/** How a partner shows itself. */
export function presentBrand({ colour, textColour, logoId, logoSmallId }: BrandFacts): z.input<typeof BrandResponse> {
  return { colour, textColour, logo: presentPicture(logoId, logoSmallId) }
}
