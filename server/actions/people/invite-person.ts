import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { insertPerson, listPeopleOfPartner } from '../../database/people.ts'
import { NOTICE_MS_MAX } from '../../domain/channels.ts'
import { type Giver, PEOPLE_PER_PARTNER_MAX, type PersonRole, refuseToGive, scopesOfRole } from '../../domain/people.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type QueueDeps, queueMessages } from '../messages/queue-messages.ts'
import { type MailboxDeps, readMailbox, takeMessage } from './mailbox.ts'
import { type PersonView, viewPerson } from './person-view.ts'

export interface InviteDeps extends QueueDeps, MailboxDeps {
  readonly db: Database
  /** Where people reach the server, without a path. */
  readonly publicUrl: string
}

/** Somebody who is to get into the console of a partner. */
export interface Invitation {
  readonly partnerId: number
  readonly email: string
  readonly name: string
  readonly role: PersonRole
}

/**
 * Invites somebody to the console of a partner, and tells them by e-mail. There is no secret in the message: who reads the mailbox signs in
 * with a code. `giver` is null for the operator, who may give every role.
 */
export async function invitePerson(
  deps: InviteDeps,
  { giver, ...invitation }: Invitation & { readonly giver: Giver | null },
): Promise<PersonView> {
  const { partnerId, name, role } = invitation
  if (giver !== null) refuseToGive(giver, scopesOfRole(role))
  const { email, emailHash } = readMailbox(deps, invitation.email)
  await takeMessage(deps, { email, partnerId })
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if ((await listPeopleOfPartner(tx, partnerId)).length >= PEOPLE_PER_PARTNER_MAX)
      throw new Rejection('people_too_many', { peopleMax: PEOPLE_PER_PARTNER_MAX })
    const createdAt = deps.clock.now()
    const id = deps.ids.next()
    const sealed = deps.contactSeal.seal(id, email)
    const person = { id, partnerId, emailHash, sealed, name, role, createdAt, joinedAt: null, removedAt: null }
    if (!(await insertPerson(tx, person))) throw new Rejection('person_exists')
    const facts = { brand: partner.name, link: `${deps.publicUrl}/partner` }
    const expiresAt = new Date(createdAt.getTime() + NOTICE_MS_MAX)
    await queueMessages(tx, deps, [
      { memberId: id, kind: 'email', to: email, topic: 'console_invitation', facts, expiresAt },
    ])
    return viewPerson(deps, { ...person, seq: 0n })
  })
}
