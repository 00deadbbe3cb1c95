import type { PersonView } from './person-view.ts'
import { type Invitation, type InviteDeps, invitePerson } from './invite-person.ts'

/** Invites somebody to the console of a partner as the operator, who may give every role. */
export function invitePartnerPerson(deps: InviteDeps, invitation: Invitation): Promise<PersonView> {
  return invitePerson(deps, { ...invitation, giver: null })
}
