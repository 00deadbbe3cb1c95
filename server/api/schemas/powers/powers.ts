import { z } from 'zod'

import { POWERS } from '../../../domain/powers.ts'
import { HexOut, text, TimeOut, Uuid } from '../values.ts'

const REASON_LENGTH_MAX = 200

/** Of the whole ledger: giving points, and using, giving back or moving them. */
export const PowerName = z.enum(POWERS)

/** 32 bytes: how the AccessManager names caller, target and data of an announced call. */
export const OperationId = z.string().regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 hex digits in lower case')

export const PauseBody = z
  .strictObject({
    reason: text(REASON_LENGTH_MAX).meta({
      description: 'For those who ask later',
      example: 'stolen key at partner 3',
    }),
  })
  .meta({ id: 'PausePower' })

export const PowerResponse = z
  .object({
    power: PowerName,
    paused: z.boolean().meta({ description: 'On the ledger, or here already and on its way to the ledger' }),
    onChain: z
      .object({ paused: z.boolean(), since: TimeOut, transactionHash: HexOut })
      .nullable()
      .meta({ description: 'What the ledger last said; null: it was never paused' }),
    asked: z
      .object({
        paused: z.boolean(),
        at: TimeOut,
        keyId: z.string(),
        keyLabel: z.string().nullable(),
        reason: z.string(),
        state: z.enum(['open', 'bound', 'included', 'final', 'failed']).nullable().meta({
          description: 'Of the call: `included` is on the ledger, `final` for good; `open` and `bound` are on the way',
        }),
        failedReason: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Who last asked for it through this server; null: nobody did' }),
  })
  .meta({ id: 'Power' })

export const OperationResponse = z
  .object({
    operationId: HexOut,
    announcedAt: TimeOut,
    dueAt: TimeOut.meta({ description: 'From when on it can be carried out' }),
    expiresAt: TimeOut.meta({ description: 'From when on it can no longer be' }),
    caller: HexOut,
    target: HexOut,
    data: HexOut,
    call: z
      .object({ contract: z.string(), function: z.string(), args: z.record(z.string(), z.string()) })
      .nullable()
      .meta({ description: 'What it would do; null: a call to none of the contracts of this coalition' }),
    transactionHash: HexOut,
  })
  .meta({ id: 'Operation', description: 'A call that a delayed role has announced on the ledger' })

export const PowersResponse = z
  .object({ powers: z.array(PowerResponse), operations: z.array(OperationResponse) })
  .meta({ id: 'Powers' })

export const MemberFreezeResponse = z
  .object({ memberId: Uuid, account: HexOut })
  .meta({ id: 'MemberFreeze', description: 'An account that the operator freezes, or frees again' })
