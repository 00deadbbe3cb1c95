import { scrypt as nativeScrypt } from 'node:crypto'
import { promisify } from 'node:util'

import { decryptKeystoreJson, encryptKeystoreJson, hexlify, scrypt as ethersScrypt, Wallet } from 'ethers'

import type { Randomness } from '../domain/environment.ts'
import { StartRefused } from '../domain/start-refused.ts'

// NOTE: scrypt with N = 2^14 takes about 40 ms natively, so five partners, the operator, the lanes and the members open in
// well under a second. Web3 Secret Storage usually takes 2^18, for passphrases that people remember; the generated one has
// 256 random bits, where the cost of one guess does not matter.
export const KEYSTORE_SCRYPT_N = 2 ** 14

const scryptAsync = promisify<string | Buffer, Buffer, number, object, Buffer>(nativeScrypt)

// ethers' own scrypt is JavaScript and twenty times slower; the standard and the files stay the same.
ethersScrypt.register(async (password, salt, N, r, p, dkLen, onProgress) => {
  const key = await scryptAsync(Buffer.from(password), Buffer.from(salt), dkLen, { N, r, p, maxmem: 256 * N * r })
  onProgress?.(1)
  return hexlify(key)
})

/** An opened key: its address (lower case, as addresses are everywhere), the private key, and the mnemonic's entropy where the keystore holds a seed. */
export interface KeystoreContent {
  address: `0x${string}`
  privateKey: `0x${string}`
  /** BIP-39 entropy, hex; null for a plain key. */
  entropy: `0x${string}` | null
}

/** Writes a key as Web3 Secret Storage (version 3), which geth, ethers and the usual wallets read. */
export async function encryptKeystore(
  { randomness }: { randomness: Randomness },
  { content, passphrase }: { content: KeystoreContent; passphrase: string },
): Promise<string> {
  const { address, privateKey, entropy } = content
  const account =
    entropy === null
      ? { address, privateKey }
      : { address, privateKey, mnemonic: { entropy, path: SEED_KEYSTORE_PATH } }
  return encryptKeystoreJson(account, passphrase, {
    salt: randomness.bytes(32),
    iv: randomness.bytes(16),
    uuid: hexlify(randomness.bytes(16)),
    scrypt: { N: KEYSTORE_SCRYPT_N, r: 8, p: 1 },
  })
}

/** The path of the key that a seed's keystore names beside the seed itself. */
export const SEED_KEYSTORE_PATH = "m/44'/60'/0'/0/0"

/** Opens a Web3 Secret Storage file. `name` says in the refusal which file it was. */
export async function decryptKeystore({
  json,
  passphrase,
  name,
}: {
  json: string
  passphrase: string
  name: string
}): Promise<KeystoreContent> {
  try {
    const account = await decryptKeystoreJson(json, passphrase)
    return {
      address: account.address.toLowerCase() as `0x${string}`,
      privateKey: account.privateKey as `0x${string}`,
      entropy: (account.mnemonic?.entropy ?? null) as `0x${string}` | null,
    }
  } catch (error) {
    throw describeKeystoreError(error, name)
  }
}

/** The address of a keystore, which is readable without the passphrase. */
export function keystoreAddress({ json, name }: { json: string; name: string }): `0x${string}` {
  const found = /"address":\s*"(?:0x)?([0-9a-fA-F]{40})"/.exec(json)?.[1]
  if (found === undefined) throw describeKeystoreError(new Error('no address'), name)
  return `0x${found.toLowerCase()}`
}

function describeKeystoreError(error: unknown, name: string): StartRefused {
  if (error instanceof Error && error.message.includes('incorrect password')) {
    return new StartRefused(
      'passphrase_wrong',
      `The passphrase does not open ${name}: give the one it was written with in ENTENTE_PASSPHRASE, ENTENTE_PASSPHRASE_FILE or keys/passphrase.`,
      error,
    )
  }
  return new StartRefused(
    'keystore_corrupt',
    `${name} is not a Web3 Secret Storage file that can be read: restore it from the backup of the keys folder.`,
    error,
  )
}

/** Makes a new key from the randomness given and writes it as a keystore: for a partner's hosted issuer key. */
export async function createKeystore(
  { randomness }: { randomness: Randomness },
  passphrase: string,
): Promise<{ address: `0x${string}`; keystore: string }> {
  const wallet = new Wallet(hexlify(randomness.bytes(32)))
  const address = wallet.address.toLowerCase() as `0x${string}`
  const content = { address, privateKey: wallet.privateKey as `0x${string}`, entropy: null }
  return { address, keystore: await encryptKeystore({ randomness }, { content, passphrase }) }
}
