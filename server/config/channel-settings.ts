import { join } from 'node:path'

import { z } from 'zod'

import { ConfigInvalid } from './config-invalid.ts'
import { isSafeUrl, TOKEN_CHARACTERS_MAX, TOKEN_CHARACTERS_MIN } from './external-signers.ts'

/** `smtps://user:password@mail.example.com`, or `smtp://` with STARTTLS. */
const SmtpUrl = z.url({ protocol: /^smtps?$/, error: 'must be an smtps:// or smtp:// URL' })

/** `points@example.com`, or `Entente <points@example.com>`. */
const MailFrom = z
  .string()
  .max(254)
  .regex(/^(?:[^<>@\r\n]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an address, or a name and <address>')

const SmsGatewayUrl = z
  .string()
  .refine(isSafeUrl, 'must be an https URL without a user name; http is for loopback only')

const SmsGatewayToken = z
  .string()
  .regex(
    new RegExp(`^[\\x21-\\x7e]{${String(TOKEN_CHARACTERS_MIN)},${String(TOKEN_CHARACTERS_MAX)}}$`),
    `must have ${String(TOKEN_CHARACTERS_MIN)} to ${String(TOKEN_CHARACTERS_MAX)} visible characters`,
  )

/** A number with country code, or a name of up to 11 characters, as networks allow. */
const SmsFrom = z
  .string()
  .regex(/^(?:\+[1-9]\d{4,14}|[A-Za-z0-9 ]{1,11})$/, 'must be a number such as +441234567890, or a name')

/** What the environment says of channels. */
export const CHANNEL_SETTINGS = {
  SMTP_URL: SmtpUrl.nullable().default(null),
  MAIL_FROM: MailFrom.nullable().default(null),
  SMS_GATEWAY_URL: SmsGatewayUrl.nullable().default(null),
  SMS_GATEWAY_TOKEN: SmsGatewayToken.nullable().default(null),
  SMS_FROM: SmsFrom.nullable().default(null),
}

type Values = { readonly [Name in keyof typeof CHANNEL_SETTINGS]: string | null }

/** How messages reach members; the password of the mail server and the token of the gateway are secrets. */
export interface ChannelsConfig {
  readonly hasMailServer: boolean
  /** The sender of e-mail. */
  readonly mailFrom: string | null
  readonly smsGatewayUrl: string | null
  /** The sender that phones show; null leaves it to the gateway. */
  readonly smsFrom: string | null
  /** Where messages are put for which nothing is set up; null in production. */
  readonly folder: string | null
}

/** A mail server needs a sender, and a gateway its token. */
export function checkChannels({ SMTP_URL, MAIL_FROM, SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN }: Values): void {
  if ((SMTP_URL === null) !== (MAIL_FROM === null))
    throw new ConfigInvalid('SMTP_URL and MAIL_FROM belong together: set both, or none to send no e-mail.')
  if ((SMS_GATEWAY_URL === null) !== (SMS_GATEWAY_TOKEN === null))
    throw new ConfigInvalid('SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN belong together: set both, or none to send no SMS.')
}

/** The channels that are set up; messages without one are put into the data folder, except in production. */
export function readChannels(
  { SMTP_URL, MAIL_FROM, SMS_GATEWAY_URL, SMS_FROM, NODE_ENV }: Values & { readonly NODE_ENV: string },
  dataFolder: string,
): ChannelsConfig {
  return {
    hasMailServer: SMTP_URL !== null,
    mailFrom: MAIL_FROM,
    smsGatewayUrl: SMS_GATEWAY_URL,
    smsFrom: SMS_FROM,
    folder: NODE_ENV === 'production' ? null : join(dataFolder, 'messages'),
  }
}
