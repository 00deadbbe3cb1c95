import { setTimeout as pause } from 'node:timers/promises'

import type { Database } from '../../database/engine/client.ts'
import { listPeopleOfEmail } from '../../database/people.ts'
import { savePersonCode } from '../../database/person-codes.ts'
import type { Randomness } from '../../domain/environment.ts'
import { CODE_MS_MAX, CODE_RANDOM_BYTES, writeOneTimeCode } from '../../domain/one-time-codes.ts'
import { type QueueDeps, queueMessages } from '../messages/queue-messages.ts'
import { type BudgetDeps, takeCodeBudget } from '../requests/take-budget.ts'
import { type MailboxDeps, readMailbox, takeMessage } from './mailbox.ts'
import { hashPersonCode, PERSON_ANSWER_MS_MIN } from './person-code.ts'

export interface PersonCodeDeps extends QueueDeps, MailboxDeps, BudgetDeps {
  readonly db: Database
  readonly randomness: Randomness
}

/**
 * Sends the code with which somebody signs in to the console. Whether anybody is known by the address makes no difference to what is
 * counted, stored and answered, so that nobody learns it; only the message is left out.
 */
export async function startPersonCode(
  deps: PersonCodeDeps,
  asked: { readonly email: string; readonly networkAddress: string },
): Promise<{ expiresAt: Date }> {
  const { email, emailHash } = readMailbox(deps, asked.email)
  const atLeast = pause(PERSON_ANSWER_MS_MIN, undefined, { ref: false })
  await takeMessage(deps, { email, partnerId: null })
  const expiresAt = new Date(deps.clock.now().getTime() + CODE_MS_MAX)
  await deps.db.transaction(async (tx) => {
    await takeCodeBudget(tx, deps, asked.networkAddress)
    const code = writeOneTimeCode(deps.randomness.bytes(CODE_RANDOM_BYTES))
    const [person] = await listPeopleOfEmail(tx, emailHash)
    await savePersonCode(tx, { emailHash, codeHash: hashPersonCode(deps, { emailHash, code }), tries: 0, expiresAt })
    if (person === undefined) return
    const to = { memberId: person.id, kind: 'email', to: email } as const
    await queueMessages(tx, deps, [{ ...to, topic: 'console_code', facts: { code }, expiresAt }])
  })
  await atLeast
  return { expiresAt }
}
