import { z } from 'zod'

import { PasskeyAssertion, PasskeyHints, PasskeyRegistration } from '../sign-in/passkeys.ts'
import { Pin, TypedData, WalletSignature } from '../sign-in/proofs.ts'
import { Address, Decimal, HexOut, NumberOut, orNull, TimeOut, Uuid } from '../values.ts'

const order = { typedData: TypedData, digest: HexOut, passkeys: orNull(PasskeyHints) }

/** Unix seconds. */
const Deadline = Decimal.meta({ description: 'Unix seconds, as in the order that was signed', example: '1798761600' })

/** One of the ways in which a member proves to be there now; which ones count depends on the kind of the member. */
const proof = { pin: Pin.optional(), signature: WalletSignature.optional(), assertion: PasskeyAssertion.optional() }

export const FreezeOrderQuery = z.strictObject({ frozen: z.enum(['true', 'false']) })

export const FreezeOrderResponse = z.object({ ...order, sequence: NumberOut, deadline: NumberOut }).meta({
  id: 'FreezeOrder',
  description: 'What the key of the account signs to freeze it on the ledger, or to free it',
})

export const FreezeBody = z
  .strictObject({
    signature: WalletSignature.optional(),
    assertion: PasskeyAssertion.optional(),
    sequence: Decimal.optional(),
    deadline: Deadline.optional(),
  })
  .meta({
    id: 'Freeze',
    description: 'Being signed in is enough. With a signature of the freeze order the ledger learns it too',
  })

export const UnfreezeBody = z
  .strictObject({ ...proof, sequence: Decimal.optional(), deadline: Deadline.optional() })
  .meta({ id: 'Unfreeze', description: 'The PIN of a card member, or the signature of the order to unfreeze' })

export const MoveOrderBody = z.strictObject({ toAccount: Address }).meta({ id: 'MoveOrderTarget' })

export const MoveOrderResponse = z
  .object({
    ...order,
    deadline: NumberOut,
    readyAt: TimeOut.nullable().meta({
      description: 'When the move of a card account is made, if nobody refuses it; null: at once',
    }),
  })
  .meta({ id: 'MoveOrder', description: 'What both keys sign, the old one and the new one' })

const moveFrom = {
  toAccount: Address,
  deadline: Deadline,
  pin: Pin.optional(),
  fromSignature: WalletSignature.optional(),
  fromAssertion: PasskeyAssertion.optional(),
}

export const MoveBody = z
  .discriminatedUnion('toKind', [
    z
      .strictObject({ toKind: z.literal('wallet'), ...moveFrom, toSignature: WalletSignature })
      .meta({ id: 'MoveToWallet' }),
    z
      .strictObject({
        toKind: z.literal('passkey'),
        ...moveFrom,
        toRegistration: PasskeyRegistration,
        toAssertion: PasskeyAssertion,
      })
      .meta({ id: 'MoveToPasskey' }),
  ])
  .meta({ id: 'Move', description: 'The whole account goes to a new key; the old one is closed for ever' })

export const MoveConfirmationResponse = z
  .object({ ...order, deadline: NumberOut })
  .meta({ id: 'MoveConfirmationOrder', description: 'What a passkey signs to confirm a move that waits' })

export const ConfirmMoveBody = z
  .strictObject({ kind: z.literal('passkey'), assertion: PasskeyAssertion })
  .meta({ id: 'ConfirmMove' })

export const AddPasskeyBody = z.strictObject({ registration: PasskeyRegistration, pin: Pin }).meta({ id: 'AddPasskey' })

export const RecoveryOrderResponse = z
  .object({ typedData: TypedData, digest: HexOut, deadline: NumberOut })
  .meta({ id: 'RecoveryOrder', description: 'What the new key signs, so that a recovery can be announced' })

export const AnnounceRecoveryBody = z
  .strictObject({ memberId: Uuid, toAccount: Address, deadline: Deadline, toSignature: WalletSignature })
  .meta({ id: 'AnnounceRecovery' })

export const RecoveryRefusalResponse = z
  .object(order)
  .meta({ id: 'RecoveryRefusalOrder', description: 'What the old key signs to refuse a recovery' })

export const RefuseRecoveryBody = z.strictObject(proof).meta({ id: 'RefuseRecovery' })

/** A recovery as the operator sees it. */
export const RecoveryResponse = z
  .object({
    memberId: Uuid,
    account: HexOut,
    toAccount: HexOut.nullable(),
    readyAt: TimeOut.nullable().meta({ description: 'Null until the ledger has announced it' }),
    acts: z.array(
      z.object({
        kind: z.string(),
        state: z.enum(['requested', 'done', 'failed']),
        failedReason: z.string().nullable(),
        createdAt: TimeOut,
      }),
    ),
  })
  .meta({ id: 'Recovery' })
