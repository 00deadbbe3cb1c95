import type { z } from 'zod'

import { MeResponse } from '../../server/api/schemas/members/me.ts'
import {
  EnrolledMemberResponse,
  MemberResponse,
  WalletChallengeResponse,
} from '../../server/api/schemas/members/members.ts'
import { PasskeyChallengeResponse } from '../../server/api/schemas/sign-in/passkeys.ts'
import { PinResetResponse, PinSetResponse } from '../../server/api/schemas/sign-in/pins.ts'
import { type ApiClient, ApiProblem } from '../api-client.ts'
import type { Operator } from '../operator.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import type { DemoMembers } from './demo-members.ts'
import { openAuthenticator, type Site, type StoredPasskey } from './software-authenticator.ts'
import { openWallet, type TypedDataToSign } from './throw-away-wallet.ts'

/** What an approval link shows of an order. */
export interface OrderToApprove {
  digest: string
  typedData: TypedDataToSign
}

/** A member who can be named at a till and can say yes there. */
export interface DemoMember {
  kind: 'card' | 'wallet' | 'passkey'
  memberId: string
  /** How the till names them. */
  reference: { kind: string; value: string }
  /** The body of a consent; card members need no order for it. */
  consent(order: OrderToApprove | null): Promise<object>
}

/** Enrols the members with keys of their own: wallets by Sign-In with Ethereum, passkeys by WebAuthn. */
export async function enrolOwnKeys(
  api: ApiClient,
  { partner, members, now }: { partner: PartnerKey; members: DemoMembers; now: Date },
): Promise<DemoMember[]> {
  const wallets = members.wallets.map(({ privateKey }) => enrolWallet(api, { partner, privateKey, now }))
  const { uri: origin } = await walletChallenge(api)
  const passkeys = members.passkeys.map((passkey) => enrolPasskey(api, passkey, origin))
  return Promise.all([...wallets, ...passkeys])
}

/** Gives the card members, whom the tills have enrolled, their PINs: by the operator's reset codes, which any till takes. */
export async function setPins(
  { api, key: operatorKey }: Operator,
  { partner: { key }, members }: { partner: PartnerKey; members: DemoMembers },
): Promise<DemoMember[]> {
  return Promise.all(
    members.cards.map(async ({ cardNumber, pin }) => {
      const reference = { kind: 'card', value: cardNumber }
      const search = { method: 'POST', path: '/v1/members/search', key, body: reference } as const
      const { memberId } = await api.call({ ...search, answer: MemberResponse })
      const path = `/v1/members/${memberId}/pin`
      const reset = { method: 'POST', path: `${path}-reset`, key: operatorKey, answer: PinResetResponse } as const
      const { resetCode } = await api.call(reset)
      await api.call({ method: 'POST', path, key, body: { pin, resetCode }, answer: PinSetResponse })
      return { kind: 'card', memberId, reference, consent: () => Promise.resolve({ kind: 'pin', pin }) }
    }),
  )
}

async function enrolWallet(
  api: ApiClient,
  { partner: { key }, privateKey, now }: { partner: PartnerKey; privateKey: string; now: Date },
): Promise<DemoMember> {
  const wallet = openWallet(privateKey)
  const reference = { kind: 'wallet', value: wallet.address }
  const proof = await wallet.signIn(await walletChallenge(api), now)
  const body = { kind: 'wallet', proof }
  const answer = EnrolledMemberResponse
  const enrolled = await unless('wallet_taken', api.call({ method: 'POST', path: '/v1/members', key, body, answer }))
  const search = { method: 'POST', path: '/v1/members/search', key, body: reference } as const
  const { memberId } = enrolled ?? (await api.call({ ...search, answer: MemberResponse }))
  return {
    kind: 'wallet',
    memberId,
    reference,
    consent: async (order) => ({ kind: 'wallet', signature: await wallet.signTypedData(orderOf(order).typedData) }),
  }
}

async function enrolPasskey(api: ApiClient, stored: StoredPasskey, origin: string): Promise<DemoMember> {
  const authenticator = openAuthenticator(stored)
  const challenge = () => api.call({ method: 'POST', path: '/v1/passkey-challenges', answer: PasskeyChallengeResponse })
  const { challenge: first, rpId } = await challenge()
  const site: Site = { rpId, origin }
  const enrol = { method: 'POST', headers: { origin }, answer: MeResponse } as const
  const registration = { registration: authenticator.register(first, site) }
  const enrolled = await unless('passkey_taken', api.call({ ...enrol, path: '/v1/passkeys', body: registration }))
  const signIn = async () => {
    const body = { kind: 'passkey', assertion: authenticator.assert((await challenge()).challenge, site) }
    return api.call({ ...enrol, path: '/v1/sessions', body })
  }
  const { memberId } = enrolled ?? (await signIn())
  return {
    kind: 'passkey',
    memberId,
    reference: { kind: 'member', value: memberId },
    consent: (order) => {
      const challengeOfOrder = Buffer.from(orderOf(order).digest.slice(2), 'hex').toString('base64url')
      return Promise.resolve({ kind: 'passkey', assertion: authenticator.assert(challengeOfOrder, site) })
    },
  }
}

function walletChallenge(api: ApiClient): Promise<z.output<typeof WalletChallengeResponse>> {
  return api.call({ method: 'POST', path: '/v1/wallet-challenges', answer: WalletChallengeResponse })
}

function orderOf(order: OrderToApprove | null): OrderToApprove {
  if (order === null) throw new Error('a member signs an order that they have seen')
  return order
}

/** What is already so, is as wanted: null. */
async function unless<T>(code: string, called: Promise<T>): Promise<T | null> {
  try {
    return await called
  } catch (error) {
    if (error instanceof ApiProblem && error.code === code) return null
    throw error
  }
}
