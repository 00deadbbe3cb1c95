import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'

import { ConfigInvalid } from './config-invalid.ts'

/** Variables that hold a secret: `<NAME>_FILE` may name a file with it instead, as Docker, Kubernetes and systemd give them. */
const SECRET_NAMES = [
  'ENTENTE_PASSPHRASE',
  'ENTENTE_LOOKUP_KEY',
  'DATABASE_URL',
  'MEMBER_KEYS_URL',
  'EXTERNAL_SIGNER_TOKENS',
  'PKCS11_PIN',
  'SMTP_URL',
  'SMS_GATEWAY_TOKEN',
  'ETHERSCAN_API_KEY',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const

/** The variables that name files with secrets. */
export const SECRET_FILE_NAMES: readonly string[] = SECRET_NAMES.map((name) => `${name}_FILE`)

/**
 * Reads the secrets that are in files. A file in the data folder is refused: whoever copies the folder would have the
 * secret together with what it protects.
 */
export function readSecretFiles(
  environment: Readonly<Record<string, string>>,
  dataFolder: string,
): Record<string, string> {
  const secrets: Record<string, string> = {}
  for (const name of SECRET_NAMES) {
    const file = environment[`${name}_FILE`]
    if (file === undefined) continue
    if (environment[name] !== undefined) {
      throw new ConfigInvalid(`${name} and ${name}_FILE are both set: leave one of them out.`)
    }
    secrets[name] = readSecret(name, file, dataFolder)
  }
  return secrets
}

function readSecret(name: string, file: string, dataFolder: string): string {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigInvalid(`${name}_FILE is not usable: ${file} cannot be read.`, { cause: error })
  }
  if (isWithin(realpathSync(file), dataFolder) || isWithin(resolve(file), resolve(dataFolder))) {
    throw new ConfigInvalid(`${name}_FILE is not usable: ${file} is in the data folder, beside what it protects.`)
  }
  if (secret === '') throw new ConfigInvalid(`${name}_FILE is not usable: ${file} is empty.`)
  return secret
}

function isWithin(file: string, folder: string): boolean {
  const way = relative(existsSync(folder) ? realpathSync(folder) : folder, file)
  return !way.startsWith('..') && !isAbsolute(way)
}
