import { z } from 'zod'

import { HexOut, NumberOut, PointsOut } from './values.ts'

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
    }),
    block: NumberOut.nullable().meta({ description: 'Newest block; null while the chain does not answer' }),
    totalSupply: PointsOut.nullable(),
    indexedBlock: NumberOut.nullable(),
    finalBlock: NumberOut.nullable(),
    haltedReason: z
      .string()
      .nullable()
      .meta({ description: 'Why the server stopped following the chain; null: it follows' }),
    entries: z.object({
      open: NumberOut.meta({ description: 'Accepted and not on chain yet' }),
      waiting: NumberOut.meta({ description: 'Of those: not in a batch yet' }),
      confirmed: NumberOut,
    }),
    lag: z
      .object({ entries: NumberOut, medianMs: Milliseconds, p95Ms: Milliseconds, maxMs: Milliseconds })
      .nullable()
      .meta({ description: 'From acceptance to confirmation, over the last hour' }),
  })
  .meta({ id: 'Status' })
