import { hexlify, type HDNodeVoidWallet, HDNodeWallet, Mnemonic } from 'ethers'

import { assert } from '../domain/assert.ts'
import type { Randomness } from '../domain/environment.ts'
import { StartRefused } from '../domain/start-refused.ts'

import { decryptKeystore, encryptKeystore } from './keystore.ts'

/** BIP-44 account of Ethereum: addresses are its children 0, 1, 2 ... */
export const HD_ACCOUNT_PATH = "m/44'/60'/0'/0"
/** BIP-32 indices of public derivation end here. */
export const DERIVATION_INDEX_MAX = 2 ** 31 - 1

/** Derives addresses from the extended public key alone; it cannot sign and holds no secret. */
export interface AddressBook {
  addressAt(index: number): `0x${string}`
}

/** Addresses and keys of members whose key is hosted. What it signs with never leaves it. */
export interface MemberKeys extends AddressBook {
  /** Signs a 32-byte digest with the key at an index, in the 65-byte form that contracts take. */
  signAt(index: number, digest: string): `0x${string}`
}

/** Makes a new seed (BIP-39, 256 bits) and writes it as an encrypted keystore. */
export async function createSeedKeystore(
  { randomness }: { randomness: Randomness },
  passphrase: string,
): Promise<string> {
  const mnemonic = Mnemonic.fromEntropy(hexlify(randomness.bytes(32)))
  const first = HDNodeWallet.fromMnemonic(mnemonic, `${HD_ACCOUNT_PATH}/0`)
  const content = {
    address: first.address.toLowerCase() as `0x${string}`,
    privateKey: first.privateKey as `0x${string}`,
    entropy: mnemonic.entropy as `0x${string}`,
  }
  return encryptKeystore({ randomness }, { content, passphrase })
}

/** Opens a seed's keystore to derive addresses and to sign with the keys at them: the seed is decrypted once. */
export async function openMemberKeys(keystore: {
  json: string
  passphrase: string
  name: string
}): Promise<MemberKeys> {
  const account = await openAccount(keystore)
  const addresses = account.neuter()
  return {
    addressAt: (index) => deriveAddress(addresses, index),
    signAt(index, digest) {
      const { signingKey } = account.deriveChild(checkedIndex(index))
      return signingKey.sign(digest).serialized as `0x${string}`
    },
  }
}

/** Opens a seed's keystore and returns the private keys at the indices asked for. */
export async function openPrivateKeys(
  keystore: { json: string; passphrase: string; name: string },
  indices: readonly number[],
): Promise<`0x${string}`[]> {
  const account = await openAccount(keystore)
  return indices.map((index) => account.deriveChild(checkedIndex(index)).privateKey as `0x${string}`)
}

async function openAccount(keystore: { json: string; passphrase: string; name: string }): Promise<HDNodeWallet> {
  const { entropy } = await decryptKeystore(keystore)
  if (entropy === null) {
    throw new StartRefused(
      'keystore_corrupt',
      `${keystore.name} holds a single key, not a seed: restore it from the backup.`,
    )
  }
  return HDNodeWallet.fromMnemonic(Mnemonic.fromEntropy(entropy), HD_ACCOUNT_PATH)
}

function deriveAddress(account: HDNodeVoidWallet, index: number): `0x${string}` {
  return account.deriveChild(checkedIndex(index)).address.toLowerCase() as `0x${string}`
}

function checkedIndex(index: number): number {
  assert(
    Number.isSafeInteger(index) && index >= 0 && index <= DERIVATION_INDEX_MAX,
    'a derivation index is out of range',
  )
  return index
}
