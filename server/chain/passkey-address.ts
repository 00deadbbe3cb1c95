import { createHash } from 'node:crypto'

import { encodeAbiParameters, type Hex, keccak256, stringToBytes } from 'viem'

const PASSKEY_TAG = keccak256(stringToBytes('Entente passkey member v1'))
const WORDS = [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }] as const

/** The public key of a passkey: a point of P-256, 32 bytes each. */
export interface PasskeyPoint {
  readonly x: string
  readonly y: string
}

/** The address of the member whose key is the passkey (x, y) of a site: `passkeyAddress` of contracts/libraries/MemberKey.sol. */
export function passkeyAddress({ rpId, x, y }: PasskeyPoint & { rpId: string }): string {
  const rpIdHash: Hex = `0x${createHash('sha256').update(rpId).digest('hex')}`
  return `0x${keccak256(encodeAbiParameters(WORDS, [PASSKEY_TAG, rpIdHash, x as Hex, y as Hex])).slice(-40)}`
}
