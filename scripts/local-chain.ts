/**
 * The chain of compose.yaml, for trying Entente out. Becomes anvil, with its state in the data folder; or with --fund gives the
 * operator's and the lanes' accounts gas money on it, and makes the keys of a new data folder first.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { findAnvilBinary } from '../server/chain/embedded/anvil-binary.ts'
import { closeDataFolder } from '../server/compose-data-folder.ts'
import { openKeysOf, openPassphrase } from '../server/compose-keys.ts'
import { type Config, readConfig, type Secrets } from '../server/config/config.ts'

const GAS_MONEY_WEI = 10n ** 21n

function becomeAnvil({ chain, dataFolder }: Config, host: string, port: string): void {
  const folder = join(dataFolder, 'local-chain')
  mkdirSync(folder, { recursive: true })
  const anvil = findAnvilBinary()
  process.execve?.(anvil, [
    ...[anvil, '--quiet', '--host', host, '--port', port, '--chain-id', String(chain.chainId)],
    ...['--accounts', '0', '--block-time', '1', '--slots-in-an-epoch', '1'],
    ...['--no-request-size-limit', '--enable-tx-gas-limit', '--preserve-historical-states', '--prune-history', '1000'],
    ...['--state', join(folder, 'state.json'), '--state-interval', '5'],
  ])
}

async function fundAccounts(config: Config, secrets: Secrets): Promise<void> {
  const environment = { randomness: { bytes: (count: number) => new Uint8Array(randomBytes(count)) } }
  const passphrase = await openPassphrase(config, secrets, environment)
  const { operator, lanes } = await openKeysOf(config, secrets, { ...environment, passphrase })
  for (const { address } of [operator, ...lanes]) {
    await setBalance(config.chain.rpcUrls[0] ?? '', address, GAS_MONEY_WEI)
    console.log(`${address} has gas money`)
  }
}

/** Only anvil has this call: on a real chain, accounts are funded by those who own the money. */
async function setBalance(rpcUrl: string, address: string, wei: bigint): Promise<void> {
  const params = [address, `0x${wei.toString(16)}`]
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_setBalance', params }),
  })
  const { error } = (await response.json()) as { error?: { message: string } }
  if (error !== undefined) throw new Error(`the chain of RPC_URL is no anvil: ${error.message}`)
}

const { values } = parseArgs({
  options: {
    fund: { type: 'boolean', default: false },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8545' },
  },
})
const { config, secrets } = readConfig(process.env)
closeDataFolder(config.dataFolder)
if (values.fund) await fundAccounts(config, secrets)
else becomeAnvil(config, values.host, values.port)
