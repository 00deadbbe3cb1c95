import { type Address, getContractAddress, type Hex, type LocalAccount } from 'viem'

import { limitGas } from '../domain/fees.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { monthOf } from '../domain/utc-days.ts'
import { classifyChainError } from './chain-error.ts'
import { type Connection, readFromFirst } from './client.ts'
import {
  type CompleteDeployment,
  type DeploymentRecord,
  findDeployment,
  isComplete,
  type LedgerTerms,
  writeDeployment,
} from './deployment-record.ts'
import { type DeploymentStep, deploymentSteps, hasCode } from './deployment-steps.ts'
import { type P256Support, probeP256 } from './probe-p256.ts'
import { readL1Gas } from './read-data-fee.ts'
import { readFees } from './read-fees.ts'
import { readEpochScale } from './read-ledger-at.ts'
import { readTransactionFate } from './read-transaction-fate.ts'
import { hashRawTransaction, sendRawTransaction } from './send-raw-transaction.ts'

const POLL_MS = 250
const INCLUSION_WAIT_MS_MAX = 15 * 60_000
const RESEND_EVERY_POLLS = 40

/** Signs the deployment: unlike a lane it makes contracts, so `to` may be missing. */
export interface DeployerAccount {
  address: Address
  signTransaction(transaction: DeployerTransaction): Promise<Hex>
}

