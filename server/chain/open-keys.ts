import { hexToBytes, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import type { Randomness } from '../domain/environment.ts'
import { type DeployerAccount, deployerOf } from './deploy-contracts.ts'
import { createSeedKeystore, type MemberKeys, openMemberKeys, openPrivateKeys } from './hd-wallet.ts'
import { openKey, type KeyServiceSettings } from './key-services/open-key.ts'
import { createKeystore, decryptKeystore } from './keystore.ts'
import { type LaneSigner, type LocalSigner, signerOf } from './signer.ts'

/** The keystores of a data folder. */
export type KeystoreName = 'operator' | 'lanes' | 'members' | 'archive'

/** What the server signs with. */
export interface OpenedKeys {
  operator: LocalSigner
  deployer: DeployerAccount
  lanes: LaneSigner[]
  members: MemberKeys
  /** The 32 bytes that the Ed25519 key of the archive's log is made from. */
  archive: Uint8Array
}

/** Makes the keystores of a new data folder. */
export const makeKeystores: Readonly<
  Record<KeystoreName | 'administrator', (deps: { randomness: Randomness }, passphrase: string) => Promise<string>>
> = {
  operator: async (deps, passphrase) => (await createKeystore(deps, passphrase)).keystore,
  administrator: async (deps, passphrase) => (await createKeystore(deps, passphrase)).keystore,
  lanes: createSeedKeystore,
  members: createSeedKeystore,
  archive: async (deps, passphrase) => (await createKeystore(deps, passphrase)).keystore,
}

/** Where the keys are: those that a service or a device holds are named, and the others in keystores. */
export interface KeyPlaces {
  operator: string | null
  /** Empty: the first keys of the keystore. */
  lanes: readonly string[]
  laneCount: number
  services: KeyServiceSettings
  passphrase: string
  /** Reads a keystore, and makes it where there is none; asked only for those that are needed. */
  readKeystore: (name: KeystoreName) => Promise<string>
}

/** Opens the operator's key, the lanes' keys, the members' seed, whose keys sign when a member's PIN was right, and the archive's key. */
export async function openKeys(places: KeyPlaces): Promise<OpenedKeys> {
  const [operator, lanes, members, archive] = await Promise.all([
    openOperatorKey(places),
    openLaneKeys(places),
    keystoreOf(places, 'members').then(openMemberKeys),
    keystoreOf(places, 'archive').then(decryptKeystore),
  ])
  return {
    operator: signerOf(operator),
    deployer: deployerOf(operator),
    lanes: lanes.map(signerOf),
    members,
    archive: hexToBytes(archive.privateKey),
  }
}

/** Opens the operator's key alone. */
export async function openOperatorKey(places: Omit<KeyPlaces, 'lanes' | 'laneCount'>): Promise<LocalAccount> {
  if (places.operator !== null) return openKey(places.operator, places.services)
  return privateKeyToAccount((await decryptKeystore(await keystoreOf(places, 'operator'))).privateKey)
}

/** Opens the account of a keystore that somebody names, to deploy with. */
export async function openKeystoreDeployer(keystore: {
  json: string
  passphrase: string
  name: string
}): Promise<DeployerAccount> {
  return deployerOf(privateKeyToAccount((await decryptKeystore(keystore)).privateKey))
}

async function openLaneKeys(places: KeyPlaces): Promise<LocalAccount[]> {
  if (places.lanes.length > 0) return Promise.all(places.lanes.map((lane) => openKey(lane, places.services)))
  const indices = Array.from({ length: places.laneCount }, (_, index) => index)
  const keys = await openPrivateKeys(await keystoreOf(places, 'lanes'), indices)
  return keys.map((key) => privateKeyToAccount(key))
}

async function keystoreOf(
  { readKeystore, passphrase }: Pick<KeyPlaces, 'readKeystore' | 'passphrase'>,
  name: KeystoreName,
): Promise<{ json: string; passphrase: string; name: string }> {
  return { json: await readKeystore(name), passphrase, name: `keys/${name}.json` }
}
