import { z } from 'zod'

import { POWERS } from '../../../domain/powers.ts'
import { HexOut, NumberOut, PointsOut, TimeOut } from '../values.ts'

/** How old an answer may be: it takes much to read and anybody may ask, so it is read at most so often. */
export const STATUS_AGE_MS = 1_000

const MonthOut = z.string().meta({ description: 'Calendar month in UTC', example: '2026-11' })
const Milliseconds = z.number().meta({ description: 'Milliseconds' })

export const StatusResponse = z
  .object({
    chainId: z.int(),
    contracts: z.object({
      accessManager: HexOut,
      token: HexOut,
      registry: HexOut,
      issuance: HexOut,
      redemption: HexOut,
      accounts: HexOut,
      clearing: HexOut.nullable().meta({ description: 'Closes months; null on contracts of before it was there' }),
      logAnchors: HexOut.nullable().meta({
        description: "Keeps roots of the archive's log; null on contracts of before it was there",
      }),
    }),
    readAt: TimeOut.meta({ description: 'When this was read' }),
    ledger: z.enum(['on_time', 'late']).meta({
      description:
        'Whether points get to the ledger as they should. `late`: the chain does not answer or is not believed or followed, giving points is paused, or an entry has waited for more than ten minutes',
    }),
    block: NumberOut.nullable().meta({ description: 'Newest block; null while the chain does not answer' }),
    blockAt: TimeOut.nullable().meta({ description: 'When the newest block was made, by the chain' }),
    totalSupply: PointsOut.nullable(),
    indexedBlock: NumberOut.nullable(),
    indexedBlockAt: TimeOut.nullable().meta({ description: 'When the newest block that is applied here was made' }),
    finalBlock: NumberOut.nullable(),
    haltedReason: z
      .string()
      .nullable()
      .meta({ description: 'Why the server stopped following the chain; null: it follows' }),
    doubtReason: z
      .string()
      .nullable()
      .meta({ description: 'Why what was last read of the chain was not believed; it is asked again. Null: it was' }),
    entries: z.object({
      open: NumberOut.meta({ description: 'Accepted and not on chain yet' }),
      waiting: NumberOut.meta({ description: 'Of those: not in a batch yet' }),
      confirmed: NumberOut,
      oldestOpenAt: TimeOut.nullable().meta({
        description: 'Since when the oldest open one waits; null: none is open',
      }),
    }),
    redemptions: z.object({
      held: NumberOut.meta({ description: 'Holds that are open: neither captured nor voided, and not over' }),
      waiting: NumberOut.meta({ description: 'Captured, and not burned on chain yet' }),
      restoring: NumberOut.meta({ description: 'With points to be given back that are not on chain yet' }),
      refused: NumberOut.meta({ description: 'Captured, and never to be burned: the partner bears the goods' }),
    }),
    quarantinedPartners: z.int().meta({
      description: 'Partners of which nothing is posted until the operator has looked: they posted a batch themselves',
    }),
    quarantinedSince: TimeOut.nullable(),
    clearingDifferences: z.int().meta({
      description: "Positions in `Clearing` that are not what the partners' statements say: somebody must look",
    }),
    paused: z.array(z.enum(POWERS)).meta({
      description:
        'What the operator has paused for everybody: giving points (issuing), or using and moving them (redeeming)',
    }),
    pauses: z
      .array(z.object({ power: z.enum(POWERS), since: TimeOut }))
      .meta({ description: 'The same, with since when each is paused' }),
    auditLog: z
      .object({
        entries: NumberOut,
        head: z.string().meta({ description: 'Hash of the newest entry: keep it, and the log can be held against it' }),
      })
      .meta({ description: 'What operators and back offices of partners called' }),
    archive: z
      .object({
        entries: NumberOut.meta({ description: 'Final batches in the log of published receipts' }),
        checkpoint: z
          .object({
            size: NumberOut,
            logKey: z.string().meta({ description: "The log's key: name+id+base64, as C2SP signed-note writes it" }),
          })
          .nullable()
          .meta({ description: 'Newest signed head of the log; null before the first' }),
        witnesses: z.array(
          z.object({
            key: z.string(),
            cosignedSize: NumberOut.nullable().meta({
              description: 'Largest size that it has cosigned; behind `checkpoint.size` while it is down or refuses',
            }),
          }),
        ),
        anchors: z
          .array(
            z.object({
              month: MonthOut,
              size: NumberOut.meta({ description: 'Entries that the root is over' }),
              root: HexOut,
              transaction: HexOut,
            }),
          )
          .meta({ description: 'Roots of the log that are on chain, one a closed month, the newest 12 first' }),
      })
      .meta({ description: 'Published receipts, and who has cosigned their log: docs/archive.md' }),
    lag: z
      .object({ entries: NumberOut, medianMs: Milliseconds, p95Ms: Milliseconds, maxMs: Milliseconds })
      .nullable()
      .meta({ description: 'From acceptance to confirmation, over the last hour' }),
  })
  .meta({ id: 'Status' })
