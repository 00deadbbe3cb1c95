import { z } from 'zod'

import { Decimal, HexOut, limitOf, NumberOut, PartnerNumber } from '../values.ts'

/** Entries on one page of the index. */
export const ARCHIVE_ROWS_PER_PAGE_MAX = 1_000

export const ArchiveQuery = z.strictObject({
  after: Decimal.optional().meta({
    description: 'The `logIndex` of the last entry that you have; nothing begins with the first',
  }),
  limit: limitOf(ARCHIVE_ROWS_PER_PAGE_MAX),
})

export const ArchiveResponse = z
  .object({
    data: z.array(
      z
        .object({
          logIndex: NumberOut.meta({ description: 'Place in the log: 0, 1, 2 ... without gaps' }),
          batchHash: HexOut,
          partnerId: PartnerNumber,
          firstEntry: NumberOut,
          sha256: z.string().nullable().meta({
            description: "Of the file's bytes before compression. Null: the batch was not formed here, and has no file",
          }),
          length: z.int().meta({ description: 'Bytes before compression; 0 without a file' }),
        })
        .meta({ id: 'ArchiveEntry' }),
    ),
    nextCursor: NumberOut.nullable().meta({ description: 'Ask `after` it for the next page; null on the last' }),
  })
  .meta({ id: 'ArchiveIndex' })
