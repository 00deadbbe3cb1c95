import { z } from 'zod'

import { Pin } from './account-orders.ts'
import { ExpiringPoints } from './members.ts'
import { PasskeyAssertion } from './passkeys.ts'
import { AmountOut, Decimal, HexOut, limitOf, PartnerNumber, PointsOut, text, TimeOut, Uuid } from './values.ts'

/** The Sign-In with Ethereum message as the wallet showed it, and the signature over it. */
const walletProof = {
  message: z.string().min(1).max(2_000),
  signature: z.string().regex(/^0x[0-9a-fA-F]{2,4096}$/, 'must be hex'),
}

export const SignInBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('wallet'), ...walletProof }),
    z.strictObject({ kind: z.literal('passkey'), assertion: PasskeyAssertion }),
    z.strictObject({ kind: z.literal('card'), cardNumber: text(24), pin: Pin }),
  ])
  .meta({ id: 'SignIn', description: 'A wallet that is not known yet is enrolled' })

export const MeResponse = z
  .object({
    memberId: Uuid,
    kind: z.enum(['card', 'wallet', 'passkey']),
    address: HexOut,
    enrolledAt: TimeOut,
    pointsPending: PointsOut.meta({ description: 'Accepted, not on the ledger yet; negative while a return waits' }),
    pointsConfirmed: PointsOut.meta({ description: 'On the ledger, final or not' }),
    pointsFinal: PointsOut.meta({ description: 'The part of the confirmed points that is in final blocks' }),
    pointsHeld: PointsOut.meta({ description: 'Held for redemptions, or on their way to be burned' }),
    pointsAvailable: PointsOut.meta({ description: 'What can be spent now' }),
    lots: z.array(ExpiringPoints).meta({ description: 'All confirmed points by when they expire, soonest first' }),
    nextExpiry: ExpiringPoints.nullable(),
    isFrozen: z.boolean(),
    frozenBy: z.object({ member: z.boolean(), operator: z.boolean() }),
    hasCard: z.boolean(),
    hasPin: z.boolean(),
    identifiers: z.array(z.object({ kind: z.enum(['card', 'email', 'phone']), hint: z.string() })),
    recovery: z
      .object({ toAccount: HexOut, readyAt: TimeOut })
      .nullable()
      .meta({ description: 'A recovery that waits, and can be refused until it is done' }),
    move: z
      .object({ toAccount: HexOut, state: z.enum(['requested', 'done', 'failed']) })
      .nullable()
      .meta({ description: 'The newest move of the account that was asked for here' }),
  })
  .meta({ id: 'Me' })

export const CardNumberResponse = z
  .object({ cardNumber: z.string().meta({ description: 'Shown here only' }) })
  .meta({ id: 'CardNumber' })

export const CardCodeResponse = z
  .object({ code: z.string(), expiresAt: TimeOut })
  .meta({ id: 'CardCode', description: 'What the rotating QR code holds; a till sends it as a member reference' })

export const HISTORY_PER_PAGE_MAX = 100

export const HistoryQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[0-9A-Za-z.:_-]{1,120}$/, 'must be the nextCursor of a page')
    .optional(),
  limit: limitOf(HISTORY_PER_PAGE_MAX),
})

const HISTORY_KINDS = [
  'accrual',
  'accrual_reversal',
  'shortfall_recovery',
  'redemption',
  'redemption_reversal',
  'expiry',
  'account_move',
] as const

export const HistoryResponse = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(HISTORY_KINDS),
        points: PointsOut.meta({ description: 'With its sign' }),
        at: TimeOut,
        partnerName: z.string().nullable(),
        reference: z.string().nullable(),
        state: z.string(),
        why: z
          .object({
            amountMinor: AmountOut,
            currency: z.string(),
            eligibleMinor: AmountOut,
            rulePoints: PointsOut,
            rulePerMinor: AmountOut,
          })
          .nullable()
          .meta({ description: 'Why these points: the purchase, and the rule that counted then' }),
        rewardTitle: z.string().nullable(),
        entryId: Uuid.nullable().meta({ description: 'Of what has a receipt' }),
        transactionHash: HexOut.nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'History' })

export const HISTORY_DAYS_MIN = 30
export const HISTORY_DAYS_MAX = 730

export const PointsOverTimeQuery = z.strictObject({
  days: Decimal.refine(
    (days) => days >= HISTORY_DAYS_MIN && days <= HISTORY_DAYS_MAX,
    `must be ${HISTORY_DAYS_MIN} to ${HISTORY_DAYS_MAX}`,
  )
    .transform(Number)
    .meta({ type: 'string', example: '90' }),
})

export const PointsOverTimeResponse = z
  .object({ days: z.array(z.object({ date: z.string().meta({ format: 'date' }), points: PointsOut })) })
  .meta({ id: 'PointsOverTime', description: 'Confirmed points at the end of each day (UTC), oldest first' })

export const LedgerResponse = z
  .object({
    chainId: z.int(),
    chainName: z.string(),
    token: HexOut,
    issuance: HexOut,
    registry: HexOut,
    redemption: HexOut,
    accounts: HexOut,
    name: z.string(),
    symbol: z.string(),
    decimals: z.int(),
    rpcUrl: z.string().nullable().meta({ description: 'Of the embedded chain only' }),
    partners: z.array(z.object({ partnerId: PartnerNumber, name: z.string(), currency: z.string() })),
  })
  .meta({ id: 'Ledger', description: 'What is needed to check a receipt without asking us' })
