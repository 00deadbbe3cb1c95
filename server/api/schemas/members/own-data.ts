import { z } from 'zod'

import { type DataPlace, MEMBER_SECTIONS_MAX } from '../../../domain/member-data.ts'
import { listOf, type PlaceCodec } from '../pagination.ts'

const KEY_LENGTH_MAX = 300

/** In which section, after which key. */
const BY_SECTION: PlaceCodec<DataPlace> = {
  read: z
    .tuple([z.int().min(0).max(MEMBER_SECTIONS_MAX), z.string().max(KEY_LENGTH_MAX)])
    .transform(([section, after]) => ({ section, after })),
  write: ({ section, after }) => [section, after],
}

export const OWN_DATA = listOf({
  name: 'OwnData',
  item: z.object({
    section: z.string().meta({ description: 'What it is', example: 'purchases' }),
    values: z.record(z.string(), z.unknown()).meta({
      description: 'As it is held, column by column; numbers that may be large are decimal strings',
    }),
  }),
  place: BY_SECTION,
})

export const OwnDataQuery = z.strictObject(OWN_DATA.query)
