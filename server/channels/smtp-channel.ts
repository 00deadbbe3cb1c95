import { createTransport } from 'nodemailer'

import type { Channel } from '../domain/channels.ts'
import { LOGO_CID, type MailLook, renderMailPage } from './mail-page.ts'

/** Where e-mail goes out. */
export interface SmtpOptions {
  /** smtps://user:password@host, or smtp://... with STARTTLS; plain only to this machine. */
  readonly url: string
  /** As in `Entente <points@example.com>`. */
  readonly from: string
  /** How the coalition shows itself. */
  readonly look: MailLook
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** Sends e-mail through a mail server. */
export function smtpChannel({ url, from, look, timeoutMs = TIMEOUT_MS }: SmtpOptions): Channel {
  const { protocol, hostname } = new URL(url)
  const isOwnMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const transport = createTransport({
    url,
    // A password and a code must not go over the network in clear text.
    requireTLS: protocol === 'smtp:' && !isOwnMachine,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message) {
      const { id, to, subject, text } = message
      await transport.sendMail({
        from,
        // As an address and not as a text: nothing in it is taken for a second recipient.
        to: { name: '', address: to },
        subject,
        text,
        html: renderMailPage(message, look),
        attachments: [
          {
            filename: 'logo.png',
            content: look.logo,
            contentType: 'image/png',
            cid: LOGO_CID,
            contentDisposition: 'inline',
          },
        ],
        messageId: `<${id}@entente>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
  }
}
