import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Command } from 'commander'

import { deployContracts, type DeploymentProgress } from '../server/chain/deploy-contracts.ts'
import type { DeploymentRecord } from '../server/chain/deployment-record.ts'
import { connect } from '../server/chain/open-chain.ts'
import { openKeystoreDeployer } from '../server/chain/open-keys.ts'
import { closeDataFolder } from '../server/compose-data-folder.ts'
import { openDeployerOf, openPassphrase, readAdministratorOf } from '../server/compose-keys.ts'
import { type Config, readConfig, type Secrets } from '../server/config/config.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { formatTable, print, printJson, say } from './terminal.ts'
import { addVerifyOptions, checkExplorerUrls, verifyDeployment, type VerifyOptions } from './verify-deployment.ts'

interface DeployOptions extends VerifyOptions {
  keystore?: string
  admin?: string
  operator?: string
  dryRun?: boolean
  json?: boolean
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const P256_SENTENCES = {
  precompile: 'signatures of passkeys: checked by the chain (P-256 precompile)',
  solidity:
    'signatures of passkeys: this chain has no P-256 precompile, so contracts check them, at some 230,000 gas more each',
} as const
const OUTCOMES = { done: 'done', was_done: 'was done already', would_do: 'would be done' } as const

/** `entente deploy`: puts the contracts on the chain of RPC_URL, or goes on where a former run was ended. */
export function addDeployCommand(program: Command): void {
  const command = program
    .command('deploy')
    .description('Deploy the contracts to the chain of RPC_URL and CHAIN_ID, or go on where a former run was ended.')
    .option('--keystore <file>', 'Web3 Secret Storage of the account that pays (default: keys/operator.json)')
    .option(
      '--admin <address>',
      'who may change the rules and holds the delayed powers (default: keys/administrator.json, made for it)',
    )
    .option('--operator <address>', 'as whom the server acts, with the roles it uses (default: keys/operator.json)')
    .option('--dry-run', 'list the steps and do nothing')
    .option('--json', 'the record as one JSON object on standard output')
  addVerifyOptions(command).action(deploy)
}

async function deploy(options: DeployOptions): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  if (config.chain.rpcUrls.length === 0) {
    throw new StartRefused(
      'chain_unreachable',
      'The embedded chain gets its contracts by itself when it starts (npm start): set RPC_URL and CHAIN_ID for another one.',
    )
  }
  checkExplorerUrls(options)
  closeDataFolder(config.dataFolder)
  const { deployer, operator, admin } = await openAccounts(options, config, secrets)
  say(`the account that pays: ${deployer.address}`)
  const progress: DeploymentProgress[] = []
  const connection = await connect(config.chain.rpcUrls, config.chain.chainId, { fees: config.fees })
  const { epochDays, ...names } = config.ledger
  const record = await deployContracts(
    {
      connection,
      deployer,
      sleep: (ms) => sleep(ms),
      onP256: (support) => {
        say(P256_SENTENCES[support])
      },
      onStep: (step) => {
        progress.push(step)
        say(`${step.name}: ${OUTCOMES[step.outcome]}`)
      },
    },
    {
      folder: join(config.dataFolder, 'deployments'),
      terms: { ...names, epochLength: epochDays * 86_400 },
      admin,
      operator,
      isDryRun: options.dryRun === true,
    },
  )
  if (options.json !== true) print(describeRecord(record))
  const isToVerify = options.verify === true && options.dryRun !== true && record !== null
  const tell = options.json === true ? say : print
  const verifications = isToVerify ? await verifyDeployment(options, secrets, record, tell) : []
  if (verifications.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1
  if (options.json === true) printJson({ record, steps: progress, verifications })
}

function describeRecord(record: DeploymentRecord | null): string {
  if (record === null) return 'Nothing was sent: this was a dry run.'
  const { accessManager, token, registry, issuance, redemption, accounts, admin, operator } = record
  const later = { clearing: record.clearing ?? 'none', logAnchors: record.logAnchors ?? 'none' }
  const contracts = { accessManager, token, registry, issuance, redemption, accounts, ...later }
  const table = formatTable(['contract', 'address'], Object.entries({ ...contracts, administrator: admin, operator }))
  return `${table}\nThe key of the administrator belongs in no server: docs/roles.md.`
}

/** The account that pays, the one that the server will act as, and who administers: made where the data folder has none. */
async function openAccounts(options: DeployOptions, config: Config, secrets: Secrets) {
  const randomness = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
  const passphrase = await openPassphrase(config, secrets, { randomness })
  const server = await openDeployerOf(config, secrets, { randomness, passphrase })
  const operator = readAddress(options.operator, '--operator') ?? server.address
  const admin = readAddress(options.admin, '--admin') ?? (await readAdministratorOf(config, { randomness, passphrase }))
  if (options.keystore === undefined) return { deployer: server, operator, admin }
  const json = readKeyFile(options.keystore)
  const deployer = await openKeystoreDeployer({ json, passphrase, name: options.keystore })
  return { deployer, operator, admin }
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartRefused(
      'keystore_missing',
      `There is no ${file}: name the keystore of the account that pays.`,
      error,
    )
  }
}

function readAddress(text: string | undefined, option: string): `0x${string}` | null {
  if (text === undefined) return null
  if (!ADDRESS.test(text))
    throw new StartRefused('keystore_missing', `${option} must be an address: 0x and 40 hex digits.`)
  return text.toLowerCase() as `0x${string}`
}
