import type { Command } from 'commander'

import { readConfig } from '../server/config/config.ts'
import { readAddressOfKey } from '../server/compose-keys.ts'
import { print, printJson } from './terminal.ts'

/** `entente key ...`: keys that a service or a device holds. */
export function addKeyCommand(program: Command): void {
  program
    .command('key')
    .description('Look at keys that a key management service or a device holds.')
    .command('address')
    .description("Print a key's address: what is to be funded, or what partner add --issuer is told.")
    .argument('<key>', 'aws-kms:..., gcp-kms:... or pkcs11:...')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', '\n<key> is like aws-kms:<key>, gcp-kms:projects/... or pkcs11:token=<label>;object=<label>')
    .action(async (key: string, options: { json?: boolean }) => {
      const { config, secrets } = readConfig(process.env)
      const address = await readAddressOfKey(config, secrets, key)
      if (options.json === true) printJson({ key, address })
      else print(address)
    })
}
