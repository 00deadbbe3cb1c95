import { sendNextMessage } from '../../../../server/actions/messages/send-next-message.ts'
import type { ChannelKind, OutgoingMessage } from '../../../../server/domain/channels.ts'
import type { RunningApi } from './running-api.ts'

/** A message that reached somebody. */
export interface ReceivedMessage extends OutgoingMessage {
  readonly kind: ChannelKind
}

/** Sends all messages that wait, and returns them in their order. */
export async function receiveMessages({ deps: { db, clock, contactSeal } }: RunningApi): Promise<ReceivedMessage[]> {
  const received: ReceivedMessage[] = []
  const into = (kind: ChannelKind) => ({
    send(message: OutgoingMessage) {
      received.push({ kind, ...message })
      return Promise.resolve()
    },
  })
  const report = ({ error }: { error: unknown }) => {
    throw error
  }
  const deps = { db, clock, contactSeal, channels: { email: into('email'), phone: into('phone') }, report }
  for (const kind of ['email', 'phone'] as const) while (await sendNextMessage(deps, kind));
  return received
}

/** The code of the only message that waits. */
export async function receiveCode(api: RunningApi): Promise<string> {
  const [message, ...others] = await receiveMessages(api)
  const code = /\b[0-9]{8}\b/.exec(message?.text ?? '')?.[0]
  if (code === undefined || others.length > 0) throw new Error('not exactly one message with a code came')
  return code
}

/** Another code than this one. */
export const anotherCode = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0')
