import type { EntenteClient, Schemas } from '../../client/client.ts'
import { EntenteProblem } from '../../client/problem.ts'
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
  reference: Schemas['MemberReference']
  /** What they can spend, as the till sees it while the card is shown, or as they see it themselves. */
  pointsAvailable(till: EntenteClient): Promise<bigint>
  /** The body of a consent; card members need no order for it. */
  consent(order: OrderToApprove | null): Promise<Schemas['Consent']>
}

/** Enrols the members with keys of their own: wallets by Sign-In with Ethereum, passkeys by WebAuthn. */
export async function enrolOwnKeys(
  api: EntenteClient,
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
      const till = api.withKey(key)
      const reference = { kind: 'card', value: cardNumber } as const
      const { memberId } = (await till.POST('/v1/members/search', { body: reference })).data
      const params = { path: { memberId } }
      const { resetCode } = (await api.withKey(operatorKey).POST('/v1/members/{memberId}/pin-reset', { params })).data
      await till.POST('/v1/members/{memberId}/pin', { params, body: { pin, resetCode } })
      return {
        kind: 'card',
        memberId,
        reference,
        pointsAvailable: async (shown) => {
          const body = { member: reference, points: '1' }
          const { pointsAvailable } = (await shown.POST('/v1/redemptions/quote', { body })).data
          return BigInt(pointsAvailable ?? 0)
        },
        consent: () => Promise.resolve({ kind: 'pin', pin }),
      }
    }),
  )
}

async function enrolWallet(
  api: EntenteClient,
  { partner: { key }, privateKey, now }: { partner: PartnerKey; privateKey: string; now: Date },
): Promise<DemoMember> {
  const wallet = openWallet(privateKey)
  const till = api.withKey(key)
  const reference = { kind: 'wallet', value: wallet.address } as const
  const proof = await wallet.signIn(await walletChallenge(api), now)
  const enrolled = await unless('wallet_taken', till.POST('/v1/members', { body: { kind: 'wallet', proof } }))
  const { memberId } = (enrolled ?? (await till.POST('/v1/members/search', { body: reference }))).data
  const terms = await walletChallenge(api)
  const body = { kind: 'wallet', ...(await wallet.signIn(terms, now)) } as const
  const { response } = await api.POST('/v1/sessions', { headers: { origin: terms.uri }, body })
  return {
    kind: 'wallet',
    memberId,
    reference,
    pointsAvailable: ownPoints(api, response),
    consent: async (order) => ({ kind: 'wallet', signature: await wallet.signTypedData(orderOf(order).typedData) }),
  }
}

async function enrolPasskey(api: EntenteClient, stored: StoredPasskey, origin: string): Promise<DemoMember> {
  const authenticator = openAuthenticator(stored)
  const challenge = async () => (await api.POST('/v1/passkey-challenges')).data
  const { challenge: first, rpId } = await challenge()
  const site: Site = { rpId, origin }
  const headers = { origin }
  const body = { registration: authenticator.register(first, site) }
  const enrolled = await unless('passkey_taken', api.POST('/v1/passkeys', { headers, body }))
  const signIn = async () => {
    const assertion = authenticator.assert((await challenge()).challenge, site)
    return api.POST('/v1/sessions', { headers, body: { kind: 'passkey', assertion } })
  }
  const { data, response } = enrolled ?? (await signIn())
  const { memberId } = data
  return {
    kind: 'passkey',
    memberId,
    reference: { kind: 'member', value: memberId },
    pointsAvailable: ownPoints(api, response),
    consent: (order) => {
      const challengeOfOrder = Buffer.from(orderOf(order).digest.slice(2), 'hex').toString('base64url')
      return Promise.resolve({ kind: 'passkey', assertion: authenticator.assert(challengeOfOrder, site) })
    },
  }
}

/** What a member can spend, whom an answer has just signed in. */
function ownPoints(api: EntenteClient, { headers }: Response): () => Promise<bigint> {
  const [cookie = ''] = (headers.getSetCookie()[0] ?? '').split(';')
  return async () => BigInt((await api.withKey(null).GET('/v1/me', { headers: { cookie } })).data.pointsAvailable)
}

async function walletChallenge(api: EntenteClient): Promise<Schemas['WalletChallenge']> {
  return (await api.POST('/v1/wallet-challenges')).data
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
    if (error instanceof EntenteProblem && error.code === code) return null
    throw error
  }
}
