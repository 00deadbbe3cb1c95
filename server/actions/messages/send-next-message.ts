import type { Database } from '../../database/engine/client.ts'
import { claimDueMessage, lockWaitingMessage, type Message, saveMessage } from '../../database/messages.ts'
import { assert } from '../../domain/assert.ts'
import { type ChannelKind, type Channels, MESSAGE_TRIES_MAX, messagePauseMs } from '../../domain/channels.ts'
import type { Clock } from '../../domain/environment.ts'
import type { ContactSeal } from './contact-seal.ts'
import type { SealedMessage } from './queue-messages.ts'

export interface SendDeps {
  readonly db: Database
  readonly clock: Clock
  readonly channels: Channels
  readonly contactSeal: ContactSeal
  /** Told of a try that failed. Never of an address or a text. */
  readonly report: (failure: { topic: string; kind: ChannelKind; tries: number; error: unknown }) => void
}

/**
 * Sends the oldest message of a kind whose turn it is; false when there was none, or it could not be sent. A try is counted
 * before it is made, so that a message that brings the process down is not sent for ever; one that was sent
 * when the process died is sent again, under the same id.
 */
export async function sendNextMessage(deps: SendDeps, kind: ChannelKind): Promise<boolean> {
  const channel = deps.channels[kind]
  if (channel === null) return false
  const claimed = await claim(deps, kind)
  if (claimed === null || claimed.state !== 'waiting') return claimed !== null
  assert(claimed.sealed !== null, 'a message that waits has a text')
  const sealed = readSealed(deps.contactSeal.open(claimed.memberId, claimed.sealed))
  let failure: { readonly error: unknown } | null = null
  try {
    await channel.send({ id: claimed.id, ...sealed })
  } catch (error) {
    failure = { error }
    deps.report({ topic: claimed.topic, kind, tries: claimed.tries, error })
  }
  await settle(deps, claimed, failure === null)
  return failure === null
}

/** An older version put messages into the queue without parts and code. */
function readSealed(text: string): SealedMessage {
  const sealed = JSON.parse(text) as Partial<SealedMessage> & Pick<SealedMessage, 'to' | 'subject' | 'text'>
  return { parts: [], code: null, ...sealed }
}

/** Takes the next message, or ends one that is over. */
async function claim({ db, clock }: SendDeps, kind: ChannelKind): Promise<Message | null> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const message = await claimDueMessage(tx, { kind, now })
    if (message === null) return null
    const taken = judge(message, now)
    await saveMessage(tx, taken)
    return taken
  })
}

function judge(message: Message, now: Date): Message {
  if (now >= message.expiresAt) return end(message, 'expired', now)
  if (message.tries >= MESSAGE_TRIES_MAX) return end(message, 'failed', now)
  const tries = message.tries + 1
  return { ...message, tries, nextTryAt: new Date(now.getTime() + messagePauseMs(tries)) }
}

async function settle({ db, clock }: SendDeps, { id, tries }: Message, isSent: boolean): Promise<void> {
  if (!isSent && tries < MESSAGE_TRIES_MAX) return
  await db.transaction(async (tx) => {
    const message = await lockWaitingMessage(tx, id)
    if (message !== null) await saveMessage(tx, end(message, isSent ? 'sent' : 'failed', clock.now()))
  })
}

/** What is over is kept without its text and its address. */
function end(message: Message, state: 'sent' | 'failed' | 'expired', endedAt: Date): Message {
  return { ...message, state, sealed: null, endedAt }
}
