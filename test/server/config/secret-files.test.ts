import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { refusalOf } from './refusal-of.ts'

describe('a secret in a file', function () {
  let root: string
  let data: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'entente-secrets-'))
    data = join(root, 'data')
    mkdirSync(join(data, 'keys'), { recursive: true })
  })
  afterEach(() => {
    chmodSync(root, 0o700)
    rmSync(root, { recursive: true, force: true })
  })

  const fileWith = (path: string, text: string) => {
    writeFileSync(join(root, path), text)
    return join(root, path)
  }
  const read = (environment: Record<string, string>) => readConfig({ ENTENTE_DATA: data, ...environment }).secrets
  const passphraseOf = (environment: Record<string, string>) => {
    const refusal = refusalOf({ ENTENTE_DATA: data, ...environment })
    return refusal === 'accepted' ? read(environment).passphrase : refusal
  }

  it('counts like its variable, without the line break at its end', () => {
    const file = fileWith('passphrase', 'a passphrase of many words\n')
    expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: file })).to.equal('a passphrase of many words')
    const secrets = read({
      DATABASE_URL_FILE: fileWith('url', 'postgresql://user:secret@host/db'),
      MEMBER_KEYS_URL_FILE: fileWith('keys', 'postgresql://user:secret@keys/db'),
      ENTENTE_LOOKUP_KEY_FILE: fileWith('lookup', 'ab'.repeat(32)),
      ETHERSCAN_API_KEY_FILE: fileWith('etherscan', 'etherscan key'),
      PKCS11_PIN_FILE: fileWith('pin', '1234'),
      SMTP_URL_FILE: fileWith('smtp', 'smtps://user:secret@mail.example.com'),
      MAIL_FROM: 'points@example.com',
      SMS_GATEWAY_TOKEN_FILE: fileWith('sms', 'a-token-of-the-gateway'),
      SMS_GATEWAY_URL: 'https://sms.example.com',
      EXTERNAL_SIGNERS: '3=https://signer.example',
      EXTERNAL_SIGNER_TOKENS_FILE: fileWith('tokens', '3=a-token-of-partner-3'),
      METRICS_TOKEN_FILE: fileWith('metrics', 'a-token-of-metrics\n'),
      OTEL_EXPORTER_OTLP_HEADERS_FILE: fileWith('headers', 'authorization=abc\n'),
    })
    expect(secrets).to.deep.equal({
      databaseUrl: 'postgresql://user:secret@host/db',
      memberKeysUrl: 'postgresql://user:secret@keys/db',
      passphrase: null,
      lookupKey: 'ab'.repeat(32),
      externalSignerTokens: { 3: 'a-token-of-partner-3' },
      metricsToken: 'a-token-of-metrics',
      traceHeaders: { authorization: 'abc' },
      pkcs11Pin: '1234',
      smtpUrl: 'smtps://user:secret@mail.example.com',
      smsGatewayToken: 'a-token-of-the-gateway',
      etherscanApiKey: 'etherscan key',
    })
  })

  it('is checked like its variable', () => {
    for (const [text, is] of [
      ['x'.repeat(12), 'x'.repeat(12)],
      ['x'.repeat(11), 'ENTENTE_PASSPHRASE is not usable: must have at least 12 characters.'],
      [' \n', `ENTENTE_PASSPHRASE_FILE is not usable: ${join(root, 'text')} is empty.`],
    ] as const)
      expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: fileWith('text', text) })).to.equal(is)
  })

  it('is refused where the variable is set as well, or the file cannot be read', () => {
    const file = fileWith('passphrase', 'a passphrase of many words')
    const both = { ENTENTE_PASSPHRASE: 'another passphrase', ENTENTE_PASSPHRASE_FILE: file }
    expect(passphraseOf(both)).to.include('both set')
    expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: join(root, 'missing') })).to.include('cannot be read')
    expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: root })).to.include('cannot be read')
  })

  it('is refused in the data folder, however it is named', () => {
    const inside = fileWith('data/keys/passphrase', 'a passphrase of many words')
    symlinkSync(inside, join(root, 'link'))
    symlinkSync(fileWith('outside', 'a passphrase of many words'), join(data, 'keys/link'))
    symlinkSync(data, join(root, 'data-link'))
    const names = [inside, join(root, 'link'), join(data, 'keys/link'), join(root, 'data-link/keys/passphrase')]
    for (const file of [...names, join(root, 'x/../data/keys/passphrase')])
      expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: file }), file).to.include('is not usable')
    expect(passphraseOf({ ENTENTE_DATA: join(root, 'data-link'), ENTENTE_PASSPHRASE_FILE: inside })).to.include(
      'data folder',
    )
    const beside = fileWith('data-of-another', 'a passphrase of many words')
    expect(passphraseOf({ ENTENTE_PASSPHRASE_FILE: beside })).to.equal('a passphrase of many words')
  })
})
