import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { TOKEN_CHARACTERS_MAX, TOKEN_CHARACTERS_MIN } from '../../../server/config/external-signers.ts'
import { refusalOf } from './refusal-of.ts'

const token = (letter: string, length = TOKEN_CHARACTERS_MIN) => letter.repeat(length)
const signerAt = (url: string) => ({ EXTERNAL_SIGNERS: `3=${url}`, EXTERNAL_SIGNER_TOKENS: `3=${token('a')}` })

describe("the signing services of partners in the server's settings", function () {
  it('are known by the number of the partner, each with a token of its own', () => {
    const { config, secrets } = readConfig({
      EXTERNAL_SIGNERS: '3=https://signer.example/?a=b, 5=https://other.example',
      EXTERNAL_SIGNER_TOKENS: `3=${token('a')}, 5=${token('b')}=`,
    })
    expect(config.externalSigners).to.deep.equal({ 3: 'https://signer.example/?a=b', 5: 'https://other.example' })
    expect(secrets.externalSignerTokens).to.deep.equal({ 3: token('a'), 5: `${token('b')}=` })
    expect(refusalOf({ EXTERNAL_SIGNERS: 'https://signer.example' })).to.include('EXTERNAL_SIGNERS')
  })

  it('can be two while a key changes, each for one address', () => {
    const next = `3@0x${'2e'.repeat(20)}`
    const { config } = readConfig({
      EXTERNAL_SIGNERS: `3=https://old.example, ${next}=https://new.example`,
      EXTERNAL_SIGNER_TOKENS: `3=${token('a')}, ${next}=${token('b')}`,
    })
    expect(config.externalSigners).to.deep.equal({ 3: 'https://old.example', [next]: 'https://new.example' })
    for (const bad of [`3@0x${'2E'.repeat(20)}`, `3@0x${'2e'.repeat(19)}`, '3@'])
      expect(refusalOf({ EXTERNAL_SIGNERS: `${bad}=aws-kms:alias/next` })).to.include('EXTERNAL_SIGNERS')
    expect(refusalOf({ EXTERNAL_SIGNERS: `${next}=aws-kms:alias/next` })).to.equal('accepted')
  })

  it('are refused without a token, with the token of another partner, and with one that nobody needs', () => {
    const signers = { EXTERNAL_SIGNERS: '3=https://signer.example, 5=https://other.example' }
    expect(refusalOf(signers)).to.include('EXTERNAL_SIGNER_TOKENS')
    expect(refusalOf({ ...signers, EXTERNAL_SIGNER_TOKENS: `3=${token('a')}` })).to.include('partner 5')
    const both = (other: string) => ({ ...signers, EXTERNAL_SIGNER_TOKENS: `3=${token('a')}, 5=${other}` })
    expect(refusalOf(both(token('a')))).to.include('twice')
    expect(refusalOf(both(token('b')))).to.equal('accepted')
    expect(refusalOf({ EXTERNAL_SIGNER_TOKENS: `3=${token('a')}` })).to.include('partner 3')
    expect(refusalOf({ ...signerAt('https://a.example'), EXTERNAL_SIGNERS: '3=https://a.example,3=https://b.example' }))
      .to.include('EXTERNAL_SIGNERS')
      .and.include('twice')
  })

  it('have tokens that are neither short nor long, and of visible characters', () => {
    const withToken = (text: string) =>
      refusalOf({ EXTERNAL_SIGNERS: '3=https://signer.example', EXTERNAL_SIGNER_TOKENS: `3=${text}` })
    for (const length of [TOKEN_CHARACTERS_MIN, TOKEN_CHARACTERS_MAX])
      expect(withToken(token('a', length))).to.equal('accepted')
    for (const length of [TOKEN_CHARACTERS_MIN - 1, TOKEN_CHARACTERS_MAX + 1]) {
      const said = withToken(token('s', length))
      expect(said).to.include('EXTERNAL_SIGNER_TOKENS').and.not.include(token('s', length))
    }
    for (const bad of ['with a blank in it', 'with\na line break', 'mit-ümlauten-darin'])
      expect(withToken(bad)).to.include('EXTERNAL_SIGNER_TOKENS')
  })

  for (const url of [
    'http://127.0.0.1:4000/sign',
    'http://127.8.8.8',
    'http://localhost:1',
    'http://[::1]:4000',
    'https://a.example',
  ])
    it(`may be at ${url}`, () => {
      expect(refusalOf(signerAt(url))).to.equal('accepted')
    })

  for (const url of [
    'http://signer.example',
    'http://10.0.0.7:4000',
    'http://128.0.0.1',
    'http://localhost.signer.example',
    'http://127.0.0.1.signer.example',
    'HTTP://signer.example',
    'http://[::2]',
    'http://0.0.0.0',
    'https://user:secret@signer.example',
    'https://user@signer.example',
    'https://',
    'ftp://signer.example',
  ])
    it(`may not be at ${url}`, () => {
      expect(refusalOf(signerAt(url))).to.include('EXTERNAL_SIGNERS')
    })
})
