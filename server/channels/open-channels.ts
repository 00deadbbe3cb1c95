import type { ChannelKind, Channels } from '../domain/channels.ts'
import { messageFolder } from './message-folder.ts'
import { smsGateway, type SmsGatewayOptions } from './sms-gateway.ts'
import { smtpChannel, type SmtpOptions } from './smtp-channel.ts'

/** What the operator has set up. */
export interface ChannelOptions {
  readonly smtp: SmtpOptions | null
  readonly sms: SmsGatewayOptions | null
  /** Where messages go for which nothing is set up; null: nowhere. */
  readonly folder: string | null
}

/** Opens the channels. Nothing is connected before there is something to send. */
export function openChannels({ smtp, sms, folder }: ChannelOptions): Channels {
  const kept = (kind: ChannelKind) => (folder === null ? null : messageFolder(folder, kind))
  return {
    email: smtp === null ? kept('email') : smtpChannel(smtp),
    phone: sms === null ? kept('phone') : smsGateway(sms),
  }
}
