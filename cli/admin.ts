import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { Argument, type Command } from 'commander'

import {
  type AnnouncedCall,
  delayedFunctions,
  foresee,
  type Foresight,
  type GovernedCall,
  readAnnouncedCalls,
} from '../server/chain/administration.ts'
import { governedCall, throughManager } from '../server/chain/administration-calls.ts'
import type { Chain } from '../server/chain/client.ts'
import { type DeploymentRecord, findDeployment } from '../server/chain/deployment-record.ts'
import type { DescribedCall } from '../server/chain/describe-call.ts'
import { connect } from '../server/chain/open-chain.ts'
import { sendCall } from '../server/chain/send-call.ts'
import type { LaneSigner } from '../server/chain/signer.ts'
import { openAccountOf } from '../server/compose-keys.ts'
import { type Config, readConfig, type Secrets } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { join } from 'node:path'
import { findRunningServer } from './operator.ts'
import { confirm, formatTable, print, printJson, say } from './terminal.ts'

interface ChainOptions {
  data?: string
  rpcUrl?: string
  chainId?: string
  deployment?: string
  json?: boolean
}

interface ActOptions extends ChainOptions {
  key?: string
  from?: string
  yes?: boolean
}

interface Administration {
  config: Config
  secrets: Secrets
  chain: Chain
  record: DeploymentRecord
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/

/** `entente admin ...`: the delayed powers, with the administrator's own key and against the chain; no server takes part. */
export function addAdminCommand(program: Command): void {
  const admin = program
    .command('admin')
    .description("Announce, carry out and cancel calls of the delayed powers, with the administrator's key.")
  const command = (name: string, description: string) =>
    admin
      .command(name)
      .description(description)
      .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
      .option('--rpc-url <url>', 'the chain (default: RPC_URL, or the embedded chain of the server that runs)')
      .option('--chain-id <number>', 'which chain that must be (default: CHAIN_ID)')
      .option(
        '--deployment <file>',
        'record of the contracts (default: deployments/<chain id>.json in the data folder)',
      )
      .option('--json', 'one JSON object on standard output')
  const acting = (name: string, description: string) =>
    command(name, description)
      .option('--key <key>', 'keystore file, aws-kms:..., gcp-kms:... or pkcs11:... (default: keys/administrator.json)')
      .option(
        '--from <address>',
        'send nothing: print the transaction that this account (a contract wallet) is to send',
      )
      .option('--yes', 'do not ask')

  command('list', 'List the calls that were announced and wait, with what each would do.').action(
    (options: ChainOptions) => list(options),
  )
  acting('schedule', 'Announce a call: it can be carried out when its delay is over.')
    .addArgument(new Argument('<function>', 'what to call').choices(delayedFunctions().map((one) => one.functionName)))
    .argument('[arguments...]', 'partner numbers, keys, months such as 2027-01, names of roles and modules')
    .action((functionName: string, texts: string[], options: ActOptions) => schedule(functionName, texts, options))
  acting('execute', 'Carry out an announced call that is due.')
    .argument('<operation>', 'its id, as admin list shows it')
    .action((operationId: string, options: ActOptions) => actOn('execute', operationId, options))
  acting('cancel', 'Cancel an announced call: its caller, the guardian of its role and the administrator can.')
    .argument('<operation>', 'its id, as admin list shows it')
    .action((operationId: string, options: ActOptions) => actOn('cancel', operationId, options))
}

async function list(options: ChainOptions): Promise<void> {
  const { chain, record } = await open(options)
  const now = Date.now()
  const waiting = (await readAnnouncedCalls(chain, BigInt(record.plannedAtBlock))).map((announced) => ({
    ...presentAnnounced(announced),
    due: announced.dueAt.getTime() <= now,
  }))
  if (options.json === true) return printJson({ operations: waiting })
  if (waiting.length === 0) return print('No announced call waits.')
  print(waiting.map((one) => `${one.operationId}\n  ${describeOperation(one)}`).join('\n'))
}

function describeOperation({
  call,
  caller,
  dueAt,
  expiresAt,
  due,
}: ReturnType<typeof presentAnnounced> & { due: boolean }) {
  const when = due ? `due since ${dueAt}, until ${expiresAt}` : `due from ${dueAt}`
  return `${call}\n  by ${caller}, ${when}`
}

async function schedule(functionName: string, texts: readonly string[], options: ActOptions): Promise<void> {
  const opened = await open(options)
  const governed = governedCall(opened.chain.addresses, functionName, texts)
  const account = await openActor(opened, options)
  const seen = await foresee(opened.chain, account.address, governed)
  const { delaySeconds, role } = seen
  if (delaySeconds === null)
    throw new StartRefused('admin_call_refused', `${account.address} does not hold the role ${role}, which this takes.`)
  if (delaySeconds === 0)
    throw new StartRefused(
      'admin_call_refused',
      `${account.address} needs not announce this: its role ${role} has no delay.`,
    )
  const dueAt = new Date(Date.now() + delaySeconds * 1_000).toISOString()
  tell(options, account.address, governed, [
    ['what it will do', showCall(seen.call)],
    ['with the role', role],
    ['delay', showDelay(delaySeconds)],
    ['to be carried out from about', dueAt],
    ['may be cancelled by', ['its caller', ...seen.cancelledBy].join(', ')],
  ])
  const data = throughManager.schedule(governed)
  await send(opened, options, {
    account,
    data,
    question: 'Announce this?',
    facts: { call: showCall(seen.call), ...factsOf(seen), dueAt },
  })
}

async function actOn(verb: 'execute' | 'cancel', operationId: string, options: ActOptions): Promise<void> {
  const opened = await open(options)
  const waiting = await readAnnouncedCalls(opened.chain, BigInt(opened.record.plannedAtBlock))
  const announced = waiting.find((one) => one.operationId === operationId.toLowerCase())
  if (announced === undefined)
    throw new StartRefused('admin_call_invalid', `No announced call ${operationId} waits: see entente admin list.`)
  const account = await openActor(opened, options)
  const shown = presentAnnounced(announced)
  tell(options, account.address, announced, [
    ['what it will do', shown.call],
    ['announced by', shown.caller],
    ['due', shown.dueAt],
    ['expires', shown.expiresAt],
  ])
  if (verb === 'execute' && announced.dueAt.getTime() > Date.now() && options.from === undefined)
    say('It is not due yet by the clock of this machine.')
  const data = throughManager[verb](announced)
  const question = verb === 'execute' ? 'Carry this out?' : 'Cancel this?'
  await send(opened, options, { account, data, question, facts: { ...shown } })
}

function presentAnnounced({ operationId, caller, target, data, dueAt, expiresAt, call }: AnnouncedCall) {
  return {
    operationId,
    call: showCall(call),
    caller,
    target,
    data,
    dueAt: dueAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

function factsOf({ role, delaySeconds, cancelledBy }: Foresight) {
  return { role, delaySeconds, cancelledBy }
}

function showCall(call: DescribedCall | null): string {
  if (call === null) return 'a call to none of the contracts of this coalition: do not carry it out'
  const args = Object.entries(call.args).map(([name, value]) => `${name} ${value}`)
  return `${call.contract}.${call.functionName}(${args.join(', ')})`
}

function showDelay(seconds: number): string {
  const hours = seconds / 3_600
  return hours >= 48 ? `${String(hours / 24)} days` : `${String(hours)} hours`
}

/** What is about to happen goes to standard error, so that it is read also where the result is for programs. */
function tell(
  options: ActOptions,
  actor: string,
  { target, data }: GovernedCall,
  rows: readonly (readonly string[])[],
): void {
  if (options.json === true && options.yes === true) return
  const all = [['account', actor], ...rows, ['contract', target], ['calldata', data]]
  say(formatTable(['', ''], all).trimStart())
}

interface Act {
  account: { address: `0x${string}`; signer: LaneSigner | null }
  data: `0x${string}`
  question: string
  facts: Record<string, unknown>
}

async function send(
  { chain }: Administration,
  options: ActOptions,
  { account, data, question, facts }: Act,
): Promise<void> {
  const transaction = { chainId: chain.chainId, from: account.address, to: chain.addresses.accessManager, data }
  if (account.signer === null) {
    if (options.json === true) printJson({ ...facts, transaction, sent: null })
    else print(`Nothing was sent. ${account.address} is to send to ${transaction.to}:\n${data}`)
    return
  }
  await confirm(question, options)
  const sent = await sendCall({ connection: chain, sleep: (ms) => sleep(ms) }, account.signer, {
    to: transaction.to,
    data,
  })
  if (options.json === true) printJson({ ...facts, transaction, sent })
  else print(`Done in block ${String(sent.blockNumber)}: ${sent.hash}`)
}

async function openActor(
  { config, secrets }: Administration,
  { key, from }: ActOptions,
): Promise<{ address: `0x${string}`; signer: LaneSigner | null }> {
  if (from !== undefined) {
    if (!ADDRESS.test(from))
      throw new StartRefused('admin_call_invalid', '--from must be an address: 0x and 40 hex digits.')
    return { address: from.toLowerCase() as `0x${string}`, signer: null }
  }
  const signer = await openAccountOf(config, secrets, key ?? keyFiles(config.dataFolder).administrator)
  return { address: signer.address, signer }
}

async function open(options: ChainOptions): Promise<Administration> {
  const overrides = { ENTENTE_DATA: options.data, RPC_URL: options.rpcUrl, CHAIN_ID: options.chainId }
  const { config, secrets } = readConfig(process.env, overrides)
  const { chainId, rpcUrls } = config.chain
  const embedded = rpcUrls.length > 0 ? null : (findRunningServer(config.dataFolder)?.rpcUrl ?? null)
  const urls = embedded === null ? rpcUrls : [embedded]
  if (urls.length === 0)
    throw new StartRefused(
      'chain_unreachable',
      'No chain was named: set --rpc-url and --chain-id, or start the server first.',
    )
  const folder = join(config.dataFolder, 'deployments')
  const record =
    options.deployment === undefined ? findDeployment(folder, chainId) : readRecord(options.deployment, chainId)
  if (record === null)
    throw new StartRefused(
      'chain_without_contracts',
      `There is no record of the contracts in ${folder}: name it with --deployment.`,
    )
  return {
    config,
    secrets,
    record,
    chain: { ...(await connect(urls, chainId, { fees: config.fees })), addresses: record },
  }
}

function readRecord(file: string, chainId: number): DeploymentRecord {
  const record = JSON.parse(readFileSync(file, 'utf8')) as DeploymentRecord
  if (record.chainId !== chainId)
    throw new StartRefused(
      'chain_id_wrong',
      `${file} is of chain ${String(record.chainId)}, not of ${String(chainId)}.`,
    )
  return record
}
