import { z } from 'zod'

import { HOLD_SECONDS_DEFAULT, HOLD_SECONDS_MAX, HOLD_SECONDS_MIN } from '../../../domain/redemption-order.ts'
import { Pin, TypedData, WalletSignature } from '../sign-in/proofs.ts'
import { ExpiringPoints, MemberReferenceBody } from '../members/members.ts'
import { PasskeyAssertion, PasskeyHints } from '../sign-in/passkeys.ts'
import { MetadataIn, MetadataOut } from '../metadata.ts'
import { BY_TIME, isPeriod, listOf, memberFilters, PERIOD_FAULT, referenceFilter, wholeListOf } from '../pagination.ts'
import {
  AmountMinor,
  AmountOut,
  Currency,
  Decimal,
  HexOut,
  orNull,
  PartnerNumber,
  PointsOut,
  Reference,
  TimeOut,
  Uuid,
} from '../values.ts'

const ReferenceFilter = referenceFilter("The till's own number of the redemption", 'P1-2026-000077')

/** Points, or a reward whose price is in points: one of the two. */
const spending = {
  points: Decimal.optional().meta({ description: 'Points to take off the basket', example: '500' }),
  rewardId: Uuid.optional().meta({ description: 'The reward to be given, at its price' }),
  currency: Currency.optional().meta({
    description: "Of the basket; the partner's main one when left out, and always for a reward",
  }),
  basketMinor: AmountMinor.optional().meta({ description: 'What the basket is worth, where that matters' }),
}

const namesOne = (body: { points?: unknown; rewardId?: unknown }) =>
  (body.points === undefined) !== (body.rewardId === undefined)

const ONE_OF_TWO = { error: 'must name either points or a reward', path: ['points'] }

export const QuoteRedemptionBody = z
  .strictObject({ member: MemberReferenceBody, ...spending })
  .refine(namesOne, ONE_OF_TWO)
  .meta({ id: 'QuoteRedemption' })

export const HoldPointsBody = z
  .strictObject({
    reference: Reference.meta({
      description: "The till's own number of the redemption; unique for ever",
      example: 'P1-2026-000077',
    }),
    member: MemberReferenceBody,
    ...spending,
    locationId: Reference.optional(),
    metadata: MetadataIn,
    expiresInSeconds: z
      .int()
      .min(HOLD_SECONDS_MIN)
      .max(HOLD_SECONDS_MAX)
      .default(HOLD_SECONDS_DEFAULT)
      .meta({ description: 'How long the points are held unless they are captured', example: HOLD_SECONDS_DEFAULT }),
  })
  .refine(namesOne, ONE_OF_TWO)
  .meta({ id: 'HoldPoints' })

export const ConsentKindOut = z.enum(['wallet', 'passkey', 'pin'])

/** Where a redemption stands. */
export const RedemptionStateOut = z
  .enum([
    'held',
    'consented',
    'captured',
    'gave_way',
    'submitted',
    'confirmed',
    'final',
    'refused',
    'voided',
    'expired',
  ])
  .meta({
    id: 'RedemptionState',
    description:
      '`gave_way`: captured, but its partner has not countersigned it in time, so that a later order of the member goes first; it may still be burned, or will be `refused`',
  })

const redemption = {
  redemptionId: Uuid,
  reference: z.string().nullable().meta({ description: 'Null once the member is erased' }),
  partnerId: PartnerNumber,
  memberId: Uuid,
  locationId: z.string().nullable(),
  state: RedemptionStateOut,
  points: PointsOut,
  rewardId: Uuid.nullable(),
  valueMinor: AmountOut.nullable().meta({ description: 'What is taken off the basket; null for goods' }),
  currency: z.string(),
  orderHash: HexOut.nullable().meta({
    description: "The order's EIP-712 struct hash; null until the member consented",
  }),
  nonce: z.int().nullable().meta({ description: 'Rises with every order that the account signs; null until then' }),
  deadline: TimeOut.meta({ description: 'After it the ledger takes the order no more' }),
  expiresAt: TimeOut.meta({ description: 'When the hold ends by itself' }),
  heldAt: TimeOut,
  consentKind: ConsentKindOut.nullable(),
  consentedAt: TimeOut.nullable(),
  consentKinds: z.array(ConsentKindOut).meta({ description: 'How this member can consent' }),
  capturedAt: TimeOut.nullable(),
  gaveWayAt: TimeOut.nullable().meta({
    description:
      'When a later order of the member first went ahead, because this partner had not countersigned in time',
  }),
  voidedAt: TimeOut.nullable(),
  voidedBy: z.enum(['partner', 'member', 'link']).nullable().meta({
    description:
      '`member`: declined while signed in; `link`: declined by whoever had the approval link, which the till knows too',
  }),
  refusedReason: z.string().nullable().meta({
    description: 'Why the ledger will never take the order; `gave_way`: a later one was burned first',
  }),
  pointsRestored: PointsOut,
  transactionHash: HexOut.nullable(),
  claimId: Uuid.nullable(),
  metadata: MetadataOut,
}

