import { resolve } from 'node:path'
import { inspect } from 'node:util'

import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { TOKEN_CHARACTERS_MAX, TOKEN_CHARACTERS_MIN } from '../../../server/config/external-signers.ts'
import { refusalOf } from './refusal-of.ts'

const MAIL = { SMTP_URL: 'smtps://entente:secret@mail.example.com', MAIL_FROM: 'Entente <points@example.com>' }
const SMS = {
  SMS_GATEWAY_URL: 'https://sms.example.com/messages',
  SMS_GATEWAY_TOKEN: 'a'.repeat(TOKEN_CHARACTERS_MIN),
}

describe("the channels in the server's settings", function () {
  it('are a folder of the data folder unless something else is set, and nothing in production', () => {
    const { channels } = readConfig({}).config
    expect(channels).to.deep.equal({
      hasMailServer: false,
      mailFrom: null,
      smsGatewayUrl: null,
      smsFrom: null,
      folder: resolve('.entente/messages'),
    })
    expect(readConfig({ NODE_ENV: 'production' }).config.channels.folder).to.equal(null)
  })

  it('keep password and token among the secrets', () => {
    const { config, secrets } = readConfig({ ...MAIL, ...SMS, SMS_FROM: '+441234567890' })
    expect(config.channels).to.include({
      hasMailServer: true,
      mailFrom: MAIL.MAIL_FROM,
      smsGatewayUrl: SMS.SMS_GATEWAY_URL,
      smsFrom: '+441234567890',
    })
    expect(secrets).to.include({ smtpUrl: MAIL.SMTP_URL, smsGatewayToken: SMS.SMS_GATEWAY_TOKEN })
    expect(inspect(config, { depth: null }))
      .to.not.include('secret')
      .and.to.not.include(SMS.SMS_GATEWAY_TOKEN)
  })

  for (const [name, settings] of [
    ['MAIL_FROM', { SMTP_URL: MAIL.SMTP_URL }],
    ['SMTP_URL', { MAIL_FROM: MAIL.MAIL_FROM }],
    ['SMS_GATEWAY_TOKEN', { SMS_GATEWAY_URL: SMS.SMS_GATEWAY_URL }],
    ['SMS_GATEWAY_URL', { SMS_GATEWAY_TOKEN: SMS.SMS_GATEWAY_TOKEN }],
    ['SMTP_URL', { ...MAIL, SMTP_URL: 'https://mail.example.com' }],
    ['MAIL_FROM', { ...MAIL, MAIL_FROM: 'nobody' }],
    ['MAIL_FROM', { ...MAIL, MAIL_FROM: 'a@example.com\nBcc: b@example.com' }],
    ['SMS_GATEWAY_URL', { ...SMS, SMS_GATEWAY_URL: 'http://sms.example.com' }],
    ['SMS_GATEWAY_URL', { ...SMS, SMS_GATEWAY_URL: 'https://user:password@sms.example.com' }],
    ['SMS_GATEWAY_TOKEN', { ...SMS, SMS_GATEWAY_TOKEN: 'a'.repeat(TOKEN_CHARACTERS_MIN - 1) }],
    ['SMS_GATEWAY_TOKEN', { ...SMS, SMS_GATEWAY_TOKEN: 'a'.repeat(TOKEN_CHARACTERS_MAX + 1) }],
    ['SMS_FROM', { ...SMS, SMS_FROM: 'a name too long' }],
  ] as const)
    it(`are refused where ${name} is missing or wrong: ${JSON.stringify(settings).slice(0, 90)}`, () => {
      expect(refusalOf(settings)).to.include(name)
    })

  it('may be on this machine without TLS', () => {
    expect(refusalOf({ ...MAIL, SMTP_URL: 'smtp://localhost:1025', MAIL_FROM: 'points@example.com' })).to.equal(
      'accepted',
    )
    expect(refusalOf({ ...SMS, SMS_GATEWAY_URL: 'http://127.0.0.1:9000/sms' })).to.equal('accepted')
  })
})
