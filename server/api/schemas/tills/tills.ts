import { z } from 'zod'

import { wholeListOf } from '../pagination.ts'
import { MemberReferenceBody } from '../members/members.ts'
import { ListedProblem } from '../purchases/purchases.ts'
import { AmountOut, NAME_LENGTH_MAX, PartnerNumber, PointsOut, text, TimeOut, Uuid } from '../values.ts'

/** How many slips a list may have. The action has the same limit; a test compares them. */
export const SLIPS_MAX = 100
const SIGNED_LENGTH_MAX = 700
const KEY_LENGTH_MAX = 200

export const RegisterTillBody = z
  .strictObject({
    name: text(NAME_LENGTH_MAX).meta({ description: 'What the staff call it', example: 'Front till' }),
    publicKey: z
      .string()
      .max(KEY_LENGTH_MAX)
      .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url without padding')
      .meta({ description: "The till's own P-256 key, as SubjectPublicKeyInfo in base64url" }),
  })
  .meta({ id: 'RegisterTill' })

export const TillResponse = z
  .object({
    tillId: Uuid,
    name: z.string(),
    publicKey: z.string(),
    registeredAt: TimeOut,
    revokedAt: TimeOut.nullable(),
  })
  .meta({ id: 'Till', description: 'A till that signs slips with a key of its own' })

export const TillsResponse = wholeListOf('Tills', TillResponse)

const Signed = z
  .string()
  .max(SIGNED_LENGTH_MAX)
  .meta({ description: 'What the QR code of a slip holds: `EN2.`, the sale, and the signature of the till' })

const Code = z.string().max(20).meta({ description: 'The code that is printed on the slip', example: '7K2M9-QXA41' })

export const FileSlipsBody = z.strictObject({ slips: z.array(Signed).min(1).max(SLIPS_MAX) }).meta({ id: 'FileSlips' })

export const FiledSlipsResponse = z
  .object({
    filed: z.int(),
    repeated: z.int(),
    refused: z.int(),
    slips: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.enum(['filed', 'repeated']), orderRef: z.string() }).meta({ id: 'ListedSlipFiled' }),
        z
          .object({ outcome: z.literal('refused'), orderRef: z.string().nullable(), problem: ListedProblem })
          .meta({ id: 'ListedSlipRefused' }),
      ]),
    ),
  })
  .meta({ id: 'FiledSlips', description: 'One outcome for each slip, in the order of the request' })

export const SlipCodeBody = z.strictObject({ code: Code }).meta({ id: 'SlipCode' })

export const SlipResponse = z
  .object({
    tillId: Uuid,
    orderRef: z.string().nullable().meta({ description: 'Null once whoever collected it is erased' }),
    currency: z.string(),
    amountMinor: AmountOut,
    state: z.enum(['open', 'collected', 'voided']),
    occurredAt: TimeOut,
    filedAt: TimeOut,
  })
  .meta({ id: 'Slip', description: 'A sale without a customer, whose points somebody may collect' })

const slip = z.string().min(1).max(SIGNED_LENGTH_MAX).meta({
  description: 'The code that is printed on the slip, or all that its QR code holds',
  example: '7K2M9-QXA41',
})

export const CollectSlipBody = z.strictObject({ slip, member: MemberReferenceBody }).meta({ id: 'CollectSlip' })

export const CollectOwnSlipBody = z.strictObject({ slip }).meta({ id: 'CollectOwnSlip' })

export const CollectedSlipResponse = z
  .object({
    purchaseId: Uuid,
    partnerId: PartnerNumber,
    currency: z.string(),
    amountMinor: AmountOut,
    points: PointsOut,
    occurredAt: TimeOut,
  })
  .meta({ id: 'CollectedSlip' })
