import { z } from 'zod'

import { wholeListOf } from '../pagination.ts'
import { CredentialId, PasskeyAssertion } from '../sign-in/passkeys.ts'
import { TimeOut } from '../values.ts'

export const SignInPersonPasskeyBody = z
  .strictObject({ assertion: PasskeyAssertion })
  .meta({ id: 'PersonPasskeySignIn' })

const PersonPasskeyResponse = z
  .object({ passkeyId: CredentialId, addedAt: TimeOut, lastUsedAt: TimeOut.nullable() })
  .meta({ id: 'PersonPasskey', description: 'With which a person signs in to the console' })

export const PersonPasskeysResponse = wholeListOf('PersonPasskeys', PersonPasskeyResponse)
