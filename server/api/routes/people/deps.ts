import type { InviteDeps } from '../../../actions/people/invite-person.ts'
import type { SignInPersonPasskeyDeps } from '../../../actions/people/sign-in-person-passkey.ts'
import type { SignInPersonDeps } from '../../../actions/people/sign-in-person.ts'
import type { PersonCodeDeps } from '../../../actions/people/start-person-code.ts'
import { routeFor } from '../../route.ts'

/** What the routes of people hand to actions. */
export type PeopleDeps = InviteDeps & PersonCodeDeps & SignInPersonDeps & SignInPersonPasskeyDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<PeopleDeps>()
