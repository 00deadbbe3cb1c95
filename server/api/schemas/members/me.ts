import { z } from 'zod'

import { HexOut, orNull, PointsOut, TimeOut } from '../values.ts'
import { ExpiringPoints, IdentifierOut, memberFacts } from './members.ts'

const OwnIdentifierOut = IdentifierOut.extend({
  isContact: z.boolean().meta({ description: 'Whether notices about the account are sent there' }),
}).meta({ id: 'OwnIdentifier' })

export const MeResponse = z
  .object({
    ...memberFacts,
    enrolledAt: TimeOut,
    pointsPending: PointsOut.meta({ description: 'Accepted, not on the ledger yet; negative while a return waits' }),
    pointsConfirmed: PointsOut.meta({ description: 'On the ledger, final or not' }),
    pointsFinal: PointsOut.meta({ description: 'The part of the confirmed points that is in final blocks' }),
    pointsHeld: PointsOut.meta({ description: 'Held for redemptions, or on their way to be burned' }),
    pointsAvailable: PointsOut.meta({ description: 'What can be spent now' }),
    lots: z.array(ExpiringPoints).meta({ description: 'All confirmed points by when they expire, soonest first' }),
    nextExpiry: orNull(ExpiringPoints),
    isFrozen: z.boolean(),
    frozenBy: z.object({ member: z.boolean(), operator: z.boolean() }),
    frozenOnLedger: z.boolean().meta({
      description:
        'What the ledger says, by whomever. It follows what was asked for within seconds; an account that never had points is frozen here only',
    }),
    hasCard: z.boolean(),
    hasPin: z.boolean(),
    identifiers: z.array(OwnIdentifierOut),
    recovery: z
      .object({ toAccount: HexOut, readyAt: TimeOut })
      .nullable()
      .meta({ description: 'A recovery that waits, and can be refused until it is done' }),
    move: z
      .object({
        toAccount: HexOut,
        state: z.enum(['waiting', 'refused', 'requested', 'done', 'failed']),
        readyAt: TimeOut.nullable().meta({ description: 'Until then a move that is `waiting` can be refused' }),
      })
      .nullable()
      .meta({ description: 'The newest move of the account that was asked for here' }),
    passkeys: z.array(z.object({ passkeyId: z.string(), addedAt: TimeOut, confirmsFrom: TimeOut })).meta({
      description: 'With which moves of a card account are confirmed that are asked for from `confirmsFrom` on',
    }),
  })
  .meta({ id: 'Me' })

export const CardNumberResponse = z
  .object({ cardNumber: z.string().meta({ description: 'Shown here only' }) })
  .meta({ id: 'CardNumber' })

export const CardCodeResponse = z
  .object({ code: z.string(), expiresAt: TimeOut })
  .meta({ id: 'CardCode', description: 'What the rotating QR code holds; a till sends it as a member reference' })

export const VisitorResponse = z.object({ me: orNull(MeResponse) }).meta({ id: 'Visitor' })
