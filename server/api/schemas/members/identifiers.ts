import { z } from 'zod'

import { CODE_DIGITS } from '../../../domain/one-time-codes.ts'
import { TimeOut } from '../values.ts'
import { MemberIdentifierBody, PresentMemberBody } from './members.ts'

export const OneTimeCodeText = z
  .string()
  .regex(new RegExp(`^[0-9]{${CODE_DIGITS}}$`), `must be ${CODE_DIGITS} digits`)
  .meta({ description: `The ${CODE_DIGITS} digits of the message`, example: '40718265' })

export const ChannelKindIn = z.enum(['email', 'phone'])

const notices = z.boolean().meta({
  description:
    'Whether notices about the account may go there. Only with this consent is the address kept, encrypted; proving it again with `false` takes the consent back',
})

export const ProveIdentifierBody = z
  .strictObject({ identifier: MemberIdentifierBody, code: OneTimeCodeText, notices })
  .meta({ id: 'IdentifierProof' })

export const StartIdentifierProofBody = z
  .strictObject({ identifier: MemberIdentifierBody })
  .meta({ id: 'IdentifierProofStart' })

export const StartIdentifierProofAtTillBody = z
  .strictObject({ member: PresentMemberBody, identifier: MemberIdentifierBody })
  .meta({ id: 'IdentifierProofStartAtTill' })

export const ProveIdentifierAtTillBody = z
  .strictObject({ member: PresentMemberBody, identifier: MemberIdentifierBody, code: OneTimeCodeText, notices })
  .meta({ id: 'IdentifierProofAtTill' })

export const CodeSentResponse = z.object({ expiresAt: TimeOut }).meta({
  id: 'CodeSent',
  description: 'A code is on its way; it can be used until then. The answer is the same whoever the address belongs to',
})

export const StartMoveCodeBody = z.strictObject({ kind: ChannelKindIn }).meta({ id: 'MoveCodeStart' })

export const ConfirmMoveByCodeBody = z
  .strictObject({ kind: ChannelKindIn, code: OneTimeCodeText })
  .meta({ id: 'MoveCode' })
