import type { Transaction } from '../../database/engine/client.ts'
import { listIdentifiersOfMember } from '../../database/members.ts'
import { type ChannelKind, NOTICE_MS_MAX } from '../../domain/channels.ts'
import type { MessageFacts, MessageTopic } from './message-texts.ts'
import { type QueueDeps, queueMessages } from './queue-messages.ts'

export interface NoticeDeps extends QueueDeps {
  /** The kinds of channels that the operator has set up. */
  readonly channelKinds: ReadonlySet<ChannelKind>
}

/** What a member is told, wherever they agreed to be told. */
export interface Notice {
  readonly memberId: string
  readonly topic: Exclude<MessageTopic, 'identifier_code' | 'move_code' | 'console_code' | 'console_invitation'>
  readonly facts?: MessageFacts
  /** The contact that it is about, which need not be told. */
  readonly exceptHash?: string
}

/** Tells a member by all their proven contacts that something happened to their account. */
export async function notifyMember(
  tx: Transaction,
  deps: NoticeDeps,
  { memberId, topic, facts = {}, exceptHash }: Notice,
): Promise<void> {
  const expiresAt = new Date(deps.clock.now().getTime() + NOTICE_MS_MAX)
  const known = await listIdentifiersOfMember(tx, memberId)
  await queueMessages(
    tx,
    deps,
    known.flatMap(({ kind, valueHash, contact }) => {
      if (kind === 'card' || contact === null || valueHash === exceptHash || !deps.channelKinds.has(kind)) return []
      return [{ memberId, kind, to: deps.contactSeal.open(memberId, contact), topic, facts, expiresAt }]
    }),
  )
}
