import { z } from 'zod'

import { BY_SEQUENCE, listOf } from '../pagination.ts'
import { Address, HexOut, NumberOut, orNull, PointsOut, text, TimeOut, Uuid } from '../values.ts'

const EMAIL_LENGTH_MAX = 254
const PHONE_LENGTH_MAX = 24
const CARD_LENGTH_MAX = 24

/** Each kind has a schema of its own name, so that the document can say which `kind` means which. */
const reference = <Kind extends string, Value extends z.ZodType<string>>(id: string, kind: Kind, value: Value) =>
  z.strictObject({ kind: z.literal(kind), value }).meta({ id })

const card = reference(
  'CardReference',
  'card',
  text(CARD_LENGTH_MAX).meta({
    description: 'Card number of 16 digits with its check digit',
    example: '9000000000000019',
  }),
)
const email = reference('EmailReference', 'email', text(EMAIL_LENGTH_MAX).meta({ example: 'ada@example.com' }))
const phone = reference(
  'PhoneReference',
  'phone',
  text(PHONE_LENGTH_MAX).meta({ description: 'With country code', example: '+44 20 7946 0958' }),
)

const cardCode = reference(
  'CardCodeReference',
  'card_code',
  text(120).meta({ description: 'What the rotating code of the card says: good for a minute from when it was shown' }),
)

const visit = reference(
  'VisitReference',
  'visit',
  text(120).meta({
    description:
      'What was answered when the card was shown: names the member as present, to that partner, for 15 minutes',
  }),
)

/** How a till names a member. */
export const MemberReferenceBody = z
  .discriminatedUnion('kind', [
    card,
    email,
    phone,
    cardCode,
    visit,
    reference('WalletReference', 'wallet', Address),
    reference('MemberIdReference', 'member', Uuid),
  ])
  .meta({
    id: 'MemberReference',
    description:
      'An identifier of a member: card, the code that the card shows now, what was answered when it was shown, e-mail, phone, wallet address, or member id. E-mail and phone find those who showed the partner who they are, or whom its own tills wrote down.',
  })

/** An address or a number that somebody proves to be theirs. */
export const MemberIdentifierBody = z.discriminatedUnion('kind', [email, phone]).meta({ id: 'ContactReference' })

/** A member who shows their card. */
export const PresentMemberBody = z
  .discriminatedUnion('kind', [card, cardCode, visit])
  .meta({ id: 'PresentMemberReference' })

const identifiers = z.array(z.discriminatedUnion('kind', [card, email, phone])).max(3)

/** The SIWE message as the wallet showed it, and the signature over it. */
const WalletProof = z.strictObject({
  message: z.string().min(1).max(2_000),
  signature: z.string().regex(/^0x[0-9a-fA-F]{2,4096}$/, 'must be hex'),
})

export const EnrolMemberBody = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('card'),
        identifiers: identifiers.default([]).meta({ description: 'A card number is generated when none is given' }),
      })
      .meta({ id: 'EnrolCardMember' }),
    z
      .strictObject({ kind: z.literal('wallet'), identifiers: identifiers.default([]), proof: WalletProof })
      .meta({ id: 'EnrolWalletMember' }),
  ])
  .meta({ id: 'EnrolMember' })

export const ExpiringPoints = z
  .object({ points: PointsOut, expiresAt: TimeOut })
  .meta({ id: 'ExpiringPoints', description: 'The oldest confirmed points, and when they expire' })

const WaitingMove = z.object({ readyAt: TimeOut }).meta({
  id: 'WaitingMove',
  description:
    'Somebody with card number and PIN asked to move all points to a new key at `readyAt`, or added a passkey with which they can from then on: tell the member, who can have the till refuse it',
})

/** What a member is known by, without saying it. */
export const IdentifierOut = z
  .object({
    kind: z.enum(['card', 'email', 'phone']),
    hint: z.string(),
    isProven: z.boolean().meta({ description: 'A card, or proved by its owner' }),
  })
  .meta({ id: 'Identifier' })

const VisitOut = z.object({ value: z.string(), expiresAt: TimeOut }).meta({
  id: 'Visit',
  description: 'Names the member as present until then: send it as a reference of kind `visit`',
})

/** Who a member is. */
export const memberFacts = { memberId: Uuid, kind: z.enum(['card', 'wallet', 'passkey']), address: HexOut }

export const MemberResponse = z
  .object({
    ...memberFacts,
    identifiers: z.array(IdentifierOut),
    isProven: z.boolean().meta({
      description: 'False for an e-mail address or phone number that nobody has proved: it collects points only',
    }),
    isPresent: z.boolean().meta({
      description:
        'Whether the card was shown; otherwise the points are null, and a quote says whether there are enough',
    }),
    visit: orNull(VisitOut),
    enrolledAt: TimeOut,
    pointsPending: PointsOut.nullable().meta({
      description: 'Accepted, not on chain yet; negative while a return waits',
    }),
    pointsConfirmed: PointsOut.nullable().meta({ description: 'On chain, final or not' }),
    pointsFinal: PointsOut.nullable().meta({
      description: 'The part of the confirmed points that is in final blocks',
    }),
    pointsAvailable: PointsOut.nullable().meta({
      description:
        'What can be spent now: the confirmed points less those that are held, on their way or about to expire',
    }),
    nextExpiry: orNull(ExpiringPoints),
    move: orNull(WaitingMove),
  })
  .meta({ id: 'Member' })

export const EnrolledMemberResponse = z
  .object({
    ...memberFacts,
    cardNumber: z.string().nullable().meta({ description: 'The generated or given card number: shown here only' }),
    enrolledAt: TimeOut,
  })
  .meta({ id: 'EnrolledMember' })

export const WalletChallengeResponse = z
  .object({
    nonce: z.string(),
    domain: z.string(),
    uri: z.string(),
    chainId: z.int(),
    statement: z.string(),
    expiresAt: TimeOut,
  })
  .meta({ id: 'WalletChallenge' })

/** Where something stands on its way to the ledger; `no_points`: nothing travels, because no points moved. */
export const State = z
  .enum(['no_points', 'accepted', 'batched', 'submitted', 'confirmed', 'final', 'parked'])
  .meta({ id: 'State' })

export const EntryResponse = z
  .object({
    entryId: Uuid,
    kind: z.enum(['accrual', 'accrual_reversal', 'shortfall_recovery']),
    points: PointsOut,
    sourceId: Uuid.meta({ description: 'The purchase or return that explains it' }),
    reference: z.string().nullable().meta({ description: "The partner's own order or return reference" }),
    state: State,
    parkedReason: z.string().nullable(),
    entryNumber: NumberOut.nullable(),
    batchId: Uuid.nullable(),
    transactionHash: HexOut.nullable(),
    recordedAt: TimeOut,
  })
  .meta({ id: 'Entry' })

/** A member's entries at one partner. */
export const ENTRIES = listOf({ name: 'Entries', item: EntryResponse, place: BY_SEQUENCE })