export const RedemptionResponse = z.object(redemption).meta({ id: 'Redemption' })

/** A partner's own redemptions. */
export const REDEMPTIONS = listOf({ name: 'Redemptions', item: RedemptionResponse, place: BY_TIME })

export const RedemptionsQuery = z
  .strictObject({
    reference: ReferenceFilter,
    ...memberFilters,
    state: RedemptionStateOut.optional(),
    ...REDEMPTIONS.query,
  })
  .refine(isPeriod, PERIOD_FAULT)

export const HeldRedemptionResponse = z
  .object({
    ...redemption,
    approvalUrl: z.string().meta({ description: "Where the member approves: for the QR code on the till's screen" }),
  })
  .meta({ id: 'HeldRedemption' })

export const RedemptionQuoteResponse = z
  .object({
    memberId: Uuid,
    pointsConfirmed: PointsOut.nullable(),
    pointsHeld: PointsOut.nullable(),
    pointsAvailable: PointsOut.nullable().meta({
      description: 'What can be spent now. Points are null unless the member showed their card: see `isAllowed`',
    }),
    points: PointsOut,
    rewardId: Uuid.nullable(),
    valueMinor: AmountOut.nullable(),
    currency: z.string(),
    redeemRate: z.object({ redeemRateId: Uuid.nullable(), points: PointsOut, minor: AmountOut }).nullable().meta({
      description:
        'So many points take so many minor units off, rounded down; null for a reward. `redeemRateId` is null where the partner never set a rate',
    }),
    isAllowed: z.boolean(),
    reason: z.string().nullable().meta({ description: 'The code with which a hold would be refused' }),
    consentKinds: z.array(ConsentKindOut),
    nextExpiry: orNull(ExpiringPoints),
  })
  .meta({ id: 'RedemptionQuote' })

/** How the member says yes. */
export const ConsentBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('wallet'), signature: WalletSignature }).meta({ id: 'WalletConsent' }),
    z.strictObject({ kind: z.literal('passkey'), assertion: PasskeyAssertion }).meta({ id: 'PasskeyConsent' }),
    z.strictObject({ kind: z.literal('pin'), pin: Pin }).meta({ id: 'PinConsent' }),
  ])
  .meta({
    id: 'Consent',
    description:
      "The signature of the order by the member's own wallet or passkey, or the PIN of a card member, whose hosted key then signs",
  })

export const ApprovalResponse = z
  .object({
    redemptionId: Uuid,
    partnerName: z.string(),
    points: PointsOut,
    valueMinor: AmountOut.nullable(),
    currency: z.string(),
    rewardTitle: z.record(z.string(), z.string()).nullable().meta({ description: 'By language; null for a basket' }),
    state: RedemptionStateOut,
    expiresAt: TimeOut,
    memberKind: z.enum(['card', 'wallet', 'passkey']),
    memberAddress: HexOut,
    typedData: TypedData,
    digest: HexOut.meta({ description: 'What is signed; the challenge of a passkey' }),
    passkeys: orNull(PasskeyHints),
  })
  .meta({ id: 'Approval' })

export const ApprovalsResponse = wholeListOf('Approvals', ApprovalResponse)

export const RestoreRedemptionBody = z
  .strictObject({
    reference: Reference.meta({
      description: "The till's own number of the restoration; unique for ever",
      example: 'X1-2026-000005',
    }),
    points: Decimal.meta({ example: '200' }),
  })
  .meta({ id: 'RestoreRedemption' })

export const RestorationResponse = z
  .object({
    restorationId: Uuid,
    redemptionId: Uuid,
    reference: z.string().nullable().meta({ description: 'Null once the member is erased' }),
    points: PointsOut,
    state: z.enum(['requested', 'sent', 'done', 'failed']),
    failedReason: z.string().nullable(),
    transactionHash: HexOut.nullable(),
    recordedAt: TimeOut,
  })
  .meta({ id: 'Restoration' })