export interface DeployerTransaction {
  type: 'eip1559'
  chainId: number
  nonce: number
  to: Address | null
  data: Hex
  gas: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

export interface DeploymentDeps {
  connection: Connection
  deployer: DeployerAccount
  sleep: (ms: number) => Promise<void>
  /** The embedded chain mines only when told to. */
  afterSend?: () => Promise<void>
  onStep?: (step: DeploymentProgress) => void
  /** Told who checks the signatures of passkeys on this chain. */
  onP256?: (support: P256Support) => void
}

export interface DeploymentProgress {
  name: string
  outcome: 'was_done' | 'done' | 'would_do'
}

export interface DeploymentOrder {
  folder: string
  terms: LedgerTerms
  admin: Address
  operator: Address
  isDryRun?: boolean
}

/**
 * Deploys the contracts and gives each role to its holder, or goes on where a former run was ended, at whichever step.
 * Returns null after a dry run that found something to do.
 */
export async function deployContracts(
  deps: DeploymentDeps,
  order: DeploymentOrder,
): Promise<CompleteDeployment | null> {
  const p256 = await probeP256(deps.connection)
  deps.onP256?.(p256)
  await waitForPending(deps)
  checkHolders(order)
  const plan = (await findUsablePlan(deps, order)) ?? (await makePlan(deps, order))
  if (order.isDryRun !== true) writeDeployment(order.folder, plan)
  const record = plan.clearing === null || plan.logAnchors === null ? await planMissing(deps, plan) : plan
  let isMissing = false
  for (const step of deploymentSteps(deps.connection, record)) {
    // Before the contracts exist there is nothing that a dry run could ask the later steps.
    const isDone = isSettled(record, step) || (!isMissing && (await step.isDone()))
    if (!isDone && order.isDryRun === true) isMissing = true
    else if (!isDone) await runStep(deps, step)
    deps.onStep?.({ name: step.name, outcome: isDone ? 'was_done' : order.isDryRun === true ? 'would_do' : 'done' })
  }
  if (isMissing) return null
  if (isComplete(record)) {
    if (order.isDryRun !== true) writeDeployment(order.folder, record)
    return record
  }
  // Asked of the contract once, so that nobody has to work it out again.
  const { originSeconds } = await readEpochScale({ ...deps.connection, addresses: record })
  const complete = { ...record, isComplete: true as const, epochOrigin: originSeconds }
  if (order.isDryRun !== true) writeDeployment(order.folder, complete)
  return complete
}

/** The account that deploys. */
export function deployerOf(account: LocalAccount): DeployerAccount {
  return {
    address: account.address.toLowerCase() as Address,
    signTransaction: (transaction) => account.signTransaction(transaction),
  }
}

/** Refuses a chain on which the recorded contracts are not, before anything is asked of them. */
export async function checkDeployment(connection: Connection, record: CompleteDeployment): Promise<void> {
  const { accessManager, token, registry, issuance, redemption, accounts, clearing, logAnchors } = record
  const later = [clearing, logAnchors].filter((address) => address !== null)
  const addresses = [accessManager, token, registry, issuance, redemption, accounts, ...later]
  const found = await Promise.all(addresses.map((address) => hasCode(connection, address)))
  if (found.every((each) => each)) return
  throw new StartRefused(
    'chain_without_contracts',
    `Chain ${String(record.chainId)} has no Entente contracts at the recorded addresses (issuance ${record.issuance}): correct ` +
      'RPC_URL, or remove the record in deployments/ and run npm run entente -- deploy to begin on this chain.',
  )
}

function checkHolders({ admin, operator }: DeploymentOrder): void {
  if (admin !== operator) return
  throw new StartRefused(
    'administrator_is_operator',
    `${admin} cannot be both administrator and operator: what the server holds must not be able to change the rules.`,
  )
}

/** Who holds which role after a deployment is the administrator's: it may have changed since, and is not changed back. */
function isSettled(record: DeploymentRecord, step: DeploymentStep): boolean {
  return isComplete(record) && step.nonce === null
}

/** Roles may be given already as the plan says, so going on for somebody else would leave them with whoever it names. */
function checkSameHolders(record: DeploymentRecord, order: DeploymentOrder): void {
  if (isComplete(record) || (record.admin === order.admin && record.operator === order.operator)) return
  throw new StartRefused(
    'contracts_of_another_deployment',
    `A deployment for the administrator ${record.admin} and the operator ${record.operator} was begun and is not complete: ` +
      'run deploy with that --admin and --operator, or remove the record in deployments/ to begin anew.',
  )
}

/** A plan can be gone on with while the nonces that its missing contracts need are still to come. */
async function findUsablePlan(deps: DeploymentDeps, order: DeploymentOrder): Promise<DeploymentRecord | null> {
  const record = findDeployment(order.folder, deps.connection.chainId)
  if (record === null) return null
  if (record.deployer !== deps.deployer.address && !isComplete(record)) {
    throw new StartRefused(
      'contracts_of_another_deployment',
      `A deployment by ${record.deployer} was begun and is not complete: run deploy with that account's keystore.`,
    )
  }
  checkSameHolders(record, order)
  // Begun by an earlier version, so its roles leave some contract out, and nobody has used it yet.
  if ((record.clearing === null || record.logAnchors === null) && !isComplete(record)) return null
  const nonce = await readNonce(deps, 'latest')
  for (const step of deploymentSteps(deps.connection, record)) {
    if (step.nonce === null || (await step.isDone())) continue
    if (isComplete(record)) await checkDeployment(deps.connection, record)
    // Another transaction took the nonce: the address that the others were made for can never come about.
    return nonce <= step.nonce && nonce >= record.firstNonce ? record : null
  }
  return record
}

async function makePlan(deps: DeploymentDeps, order: DeploymentOrder): Promise<DeploymentRecord> {
  const newest = await readFromFirst(deps.connection, (client) => client.getBlock({ blockTag: 'latest' }))
  const firstNonce = await readNonce(deps, 'latest')
  const from = deps.deployer.address
  const at = (index: number) => getContractAddress({ from, nonce: BigInt(firstNonce + index) }).toLowerCase() as Address
  const contracts = { accessManager: at(0), token: at(1), registry: at(2), issuance: at(3) }
  const addresses = { ...contracts, redemption: at(4), accounts: at(5), clearing: at(6), logAnchors: at(7) }
  const { terms, admin, operator } = order
  const chainId = deps.connection.chainId
  return {
    chainId,
    ...addresses,
    ...terms,
    deployer: from,
    firstNonce,
    admin,
    operator,
    plannedAtBlock: Number(newest.number),
    clearingPlan: { nonce: firstNonce + 6, firstMonth: monthAt(newest.timestamp) },
    logAnchorsNonce: firstNonce + 7,
    epochOrigin: null,
    isComplete: false,
  }
}

/**
 * Adds clearing, and the anchors of the log, to contracts that were deployed before there were any. They are written down only when
 * they are there: a kill in between leaves contracts that nothing refers to and that can do nothing.
 */
async function planMissing(deps: DeploymentDeps, record: DeploymentRecord): Promise<DeploymentRecord> {
  const begun = await readFromFirst(deps.connection, (client) =>
    client.getBlock({ blockNumber: BigInt(record.plannedAtBlock) }),
  )
  const nonce = await readNonce(deps, 'latest')
  const at = (index: number) =>
    getContractAddress({ from: deps.deployer.address, nonce: BigInt(nonce + index) }).toLowerCase() as Address
  const clearingPlan = { nonce, firstMonth: monthAt(begun.timestamp) }
  const withClearing = record.clearing === null ? { ...record, clearing: at(0), clearingPlan } : record
  if (record.logAnchors !== null) return withClearing
  const index = record.clearing === null ? 1 : 0
  return { ...withClearing, logAnchors: at(index), logAnchorsNonce: nonce + index }
}

function monthAt(timestamp: bigint): number {
  return monthOf(new Date(Number(timestamp) * 1_000))
}

async function runStep(deps: DeploymentDeps, step: DeploymentStep): Promise<void> {
  const nonce = step.nonce ?? (await readNonce(deps, 'latest'))
  const fees = await readFees(deps.connection)
  const raw = await deps.deployer.signTransaction({
    type: 'eip1559',
    chainId: deps.connection.chainId,
    nonce,
    to: step.to,
    data: step.data,
    gas: await estimateGas(deps, step),
    maxFeePerGas: fees.maxFeePerGas,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
  })
  await sendUntilIncluded(deps, step, raw)
}

async function estimateGas({ connection, deployer }: DeploymentDeps, { to, data }: DeploymentStep): Promise<bigint> {
  const gas = await readFromFirst(connection, (client) =>
    client.estimateGas({ account: deployer.address, data, ...(to === null ? {} : { to }) }),
  )
  return limitGas({ gas, l1Gas: await readL1Gas(connection, { to, data }) })
}

async function sendUntilIncluded(deps: DeploymentDeps, step: DeploymentStep, raw: Hex): Promise<void> {
  const hash = hashRawTransaction(raw)
  for (let poll = 0; poll * POLL_MS < INCLUSION_WAIT_MS_MAX; poll += 1) {
    if (poll % RESEND_EVERY_POLLS === 0) await send(deps, raw)
    const fate = await readTransactionFate(deps.connection, [hash])
    if (fate.status === 'included' && (await step.isDone())) return
    if (fate.status === 'reverted') {
      throw new StartRefused(
        'chain_without_contracts',
        `The step "${step.name}" failed on the chain in ${hash}: see why there.`,
      )
    }
    await deps.sleep(POLL_MS)
  }
  throw new StartRefused(
    'chain_unreachable',
    `The step "${step.name}" (${hash}) was sent and not included: run deploy again later, and it goes on from here.`,
  )
}

async function send(deps: DeploymentDeps, raw: Hex): Promise<void> {
  const outcome = await sendRawTransaction(deps.connection, raw)
  if (outcome === 'insufficient_funds') {
    throw new StartRefused(
      'chain_funds_missing',
      `${deps.deployer.address} has too little on chain ${String(deps.connection.chainId)} to deploy: fund it and run again.`,
    )
  }
  if (outcome === 'refused') {
    throw new StartRefused('chain_unreachable', 'The RPC endpoint refused a deployment transaction: look at its logs.')
  }
  await deps.afterSend?.()
}

/** What a former run sent may still be on its way; only after it can the nonces be planned. */
async function waitForPending(deps: DeploymentDeps): Promise<void> {
  for (let poll = 0; poll * POLL_MS < INCLUSION_WAIT_MS_MAX; poll += 1) {
    if ((await readNonce(deps, 'pending')) <= (await readNonce(deps, 'latest'))) return
    await deps.afterSend?.()
    await deps.sleep(POLL_MS)
  }
  throw new StartRefused(
    'chain_unreachable',
    `Transactions of ${deps.deployer.address} wait to be included: run deploy again when they are.`,
  )
}

async function readNonce(deps: DeploymentDeps, blockTag: 'latest' | 'pending'): Promise<number> {
  try {
    const { address } = deps.deployer
    return await readFromFirst(deps.connection, (client) => client.getTransactionCount({ address, blockTag }))
  } catch (error) {
    throw new StartRefused(
      'chain_unreachable',
      'The RPC endpoint did not answer: check RPC_URL and that the chain is running.',
      classifyChainError(error),
    )
  }
}
