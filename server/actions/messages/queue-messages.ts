import type { Transaction } from '../../database/engine/client.ts'
import { appendMessages } from '../../database/messages.ts'
import type { ChannelKind, OutgoingMessage } from '../../domain/channels.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import type { ContactSeal } from './contact-seal.ts'
import { type MessageFacts, type MessageTopic, writeMessage } from './message-texts.ts'

export interface QueueDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly contactSeal: ContactSeal
}

/** What is to be said to a member, or to a person of a partner, and where. */
export interface QueuedMessage {
  /** Of the member or the person: names the key that it is encrypted with. */
  readonly memberId: string
  readonly kind: ChannelKind
  readonly to: string
  readonly topic: MessageTopic
  readonly facts: MessageFacts
  readonly expiresAt: Date
}

/** What a waiting message holds, encrypted. */
export type SealedMessage = Omit<OutgoingMessage, 'id'>

/** Has messages wait to be sent, in the transaction of what they tell: none is lost, and nobody waits for a mail server. */
export async function queueMessages(
  tx: Transaction,
  { clock, ids, contactSeal }: QueueDeps,
  messages: readonly QueuedMessage[],
): Promise<void> {
  const createdAt = clock.now()
  await appendMessages(
    tx,
    messages.map(({ memberId, kind, to, topic, facts, expiresAt }) => {
      const sealed: SealedMessage = { to, ...writeMessage(topic, facts) }
      return {
        id: ids.next(),
        memberId,
        kind,
        topic,
        sealed: contactSeal.seal(memberId, JSON.stringify(sealed)),
        state: 'waiting' as const,
        tries: 0,
        nextTryAt: createdAt,
        expiresAt,
        createdAt,
        endedAt: null,
      }
    }),
  )
}
