import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Address } from 'viem'

import { StartRefused } from '../domain/start-refused.ts'
import type { ContractAddresses } from './client.ts'

/** What the ledger is born with; none of it can be changed later. */
export interface LedgerTerms {
  name: string
  symbol: string
  contractUri: string
  /** Seconds. Six epochs live at once, so points live at least five of them. */
  epochLength: number
}

/**
 * A deployment, written down before its first transaction is sent: the ledger must know its modules' addresses when it is
 * made and they must know it, so the addresses follow from the deployer's next nonces.
 */
export interface DeploymentRecord extends ContractAddresses, LedgerTerms {
  chainId: number
  deployer: Address
  firstNonce: number
  /** Who may change the rules and holds the delayed powers; and as whom the server acts: abis/access-rules.ts. */
  admin: Address
  operator: Address
  /** The newest block before the first step: nothing of these contracts is in it or below. */
  plannedAtBlock: number
  /** With what the clearing contract is made; null where there is none. */
  clearingPlan: ClearingPlan | null
  /** The deployer's nonce from which the address of the log's anchors follows; null where there are none. */
  logAnchorsNonce: number | null
  /** The second at which epoch 0 would have begun; null until every step is done. */
  epochOrigin: number | null
  isComplete: boolean
}

/** How the clearing contract is made. */
interface ClearingPlan {
  /** The deployer's nonce from which its address follows. */
  nonce: number
  /** Months since 1970-01 (UTC): the first that is closed, that in which the deployment began. */
  firstMonth: number
}

/** A deployment of which every step is done. */
export type CompleteDeployment = DeploymentRecord & { isComplete: true; epochOrigin: number }

/** Where a chain's deployment is written down. */
export function deploymentFile(folder: string, chainId: number): string {
  return join(folder, `${String(chainId)}.json`)
}

/** Reads what was deployed, or was being deployed, to a chain; null when nothing was. */
export function findDeployment(folder: string, chainId: number): DeploymentRecord | null {
  const file = deploymentFile(folder, chainId)
  try {
    // Records of earlier versions have no clearing, or no anchors of the log.
    const without = { clearing: null, clearingPlan: null, logAnchors: null, logAnchorsNonce: null }
    return { ...without, ...(JSON.parse(readFileSync(file, 'utf8')) as DeploymentRecord) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    if (error instanceof SyntaxError) {
      throw new StartRefused('data_folder_corrupt', `${file} cannot be read: restore it from a backup.`, error)
    }
    throw error
  }
}

/** Whether every step of a deployment is done. */
export function isComplete(record: DeploymentRecord): record is CompleteDeployment {
  return record.isComplete
}

/** Writes a deployment down, whole or not at all. */
export function writeDeployment(folder: string, record: DeploymentRecord): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = deploymentFile(folder, record.chainId)
  const descriptor = openSync(`${file}.new`, 'w', 0o600)
  try {
    writeFileSync(descriptor, `${JSON.stringify(record, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(`${file}.new`, file)
}
