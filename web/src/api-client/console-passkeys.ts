import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import type { OwnPerson } from './console.ts'
import { dataOf, server } from './request.ts'

export type PersonPasskey = Schemas['PersonPasskey']

/** The passkeys with which the person signs in. */
export async function listPersonPasskeys(): Promise<PersonPasskey[]> {
  return (await dataOf(server.GET('/v1/partner/passkeys'))).data
}

/** Adds a passkey, soon after signing in. */
export function addPersonPasskey(registration: Schemas['PasskeyRegistration']): Promise<unknown> {
  return askOnce(['person passkey', registration.id], (header) =>
    dataOf(server.POST('/v1/partner/passkeys', { params: { header }, body: { registration } })),
  )
}

/** Removes a passkey. */
export function removePersonPasskey(passkeyId: string): Promise<unknown> {
  return dataOf(server.DELETE('/v1/partner/passkeys/{passkeyId}', { params: { path: { passkeyId } } }))
}

/** Signs in with a passkey; the session is a cookie that no script can read. */
export function signInPersonPasskey(assertion: Schemas['PasskeyAssertion']): Promise<OwnPerson> {
  return dataOf(server.POST('/v1/partner/passkey-sessions', { body: { assertion } }))
}
