import type { Transaction } from '../../database/engine/client.ts'
import { hashSessionToken } from '../../database/member-sessions.ts'
import { type Person, savePerson } from '../../database/people.ts'
import { insertPersonSession } from '../../database/person-sessions.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { PERSON_SESSION_MS_MAX } from '../../domain/people.ts'
import { appendEntry } from '../audit/append-entry.ts'

const TOKEN_BYTES = 32
const CREATED = 201

export interface OpenPersonSessionDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
}

/** A person who has just signed in, and the token of the session, which is shown only now. */
export interface OpenedPersonSession {
  readonly personId: string
  readonly token: string
}

/** Who proved to be somebody, and by which request. */
interface Proved {
  readonly person: Person
  /** The operation, as the audit log names it. */
  readonly by: 'signInPerson' | 'signInPersonPasskey'
  readonly requestId: string
}

/** Opens a session of the console, and writes it into the audit log, as the last act of the transaction that proved who it is. */
export async function openPersonSession(
  tx: Transaction,
  { clock, ids, randomness }: OpenPersonSessionDeps,
  { person, by: operation, requestId }: Proved,
): Promise<OpenedPersonSession> {
  const token = Buffer.from(randomness.bytes(TOKEN_BYTES)).toString('hex')
  const createdAt = clock.now()
  const id = ids.next()
  await insertPersonSession(tx, {
    tokenHash: hashSessionToken(token),
    id,
    personId: person.id,
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + PERSON_SESSION_MS_MAX),
    endedAt: null,
  })
  if (person.joinedAt === null) await savePerson(tx, { ...person, joinedAt: createdAt })
  const { partnerId, id: keyId, name: keyLabel } = person
  const call = { callerKind: 'partner', keyId, keyLabel, partnerId, operation, requestId } as const
  const nothing = { kept: {}, amount: null, raises: null, requestDigest: null, proposalId: null, problem: null }
  await appendEntry(tx, {
    at: createdAt,
    ...call,
    target: { sessionId: id },
    ...nothing,
    status: CREATED,
    changed: true,
  })
  return { personId: person.id, token }
}
