import type { Route } from '../../route.ts'
import { changePersonRoute } from './change-person.ts'
import type { PeopleDeps } from './deps.ts'
import { endPersonSessionRoute } from './end-person-session.ts'
import { invitePartnerPersonRoute } from './invite-partner-person.ts'
import { invitePersonRoute } from './invite-person.ts'
import { listPartnerPeopleRoute } from './list-partner-people.ts'
import { listPeopleRoute } from './list-people.ts'
import { listPersonSessionsRoute } from './list-person-sessions.ts'
import { readOwnPersonRoute } from './read-own-person.ts'
import { removePartnerPersonRoute } from './remove-partner-person.ts'
import { removePersonRoute } from './remove-person.ts'
import { signInPersonRoute } from './sign-in-person.ts'
import { signInPersonPasskeyRoute } from './sign-in-person-passkey.ts'
import { addPersonPasskeyRoute } from './add-person-passkey.ts'
import { listPersonPasskeysRoute } from './list-person-passkeys.ts'
import { removePersonPasskeyRoute } from './remove-person-passkey.ts'
import { signOutPersonRoute } from './sign-out-person.ts'
import { startPersonCodeRoute } from './start-person-code.ts'

/** The routes of the people of partners, in the order of the document. */
export const peopleRoutes: readonly Route<PeopleDeps>[] = [
  startPersonCodeRoute,
  signInPersonRoute,
  signInPersonPasskeyRoute,
  readOwnPersonRoute,
  listPersonSessionsRoute,
  signOutPersonRoute,
  endPersonSessionRoute,
  addPersonPasskeyRoute,
  listPersonPasskeysRoute,
  removePersonPasskeyRoute,
  invitePersonRoute,
  listPeopleRoute,
  changePersonRoute,
  removePersonRoute,
  invitePartnerPersonRoute,
  listPartnerPeopleRoute,
  removePartnerPersonRoute,
]
