import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** The key with which a till signs its slips. */
export interface TillKey {
  readonly publicKey: string
  readonly privateKey: KeyObject
}

/** A key as a till makes it; on another curve, one that is refused. */
export function makeTillKey(namedCurve = 'P-256'): TillKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'), privateKey }
}

/** Signs facts as a till does. */
export function signSlip(facts: readonly unknown[], { privateKey }: TillKey): string {
  const text = `EN2.${Buffer.from(JSON.stringify(facts)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
