import { concat, type Hex, keccak256, sha256, slice, stringToHex, toHex } from 'viem'

import { SigningRefused } from './refusal.ts'

const TAG = keccak256(stringToHex('Entente passkey member v1'))
/** X.509 of a P-256 key ends with the point: a byte 04, then x and y of 32 bytes each. */
const POINT_BYTES = 64
const ADDRESS_BYTES = 20

/** The account of a new passkey, as PointsRedemption derives it from the site and the key (docs/decisions/0012). */
export function passkeyAccount(rpId: string, publicKey: string | undefined): string {
  // Without it the browser could not read its own passkey's key: then it is of no use here.
  if (publicKey === undefined) throw new SigningRefused('passkey_unsupported')
  const base64 = publicKey.replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return accountOfPoint(sha256(stringToHex(rpId)), toHex(bytes.slice(-POINT_BYTES)))
}

/** The account of a passkey, given the SHA-256 of its site's domain and its public key: x and y, 32 bytes each. */
export function accountOfPoint(site: Hex, point: Hex): Hex {
  return slice(keccak256(concat([TAG, site, point])), -ADDRESS_BYTES)
}
