import { existsSync, readFileSync } from 'node:fs'

import { type DeployerAccount, deployerOf } from './chain/deploy-contracts.ts'
import { type KeyServiceSettings, openKey } from './chain/key-services/open-key.ts'
import { type KeyPlaces, makeKeystores, type OpenedKeys, openKeys, openOperatorKey } from './chain/open-keys.ts'
import { decryptKeystore, keystoreAddress } from './chain/keystore.ts'
import { type LaneSigner, localSigner, signerOf } from './chain/signer.ts'
import type { Config, Secrets } from './config/config.ts'
import { keyFiles, readOrMakeKeyFile } from './config/key-files.ts'
import type { Randomness } from './domain/environment.ts'
import { Transient } from './domain/rejection.ts'
import { StartRefused } from './domain/start-refused.ts'

/**
 * What opens the keystores. Where nothing is set, a new data folder gets a file with it: good for trying, and refused in
 * production, where one copy of the folder would be enough to sign.
 */
export async function openPassphrase(
  { dataFolder, isProduction }: Config,
  { passphrase }: Secrets,
  { randomness }: { randomness: Randomness },
): Promise<string> {
  const file = keyFiles(dataFolder).passphrase
  if (isProduction) refuseBesideKeystores(file, passphrase)
  return passphrase ?? (await readOrMakeKeyFile(file, () => Buffer.from(randomness.bytes(32)).toString('hex')))
}

function refuseBesideKeystores(file: string, passphrase: string | null): void {
  if (passphrase !== null && !existsSync(file)) return
  const what =
    passphrase === null
      ? 'With NODE_ENV=production the passphrase must be elsewhere than the keystores: set ENTENTE_PASSPHRASE or ENTENTE_PASSPHRASE_FILE'
      : 'With NODE_ENV=production the passphrase must not be beside the keystores'
  const remedy = existsSync(file) ? `, with what is in ${file}, and remove that file` : ''
  throw new StartRefused('passphrase_beside_keystores', `${what}${remedy}.`)
}

/** Opens the keys that the server signs with, and makes the keystores that a new data folder lacks. */
export async function openKeysOf(
  config: Config,
  secrets: Secrets,
  environment: { randomness: Randomness; passphrase: string },
): Promise<OpenedKeys> {
  return openKeys(placesOf(config, secrets, environment)).catch(refuseStart)
}

/** Opens the operator's key alone, which deploys the contracts. */
export async function openDeployerOf(
  config: Config,
  secrets: Secrets,
  environment: { randomness: Randomness; passphrase: string },
): Promise<DeployerAccount> {
  return deployerOf(await openOperatorKey(placesOf(config, secrets, environment)).catch(refuseStart))
}

/** The address of the administrator of contracts that are deployed from here. Its key is made where there is none, and never opened. */
export async function readAdministratorOf(
  { dataFolder }: Config,
  { randomness, passphrase }: { randomness: Randomness; passphrase: string },
): Promise<`0x${string}`> {
  const name = keyFiles(dataFolder).administrator
  const json = await readOrMakeKeyFile(name, () => makeKeystores.administrator({ randomness }, passphrase))
  return keystoreAddress({ json, name })
}

function placesOf(
  config: Config,
  secrets: Secrets,
  { randomness, passphrase }: { randomness: Randomness; passphrase: string },
): KeyPlaces {
  const files = keyFiles(config.dataFolder)
  const { operator, lanes } = config.keys
  return {
    operator,
    lanes,
    laneCount: config.relayer.lanes,
    services: keyServicesOf(config, secrets),
    passphrase,
    readKeystore: (name) => readOrMakeKeyFile(files[name], () => makeKeystores[name]({ randomness }, passphrase)),
  }
}

/** How keys that a service or a device holds are reached. */
export function keyServicesOf({ keys }: Config, { pkcs11Pin }: Secrets): KeyServiceSettings {
  const isDevice = keys.pkcs11Module !== null && pkcs11Pin !== null
  return { device: isDevice ? { module: keys.pkcs11Module, pin: pkcs11Pin } : null }
}

/** Opens an account that people act with by hand: of a keystore file, or of a key that a service or a device holds. */
export async function openAccountOf(config: Config, secrets: Secrets, name: string): Promise<LaneSigner> {
  if (!existsSync(name)) return signerOf(await openKey(name, keyServicesOf(config, secrets)).catch(refuseStart))
  const file = keyFiles(config.dataFolder).passphrase
  const passphrase = secrets.passphrase ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : null)
  if (passphrase === null)
    throw new StartRefused('passphrase_wrong', `Set ENTENTE_PASSPHRASE_FILE to what opens ${name}.`)
  const json = readFileSync(name, 'utf8')
  return localSigner((await decryptKeystore({ json, passphrase, name })).privateKey)
}

/** The address of a key that a service or a device holds. */
export async function readAddressOfKey(config: Config, secrets: Secrets, reference: string): Promise<string> {
  const { address } = await openKey(reference, keyServicesOf(config, secrets)).catch(refuseStart)
  return address.toLowerCase()
}

function refuseStart(error: unknown): never {
  if (!(error instanceof Transient)) throw error
  const { cause } = error
  const why = cause instanceof Error ? ` (${cause.message})` : ''
  throw new StartRefused('key_service_unusable', `${error.message}${why}: see docs/operating.md, Keys.`, error)
}
