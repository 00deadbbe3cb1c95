import { expect } from 'chai'
import { type BaseWallet, Wallet } from 'ethers'

import { aVirtualPasskey } from '../../support/virtual-passkey.ts'
import { type Answer, ask, type Question } from '../../support/system/ask.ts'

/** A member of a test who earns and redeems. */
export interface Redeemer {
  kind: 'pin' | 'wallet' | 'passkey'
  address: string
  reference: { kind: string; value: string }
  /** The body of the consent to what an approval link shows. */
  consent(approval: Answer['body']): Promise<object>
}

export const PIN = '4826'

/** Asks as a member's phone does, and expects the status. */
async function expectAnswer(status: number, url: string, path: string, question: Question): Promise<Answer['body']> {
  const answer = await ask(url, path, question)
  expect(answer.status, JSON.stringify(answer.body)).to.equal(status)
  return answer.body
}

/** Enrols a member of each kind at a running server. */
export async function enrolRedeemers(url: string, key: string): Promise<Redeemer[]> {
  return [await enrolCard(url, key), await enrolWallet(url, key, Wallet.createRandom()), await enrolPasskey(url)]
}

async function enrolCard(url: string, key: string): Promise<Redeemer> {
  const member = await expectAnswer(201, url, '/v1/members', { key, body: { kind: 'card' } })
  const pin = await ask(url, `/v1/members/${String(member.memberId)}/pin`, { key, body: { pin: PIN } })
  expect(pin.status, JSON.stringify(pin.body)).to.be.below(300)
  const reference = { kind: 'card', value: member.cardNumber }
  return { kind: 'pin', address: member.address, reference, consent: () => Promise.resolve({ kind: 'pin', pin: PIN }) }
}

/** Enrols a wallet at a till of a partner; the same wallet may be a member in several cells. */
export async function enrolWallet(url: string, key: string, wallet: BaseWallet): Promise<Redeemer> {
  const terms = await expectAnswer(201, url, '/v1/wallet-challenges', { body: {} })
  const message = [
    `${String(terms.domain)} wants you to sign in with your Ethereum account:`,
    `${wallet.address}\n`,
    `${String(terms.statement)}\n`,
    `URI: ${String(terms.uri)}`,
    'Version: 1',
    `Chain ID: ${String(terms.chainId)}`,
    `Nonce: ${String(terms.nonce)}`,
    `Issued At: ${new Date().toISOString()}`,
  ].join('\n')
  const proof = { message, signature: await wallet.signMessage(message) }
  await expectAnswer(201, url, '/v1/members', { key, body: { kind: 'wallet', proof } })
  return {
    kind: 'wallet',
    address: wallet.address,
    reference: { kind: 'wallet', value: wallet.address },
    async consent({ typedData: { domain, types, message: order } }) {
      const { EIP712Domain: _domain, ...structs } = types
      return { kind: 'wallet', signature: await wallet.signTypedData(domain, structs, order) }
    },
  }
}

async function enrolPasskey(url: string): Promise<Redeemer> {
  const { uri: origin } = await expectAnswer(201, url, '/v1/wallet-challenges', { body: {} })
  const { challenge, rpId } = await expectAnswer(201, url, '/v1/passkey-challenges', { body: {} })
  const passkey = aVirtualPasskey({ rpId, origin })
  const body = { registration: passkey.register(challenge) }
  const me = await expectAnswer(201, url, '/v1/passkeys', { body, headers: { origin } })
  return {
    kind: 'passkey',
    address: me.address,
    reference: { kind: 'member', value: me.memberId },
    consent({ digest }) {
      const asked = Buffer.from(String(digest).slice(2), 'hex').toString('base64url')
      return Promise.resolve({ kind: 'passkey', assertion: passkey.assert(asked) })
    },
  }
}
