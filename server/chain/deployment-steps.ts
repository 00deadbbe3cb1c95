import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  toFunctionSelector,
  zeroAddress,
} from 'viem'

import { accessManagerAbi, accessManagerBytecode } from '../../abis/AccessManager.ts'
import {
  type AccessRule,
  accessRules,
  adminDelaySeconds,
  GUARDIAN_ROLE_ID,
  type RestrictedContract,
  type RoleHolder,
} from '../../abis/access-rules.ts'
import { clearingAbi, clearingBytecode } from '../../abis/Clearing.ts'
import { logAnchorsAbi, logAnchorsBytecode } from '../../abis/LogAnchors.ts'
import { partnerRegistryAbi, partnerRegistryBytecode } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi, pointsAccountsBytecode } from '../../abis/PointsAccounts.ts'
import { pointsIssuanceAbi, pointsIssuanceBytecode } from '../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi, pointsRedemptionBytecode } from '../../abis/PointsRedemption.ts'
import { pointsTokenAbi, pointsTokenBytecode } from '../../abis/PointsToken.ts'
import { type Connection, type ContractAddresses, readFromFirst } from './client.ts'
import type { DeploymentRecord } from './deployment-record.ts'

/** One transaction of a deployment. */
export interface DeploymentStep {
  name: string
  /** Null makes a contract. */
  to: Address | null
  data: Hex
  /** The nonce that it must have, because an address depends on it; null is any. */
  nonce: number | null
  isDone(): Promise<boolean>
}

const rules: readonly AccessRule[] = accessRules
const managerAbi: Abi = accessManagerAbi
const ADMIN_ROLE = 0n
/** How long the old key of an account can refuse that the operator recovers it: docs/decisions/0013-accounts.md. */
const RECOVERY_DELAY_SECONDS = 14n * 24n * 60n * 60n
/** A month is closed so long after its end, and its positions can be disputed so long after that: decision 33. */
const CLEARING_GRACE_SECONDS = 2n * 24n * 60n * 60n
const DISPUTE_WINDOW_SECONDS = 14n * 24n * 60n * 60n

/** Everything that a deployment does, in order. */
export function deploymentSteps(connection: Connection, record: DeploymentRecord): DeploymentStep[] {
  const contract = (name: string, address: Address, data: Hex, index: number): DeploymentStep => ({
    name,
    to: null,
    data,
    nonce: record.firstNonce + index,
    isDone: () => hasCode(connection, address),
  })
  const code = creationCode(record)
  const clearing = clearingOf(record)
  const anchors = logAnchorsOf(record)
  return [
    contract('access manager', record.accessManager, code.accessManager, 0),
    contract('points token', record.token, code.token, 1),
    contract('partner registry', record.registry, code.registry, 2),
    contract('points issuance', record.issuance, code.issuance, 3),
    contract('points redemption', record.redemption, code.redemption, 4),
    contract('points accounts', record.accounts, code.accounts, 5),
    ...(clearing === null
      ? []
      : [contract('clearing', clearing.address, clearing.code, clearing.nonce - record.firstNonce)]),
    ...(anchors === null
      ? []
      : [contract('log anchors', anchors.address, anchors.code, anchors.nonce - record.firstNonce)]),
    rolesStep(connection, record),
    adminStep(connection, record),
  ]
}

/** What makes each contract: its bytecode, then its constructor's arguments. */
export function creationCode(
  record: DeploymentRecord,
): Record<Exclude<keyof ContractAddresses, 'clearing' | 'logAnchors'>, Hex> {
  return {
    accessManager: accessManagerCode(record),
    token: pointsTokenCode(record),
    registry: partnerRegistryCode(record),
    issuance: pointsIssuanceCode(record),
    redemption: pointsRedemptionCode(record),
    accounts: pointsAccountsCode(record),
  }
}

