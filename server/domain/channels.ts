/** How messages reach members: by e-mail, or by SMS to a phone. */
export type ChannelKind = 'email' | 'phone'

export const CHANNEL_KINDS: readonly ChannelKind[] = ['email', 'phone']

/** What a message says in one language. */
export interface MessagePart {
  readonly language: string
  readonly subject: string
  readonly text: string
}

/** A message as it leaves. */
export interface OutgoingMessage {
  /** The same each time that it is tried, so that a gateway can tell a repetition. */
  readonly id: string
  readonly to: string
  /** Left out of an SMS. */
  readonly subject: string
  readonly text: string
  /** The same language by language, for e-mail; none in a message that an older version put into the queue. */
  readonly parts: readonly MessagePart[]
  /** The one-time code that it brings; null for a notice. */
  readonly code: string | null
}

/** Hands messages to a mail server or a gateway. Throws when it did not take one: it is tried again later. */
export interface Channel {
  send(message: OutgoingMessage): Promise<void>
}

/** The channels that the operator has set up; null for none of that kind. */
export type Channels = Readonly<Record<ChannelKind, Channel | null>>

/** How often a message is tried, and how long after a try it is tried again: each time twice as long, up to the longest. */
export const MESSAGE_TRIES_MAX = 12
export const MESSAGE_PAUSE_MS_MIN = 10_000
export const MESSAGE_PAUSE_MS_MAX = 60 * 60_000

/** A notice that could not be sent for so long says nothing new any more. */
export const NOTICE_MS_MAX = 48 * 60 * 60_000

/** How long to wait after so many tries. */
export function messagePauseMs(tries: number): number {
  return Math.min(MESSAGE_PAUSE_MS_MIN * 2 ** (tries - 1), MESSAGE_PAUSE_MS_MAX)
}
