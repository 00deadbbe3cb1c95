/** Values that the examples of several subjects share, so that they tell one story: a till, a card member, a purchase. */

const hash = (byte: string) => `0x${byte.repeat(32)}`

export const PARTNER_ID = 1
export const PARTNER_NAME = 'Harbour Books'
export const MEMBER_ID = '0199a7c2-7b7e-7c3e-8a4d-2f6f5f3f9a10'
export const ACCOUNT = '0x71c7656ec7ab88b098defb751b7401b5f6d8976f'
export const NEW_ACCOUNT = `0x${'5e'.repeat(20)}`
export const SIGNATURE = `0x${'5e'.repeat(65)}`

/** Unix seconds, until when a signed order may be carried out. */
export const DEADLINE = '1798761600'

export const ENROLLED_AT = '2026-11-20T09:30:00.000Z'
export const RECORDED_AT = '2026-11-23T10:15:01.204Z'
export const EXPIRES_AT = '2028-11-23T00:00:00.000Z'

export const TRANSACTION_HASH = hash('7a')
export const BLOCK_HASH = hash('b1')
export const DIGEST = hash('d1')
export const RECEIPTS_ROOT = hash('ab')
export const BATCH_HASH = hash('ba')
export const SALT = hash('5a')
export const COMMITMENT = hash('c0')

/** What WebAuthn gives, cut short. */
export const PASSKEY_REGISTRATION = {
  id: 'Zm9vYmFy',
  rawId: 'Zm9vYmFy',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoi', attestationObject: 'o2NmbXRkbm9u' },
}
export const PASSKEY_ASSERTION = {
  id: 'Zm9vYmFy',
  rawId: 'Zm9vYmFy',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoi', authenticatorData: 'SZYN5YgOjGh0', signature: 'MEUCIQDx' },
}
export const PASSKEY_HINTS = { rpId: 'points.example.com', credentialIds: ['Zm9vYmFy'] }

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

export const CONTRACTS = {
  accessManager: `0x${'a1'.repeat(20)}`,
  token: `0x${'a2'.repeat(20)}`,
  registry: `0x${'a3'.repeat(20)}`,
  issuance: `0x${'a4'.repeat(20)}`,
  redemption: `0x${'a5'.repeat(20)}`,
  accounts: `0x${'a6'.repeat(20)}`,
  clearing: `0x${'a7'.repeat(20)}`,
  logAnchors: `0x${'a8'.repeat(20)}`,
}

interface Field {
  readonly name: string
  readonly type: string
}

/** EIP-712 typed data of one of the two contracts that take signatures of members. */
export function typedData(
  contract: 'Redemption' | 'Accounts',
  primaryType: string,
  { fields, message }: { fields: readonly Field[]; message: Readonly<Record<string, unknown>> },
) {
  const verifyingContract = contract === 'Redemption' ? CONTRACTS.redemption : CONTRACTS.accounts
  return {
    domain: { name: `Entente ${contract}`, version: '1', chainId: '31337', verifyingContract },
    types: { EIP712Domain: DOMAIN_FIELDS, [primaryType]: fields },
    primaryType,
    message,
  }
}

const picture = (digits: string) => ({
  url: `/pictures/${digits.repeat(32)}.webp`,
  smallUrl: `/pictures/${digits.split('').reverse().join('').repeat(32)}.webp`,
})

/** A picture as answers have it. */
export const PICTURE = picture('5e')

/** What an upload of a picture has for a body: its bytes, which a document cannot show. */
export const PICTURE_BYTES = '(the bytes of the picture)'

export const BRAND = { colour: '#1f4d3a', textColour: '#ffffff', logo: picture('7c') }