/** Where the clearing contract of a deployment is, and what makes it; null where there is none. */
export function clearingOf(record: DeploymentRecord): { address: Address; code: Hex; nonce: number } | null {
  const { accessManager, registry, clearing, clearingPlan } = record
  if (clearing === null || clearingPlan === null) return null
  const firstMonth = BigInt(clearingPlan.firstMonth)
  const args = [accessManager, registry, firstMonth, CLEARING_GRACE_SECONDS, DISPUTE_WINDOW_SECONDS] as const
  const code = encodeDeployData({ abi: clearingAbi, bytecode: clearingBytecode, args })
  return { address: clearing, code, nonce: clearingPlan.nonce }
}

/** Where the anchors of the log of a deployment are, and what makes them; null where there are none. */
export function logAnchorsOf(record: DeploymentRecord): { address: Address; code: Hex; nonce: number } | null {
  const { accessManager, logAnchors, logAnchorsNonce } = record
  if (logAnchors === null || logAnchorsNonce === null) return null
  const code = encodeDeployData({ abi: logAnchorsAbi, bytecode: logAnchorsBytecode, args: [accessManager] })
  return { address: logAnchors, code, nonce: logAnchorsNonce }
}

/** Whether there is a contract at an address. */
export async function hasCode(connection: Connection, address: Address): Promise<boolean> {
  const code = await readFromFirst(connection, (client) => client.getCode({ address }))
  return code !== undefined && code !== '0x'
}

function accessManagerCode({ deployer }: DeploymentRecord): Hex {
  return encodeDeployData({ abi: accessManagerAbi, bytecode: accessManagerBytecode, args: [deployer] })
}

function pointsTokenCode(record: DeploymentRecord): Hex {
  const { accessManager, name, symbol, contractUri, epochLength, issuance, redemption, accounts } = record
  const modules = { issuance, redemption, accounts }
  const args = [accessManager, name, symbol, contractUri, BigInt(epochLength), modules] as const
  return encodeDeployData({ abi: pointsTokenAbi, bytecode: pointsTokenBytecode, args })
}

function partnerRegistryCode({ accessManager, token }: DeploymentRecord): Hex {
  return encodeDeployData({ abi: partnerRegistryAbi, bytecode: partnerRegistryBytecode, args: [accessManager, token] })
}

function pointsIssuanceCode({ token, registry }: DeploymentRecord): Hex {
  return encodeDeployData({ abi: pointsIssuanceAbi, bytecode: pointsIssuanceBytecode, args: [token, registry] })
}

function pointsRedemptionCode({ token, registry }: DeploymentRecord): Hex {
  // The first redemption module has none before it.
  const args = [token, registry, zeroAddress] as const
  return encodeDeployData({ abi: pointsRedemptionAbi, bytecode: pointsRedemptionBytecode, args })
}

function pointsAccountsCode({ accessManager, token }: DeploymentRecord): Hex {
  const args = [accessManager, token, RECOVERY_DELAY_SECONDS] as const
  return encodeDeployData({ abi: pointsAccountsAbi, bytecode: pointsAccountsBytecode, args })
}

/** Opens each restricted function to its role, and gives each role to its holder with its delay: one transaction. */
function rolesStep(connection: Connection, record: DeploymentRecord): DeploymentStep {
  const calls = rules.flatMap(({ role, roleId, holder, delaySeconds, functions }) => [
    call('labelRole', [roleId, role]),
    ...openedFunctions(record, functions).map(({ target, selectors }) =>
      call('setTargetFunctionRole', [target, selectors, roleId]),
    ),
    ...(delaySeconds > 0 ? [call('setRoleGuardian', [roleId, GUARDIAN_ROLE_ID])] : []),
    call('grantRole', [roleId, holderOf(record, holder), delaySeconds]),
  ])
  return {
    name: 'roles',
    to: record.accessManager,
    data: call('multicall', [calls]),
    nonce: null,
    isDone: () => areRolesGiven(connection, record),
  }
}

function holderOf(record: DeploymentRecord, holder: RoleHolder): Address {
  return holder === 'server' ? record.operator : record.admin
}

