import { timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockPartner, listPartnersByIds } from '../../database/partners.ts'
import { findPerson, listPeopleOfEmail, type Person } from '../../database/people.ts'
import { deletePersonCode, takePersonCodeTry } from '../../database/person-codes.ts'
import { CODE_TRIES_MAX } from '../../domain/one-time-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type MailboxDeps, readMailbox } from './mailbox.ts'
import { openPersonSession, type OpenedPersonSession, type OpenPersonSessionDeps } from './open-person-session.ts'
import { hashPersonCode, PERSON_ANSWER_MS_MIN } from './person-code.ts'

export interface SignInPersonDeps extends Pick<MailboxDeps, 'hashIdentifier'>, OpenPersonSessionDeps {
  readonly db: Database
}

/** The address, the code that came to it, and at which partner where the address is known at several. */
export interface PersonProof {
  readonly email: string
  readonly code: string
  readonly partnerId: number | null
  readonly requestId: string
}

/** Opens a session of the console. Whatever is wrong, an address that nobody has included, the refusal says the same. */
export async function signInPerson(deps: SignInPersonDeps, proof: PersonProof): Promise<OpenedPersonSession> {
  const { emailHash } = readMailbox(deps, proof.email)
  const atLeast = pause(PERSON_ANSWER_MS_MIN, undefined, { ref: false })
  // A refusal is returned and not thrown, so that the count of tries stays.
  const opened = await deps.db.transaction((tx) => trySignIn(tx, deps, { ...proof, emailHash }))
  await atLeast
  if (opened instanceof Rejection) throw opened
  return opened
}

async function trySignIn(
  tx: Transaction,
  deps: SignInPersonDeps,
  { code, partnerId, emailHash, requestId }: PersonProof & { readonly emailHash: string },
): Promise<OpenedPersonSession | Rejection> {
  const right = await takePersonCodeTry(tx, { emailHash, now: deps.clock.now(), triesMax: CODE_TRIES_MAX })
  const given = hashPersonCode(deps, { emailHash, code })
  if (right === null || !timingSafeEqual(Buffer.from(right), Buffer.from(given))) return new Rejection('code_wrong')
  const people = (await listPeopleOfEmail(tx, emailHash)).filter(
    (person) => partnerId === null || person.partnerId === partnerId,
  )
  const [person, ...others] = people
  if (person === undefined) return new Rejection('code_wrong')
  if (others.length > 0) return askForPartner(tx, people)
  await lockPartner(tx, person.partnerId)
  // Read again: they may have been removed until the partner was locked.
  const locked = await findPerson(tx, person.id)
  if (locked === null) return new Rejection('code_wrong')
  await deletePersonCode(tx, emailHash)
  return openPersonSession(tx, deps, { person: locked, by: 'signInPerson', requestId })
}

async function askForPartner(tx: Transaction, people: readonly Person[]): Promise<Rejection> {
  const ids = people.map(({ partnerId }) => partnerId)
  const partners = await listPartnersByIds(tx, ids)
  const names = ids.map((id) => partners.find((partner) => partner.id === id)?.name ?? '')
  return new Rejection('partner_choice_needed', { partnerIds: ids.map(String), names })
}
