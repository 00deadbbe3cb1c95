import { z } from 'zod'

import { EMAIL_LENGTH_MAX } from '../../../domain/identifiers.ts'
import { CODE_DIGITS } from '../../../domain/one-time-codes.ts'
import { PERSON_ROLES } from '../../../domain/people.ts'
import { wholeListOf } from '../pagination.ts'
import { BrandResponse } from '../pictures/pictures.ts'
import { NAME_LENGTH_MAX, PartnerNumber, text, TimeOut, Uuid } from '../values.ts'

const Email = text(EMAIL_LENGTH_MAX).meta({
  description: 'Where codes are sent',
  example: 'marie@harbourbooks.example',
})
const Name = text(NAME_LENGTH_MAX).meta({
  description: 'Stands in the audit log beside what the person changes',
  example: 'Marie Durand',
})
const Role = z.enum(PERSON_ROLES).meta({
  id: 'PersonRole',
  description:
    '`owner`: everything, people and keys included. `finance`: figures and statements. `support`: figures, and finding members. `marketing`: figures, rewards and the brand. `developer`: figures, webhooks, and keys that may do no more',
})

export const InvitePersonBody = z.strictObject({ email: Email, name: Name, role: Role }).meta({ id: 'InvitePerson' })

export const ChangePersonBody = z
  .strictObject({ name: Name.optional(), role: Role.optional() })
  .meta({ id: 'ChangePerson', description: 'With another role, the sessions of the person end' })

const person = {
  personId: Uuid,
  email: z.string(),
  name: z.string(),
  role: Role,
  state: z.enum(['invited', 'active']).meta({ description: '`invited`: never signed in yet' }),
  invitedAt: TimeOut,
  joinedAt: TimeOut.nullable(),
}

export const PersonResponse = z.object(person).meta({ id: 'Person', description: 'Somebody of a partner' })

export const PeopleResponse = wholeListOf('People', PersonResponse)

export const StartPersonCodeBody = z.strictObject({ email: Email }).meta({ id: 'PersonCodeStart' })

export const PersonCodeSentResponse = z.object({ expiresAt: TimeOut }).meta({
  id: 'PersonCodeSent',
  description: 'If somebody is known by the address, a code is on its way. The answer is the same where nobody is',
})

export const SignInPersonBody = z
  .strictObject({
    email: Email,
    code: z
      .string()
      .regex(new RegExp(`^[0-9]{${CODE_DIGITS}}$`), `must be ${CODE_DIGITS} digits`)
      .meta({ description: `The ${CODE_DIGITS} digits of the message`, example: '40718265' }),
    partnerId: PartnerNumber.optional().meta({ description: 'Where the address is known at several partners' }),
  })
  .meta({ id: 'PersonSignIn' })

export const OwnPersonResponse = z
  .object({
    ...person,
    scopes: z.array(z.string()).meta({ description: 'What the role may do' }),
    partner: z.object({
      partnerId: PartnerNumber,
      name: z.string(),
      currency: z.string(),
      timeZone: z.string().nullable().meta({ description: 'IANA name; null: days are those of UTC' }),
      brand: BrandResponse,
    }),
  })
  .meta({ id: 'OwnPerson', description: 'Who is signed in, and for which partner' })

const PersonSessionResponse = z
  .object({
    sessionId: Uuid,
    isCurrent: z.boolean().meta({ description: 'The session that asks' }),
    signedInAt: TimeOut,
    lastUsedAt: TimeOut,
    expiresAt: TimeOut.meta({ description: 'The latest end; it ends earlier when it is not used' }),
  })
  .meta({ id: 'PersonSession' })

export const PersonSessionsResponse = wholeListOf('PersonSessions', PersonSessionResponse)
