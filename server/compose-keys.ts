import { existsSync } from 'node:fs'

import { makeKeystores, type OpenedKeys, openKeys } from './chain/open-keys.ts'
import type { Config, Secrets } from './config/config.ts'
import { keyFiles, readOrMakeKeyFile } from './config/key-files.ts'
import type { Randomness } from './domain/environment.ts'
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

/** Opens the keys of a data folder, and makes those that a new one lacks. */
export async function openKeysOf(
  config: Config,
  environment: { randomness: Randomness },
  passphrase: string,
): Promise<OpenedKeys> {
  const files = keyFiles(config.dataFolder)
  const keystore = (name: 'operator' | 'lanes' | 'members') =>
    readOrMakeKeyFile(files[name], () => makeKeystores[name](environment, passphrase))
  const [operator, lanes, members] = await Promise.all([keystore('operator'), keystore('lanes'), keystore('members')])
  return openKeys({ operator, lanes, members }, passphrase, config.relayer.lanes)
}
