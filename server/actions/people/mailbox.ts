import type { ChannelKind } from '../../domain/channels.ts'
import { normaliseEmail } from '../../domain/identifiers.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { CodeLimits } from '../messages/one-time-code.ts'

/** Hashes a text under the lookup key; the identifiers of members are hashed the same way. */
type HashText = (kind: 'card' | 'email' | 'phone', value: string) => string

export interface MailboxDeps {
  readonly hashIdentifier: HashText
  readonly codeLimits: CodeLimits
  /** The kinds of channels that the operator has set up. */
  readonly channelKinds: ReadonlySet<ChannelKind>
}

/** An e-mail address of somebody of a partner. */
export interface Mailbox {
  readonly email: string
  /** Under which the person is looked up. Never the hash under which a member is: nothing tells that they are the same. */
  readonly emailHash: string
}

/** Reads an address that somebody typed. */
export function readMailbox({ hashIdentifier }: Pick<MailboxDeps, 'hashIdentifier'>, typed: string): Mailbox {
  const email = normaliseEmail(typed)
  if (email === null) throw new Rejection('identifier_malformed', { kind: 'email' })
  // An address has no blank in it.
  return { email, emailHash: hashIdentifier('email', `person ${email}`) }
}

/** Counts a message to an address, with the codes of members who have it: so many reach a mailbox, whoever asks. */
export async function takeMessage(
  { codeLimits, channelKinds, hashIdentifier }: MailboxDeps,
  { email, partnerId }: Pick<Mailbox, 'email'> & { readonly partnerId: number | null },
): Promise<void> {
  if (!channelKinds.has('email')) throw new Rejection('channel_unavailable', { kind: 'email' })
  if (partnerId !== null) await codeLimits.ofPartner.take(String(partnerId))
  await codeLimits.ofIdentifier.take(`email/${hashIdentifier('email', email)}`)
}
