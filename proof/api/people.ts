import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { readMessageFolder } from '../../server/channels/message-folder.ts'
import { PERSON_ROLES, type PersonRole, scopesOfRole } from '../../server/domain/people.ts'
import { canaryOf } from './canaries.ts'
import { type Caller, learn, type Partner, type World } from './world.ts'

const CODE_WAIT_MS_MAX = 60_000
const LOOK_EVERY_MS = 200
/** Of the newest messages, how many are looked through for a code. */
const MESSAGES_MAX = 100

/**
 * Gives each partner a person of every role, signed in. Who was there in the round before stays, unless a request has removed or changed
 * them: so many messages of a partner go out in an hour.
 */
export async function openPeople(world: World, round: number): Promise<void> {
  const before = world.callers.filter(({ kind }) => kind === 'person')
  const signedIn = await Promise.all(before.map((person) => isSignedIn(world, person)))
  const lost = new Set(before.filter((_, at) => !signedIn[at]))
  world.callers = world.callers.filter((caller) => !lost.has(caller))
  const there = new Set(before.filter((person) => !lost.has(person)).map(({ name }) => name))
  for (const partner of world.partners) {
    const missing = PERSON_ROLES.filter((role) => !there.has(nameOf(role, partner)))
    if (missing.length > 0) await removeOthers(world, partner)
    await Promise.all(missing.map((role) => openPerson(world, partner, { role, round })))
  }
}

const nameOf = (role: PersonRole, { id }: Partner) => `${role} of partner ${id}`

async function isSignedIn({ ask }: World, { headers, scopes }: Caller): Promise<boolean> {
  const me = await ask.unless('signed_out', { method: 'GET', path: '/v1/partner/me', headers })
  return me !== null && String(me.scopes) === String(scopes)
}

/** Makes room for new people: those whom requests have invited go. */
async function removeOthers({ ask, operatorKey: key, callers }: World, { id }: Partner): Promise<void> {
  const path = `/v1/partners/${id}/people`
  const { data } = await ask({ method: 'GET', path, key })
  const kept = new Set(callers.map(({ personId }) => personId))
  for (const { personId } of data)
    if (!kept.has(personId)) await ask.unless('person_unknown', { method: 'DELETE', path: `${path}/${personId}`, key })
}

async function openPerson(
  world: World,
  partner: Partner,
  { role, round }: { role: PersonRole; round: number },
): Promise<void> {
  const { ask, operatorKey: key, watch, origin } = world
  const { id } = partner
  const owner = { partner: id, member: 0 }
  const email = `${canaryOf(owner, round * PERSON_ROLES.length + PERSON_ROLES.indexOf(role))}@example.com`
  const body = { email, name: `The ${role}`, role }
  const invited = await ask.unless('too_many_requests', {
    method: 'POST',
    path: `/v1/partners/${id}/people`,
    key,
    body,
  })
  // Requests have used up what the partner may send in this hour: a later round has room.
  if (invited === null) return
  const { personId } = invited
  learn(world, [
    { what: 'personId', owner, value: personId },
    { what: 'personEmail', owner, value: email },
  ])
  const cookie = await signIn(world, email)
  watch.add(cookie.split('=')[1] ?? '', owner)
  const headers = { Cookie: cookie, Origin: origin }
  world.callers.push({
    kind: 'person',
    name: nameOf(role, partner),
    headers,
    owner,
    scopes: scopesOfRole(role),
    personId,
  })
}

async function signIn({ ask, server, origin }: World, email: string): Promise<string> {
  const headers = { Origin: origin }
  await ask({ method: 'POST', path: '/v1/partner/sign-in-codes', headers, body: { email } })
  const code = await readCode(join(server.dataFolder, 'messages'), email)
  const asked = { method: 'POST', path: '/v1/partner/sessions', headers, body: { email, code } }
  return (await ask.withCookie(asked)).cookie
}

/** The code in the newest message to an address. */
async function readCode(folder: string, email: string): Promise<string> {
  const began = performance.now()
  while (performance.now() - began < CODE_WAIT_MS_MAX) {
    for (const { to, code } of readMessageFolder(folder, MESSAGES_MAX)) if (to === email && code !== null) return code
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`no code came to ${email} in ${CODE_WAIT_MS_MAX / 1_000} s`)
}
