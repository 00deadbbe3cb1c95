import { setTimeout as sleep } from 'node:timers/promises'

import { type Command, Option } from 'commander'

import type { DeploymentRecord } from '../server/chain/deployment-record.ts'
import type { Secrets } from '../server/config/config.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { etherscan, ETHERSCAN_URL } from './verify/etherscan.ts'
import type { Explorer } from './verify/explorer.ts'
import { sourcify, SOURCIFY_URL } from './verify/sourcify.ts'
import { type Verification, verifyContracts } from './verify/verify-contracts.ts'

/** What `entente deploy` may be told about explorers. */
export interface VerifyOptions {
  verify?: boolean
  sourcify: boolean
  sourcifyUrl?: string
  etherscanUrl?: string
}

/** Adds the options with which a command shows the sources of the contracts to explorers. */
export function addVerifyOptions(command: Command): Command {
  const implying = (flags: string, text: string) => new Option(flags, text).implies({ verify: true })
  return command
    .option('--verify', 'show the sources of the contracts to Sourcify, and to Etherscan when ETHERSCAN_API_KEY is set')
    .option('--no-sourcify', 'leave Sourcify out')
    .addOption(implying('--sourcify-url <url>', `API of a Sourcify server (default: ${SOURCIFY_URL})`))
    .addOption(implying('--etherscan-url <url>', `API of Etherscan or an explorer like it (default: ${ETHERSCAN_URL})`))
}

/** Verifies a deployment at the explorers that are meant. `say` gets a line about each contract as it is known. */
export async function verifyDeployment(
  options: VerifyOptions,
  secrets: Pick<Secrets, 'etherscanApiKey'>,
  record: DeploymentRecord,
  say: (line: string) => void,
): Promise<Verification[]> {
  const explorers = chooseExplorers(options, secrets, record.chainId, say)
  const onVerification = (verification: Verification) => {
    say(describeVerification(verification))
  }
  return verifyContracts({ explorers, sleep: (ms) => sleep(ms), onVerification }, record)
}

/** Refuses URLs before anything is sent to the chain. */
export function checkExplorerUrls({ sourcifyUrl, etherscanUrl }: VerifyOptions): void {
  if (sourcifyUrl !== undefined) checkUrl(sourcifyUrl, '--sourcify-url')
  if (etherscanUrl !== undefined) checkUrl(etherscanUrl, '--etherscan-url')
}

function chooseExplorers(
  options: VerifyOptions,
  { etherscanApiKey: apiKey }: Pick<Secrets, 'etherscanApiKey'>,
  chainId: number,
  say: (line: string) => void,
): Explorer[] {
  const explorers: Explorer[] = []
  if (options.sourcify) explorers.push(sourcify({ url: options.sourcifyUrl ?? SOURCIFY_URL, chainId }))
  if (apiKey === null && options.etherscanUrl === undefined) {
    say('Etherscan is left out: set ETHERSCAN_API_KEY, or name an explorer that needs no key with --etherscan-url.')
  } else {
    explorers.push(etherscan({ url: options.etherscanUrl ?? ETHERSCAN_URL, chainId, apiKey, sleep: (ms) => sleep(ms) }))
  }
  return explorers
}

/** API keys and sources travel there: plain http is for this machine only. */
function checkUrl(text: string, option: string): void {
  const url = URL.parse(text)
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return
  throw new StartRefused('explorer_url_invalid', `${option} must be an https URL (http for this machine only): ${text}`)
}

function describeVerification({ contract, address, explorer, outcome, match, reason }: Verification): string {
  const matches = match === null ? '' : ` (${match} match)`
  const what = outcome === 'failed' ? `failed: ${String(reason)}` : `${outcome.replace('_', ' ')}${matches}`
  return `${explorer}: ${contract} at ${address}: ${what}`
}