/**
 * Last, and in one transaction, so that the deployer is never left with the administration beside somebody else: from here
 * on a change of the rules themselves is announced a week before, whoever makes it.
 */
function adminStep(connection: Connection, record: DeploymentRecord): DeploymentStep {
  const { token, registry, accounts, clearing, logAnchors } = record
  const targets = [token, registry, accounts, clearing, logAnchors].filter((target) => target !== null)
  const delays = targets.map((target) => call('setTargetAdminDelay', [target, adminDelaySeconds]))
  const grant = call('grantRole', [ADMIN_ROLE, record.admin, adminDelaySeconds])
  const leave = call('renounceRole', [ADMIN_ROLE, record.deployer])
  return {
    name: 'delay of the administrator',
    to: record.accessManager,
    data: call('multicall', [[...delays, grant, ...(record.admin === record.deployer ? [] : [leave])]]),
    nonce: null,
    isDone: async () => {
      const admin = await readRole(connection, record, ADMIN_ROLE, record.admin)
      if (record.admin === record.deployer) return admin.isMember && admin.delay === adminDelaySeconds
      return admin.isMember && !(await readRole(connection, record, ADMIN_ROLE, record.deployer)).isMember
    },
  }
}

async function areRolesGiven(connection: Connection, record: DeploymentRecord): Promise<boolean> {
  for (const { roleId, holder, delaySeconds, functions } of rules) {
    const { isMember, delay } = await readRole(connection, record, roleId, holderOf(record, holder))
    if (!isMember || delay !== delaySeconds) return false
    for (const { target, selectors } of openedFunctions(record, functions)) {
      for (const selector of selectors) {
        if ((await readFunctionRole(connection, record, target, selector)) !== roleId) return false
      }
    }
  }
  return true
}

async function readRole(connection: Connection, record: DeploymentRecord, roleId: bigint, account: Address) {
  const [isMember, delay] = await readFromFirst(connection, (client) =>
    client.readContract({
      address: record.accessManager,
      abi: accessManagerAbi,
      functionName: 'hasRole',
      args: [roleId, account],
    }),
  )
  return { isMember, delay }
}

async function readFunctionRole(connection: Connection, record: DeploymentRecord, target: Address, selector: Hex) {
  return readFromFirst(connection, (client) =>
    client.readContract({
      address: record.accessManager,
      abi: accessManagerAbi,
      functionName: 'getTargetFunctionRole',
      args: [target, selector],
    }),
  )
}

function call(functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: managerAbi, functionName, args })
}

/** The contracts of which functions are restricted. */
type RestrictedName = 'token' | 'registry' | 'accounts' | 'clearing' | 'logAnchors'

const restricted: Record<RestrictedContract, { abi: Abi; name: RestrictedName }> = {
  PointsToken: { abi: pointsTokenAbi, name: 'token' },
  PartnerRegistry: { abi: partnerRegistryAbi, name: 'registry' },
  PointsAccounts: { abi: pointsAccountsAbi, name: 'accounts' },
  Clearing: { abi: clearingAbi, name: 'clearing' },
  LogAnchors: { abi: logAnchorsAbi, name: 'logAnchors' },
}

/** The functions that a rule opens, by contract. */
function openedFunctions(record: DeploymentRecord, functions: AccessRule['functions']) {
  return (Object.keys(functions) as RestrictedContract[]).flatMap((contract) => {
    const { abi, name } = restricted[contract]
    const target = record[name]
    if (target === null) return []
    return { target, selectors: (functions[contract] ?? []).map((each) => selectorOf(contract, abi, each)) }
  })
}

function selectorOf(contract: string, abi: Abi, name: string): Hex {
  const found = abi.find((item) => item.type === 'function' && item.name === name)
  if (found?.type !== 'function') throw new Error(`${contract} has no function ${name}: generate the ABIs again`)
  return toFunctionSelector(found)
}
