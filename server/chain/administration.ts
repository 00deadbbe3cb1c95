import { type Abi, type Address, type Hex, isAddressEqual, toFunctionSelector } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { accessRules, type AccessRule } from '../../abis/access-rules.ts'
import { OPERATION_EXPIRES_MS } from '../domain/powers.ts'
import { type Chain, readFromFirst } from './client.ts'
import { type DescribedCall, describeCall, GOVERNED, roleIdOf, roleName } from './describe-call.ts'

/** A call that the administrator's people make through the AccessManager. */
export interface GovernedCall {
  readonly target: Address
  readonly data: Hex
}

/** What would happen if an account made a call, by the AccessManager's own word. */
export interface Foresight {
  readonly call: DescribedCall | null
  readonly role: string
  /** Null: the account may not make it. 0: at once, without announcing it. */
  readonly delaySeconds: number | null
  /** Who may cancel it while it waits, besides whoever announces it. */
  readonly cancelledBy: readonly string[]
}

/** A call that was announced, and neither carried out nor cancelled. */
export interface AnnouncedCall extends GovernedCall {
  readonly operationId: Hex
  readonly caller: Address
  readonly dueAt: Date
  readonly expiresAt: Date
  readonly call: DescribedCall | null
}

const rules: readonly AccessRule[] = accessRules
const managerAbi: Abi = accessManagerAbi
const ADMIN_ROLE = 0n
/** Functions of the AccessManager that change one target, which then has a delay of its own. */
const OF_TARGETS: readonly string[] = ['setTargetFunctionRole', 'setTargetClosed', 'updateAuthority']
/** Functions of the AccessManager that the admin of a role may call; by default that is the admin. */
const OF_ROLES: readonly string[] = ['grantRole', 'revokeRole']
const OF_ADMIN: readonly string[] = [
  'labelRole',
  'setRoleAdmin',
  'setRoleGuardian',
  'setGrantDelay',
  'setTargetAdminDelay',
]

/** What can be announced: the functions of delayed roles, and those that change the roles themselves. */
export function delayedFunctions(): readonly { contract: string; functionName: string }[] {
  const ofRules = rules
    .filter(({ delaySeconds }) => delaySeconds > 0)
    .flatMap(({ functions }) =>
      Object.entries(functions).flatMap(([contract, names]) =>
        names.map((functionName) => ({ contract, functionName })),
      ),
    )
  const ofManager = [...OF_ROLES, ...OF_TARGETS, ...OF_ADMIN].map((functionName) => ({
    contract: 'AccessManager',
    functionName,
  }))
  return [...ofRules, ...ofManager]
}

/** Says what a call would do if an account announced it now. */
export async function foresee(chain: Chain, caller: Address, governed: GovernedCall): Promise<Foresight> {
  const { addresses } = chain
  const call = describeCall(addresses, governed)
  const isOfManager = isAddressEqual(governed.target, addresses.accessManager)
  const roleId = isOfManager ? await roleOfAdministration(chain, call) : await roleOfFunction(chain, governed)
  const guardian = await read(chain, 'getRoleGuardian', [isOfManager ? ADMIN_ROLE : roleId])
  const cancelledBy = [...new Set([roleName(guardian as bigint), roleName(ADMIN_ROLE)])]
  const [isMember, delay] = (await read(chain, 'hasRole', [roleId, caller])) as [boolean, number]
  const ofTarget = isOfManager ? await delayOfTarget(chain, call) : 0
  return { call, role: roleName(roleId), delaySeconds: isMember ? Math.max(delay, ofTarget) : null, cancelledBy }
}

async function roleOfFunction(chain: Chain, { target, data }: GovernedCall): Promise<bigint> {
  return (await read(chain, 'getTargetFunctionRole', [target, data.slice(0, 10)])) as bigint
}

async function roleOfAdministration(chain: Chain, call: DescribedCall | null): Promise<bigint> {
  if (call === null || !OF_ROLES.includes(call.functionName)) return ADMIN_ROLE
  const roleId = roleIdOf(call.args['roleId'] ?? '') ?? ADMIN_ROLE
  return (await read(chain, 'getRoleAdmin', [roleId])) as bigint
}

async function delayOfTarget(chain: Chain, call: DescribedCall | null): Promise<number> {
  const target = call !== null && OF_TARGETS.includes(call.functionName) ? call.args['target'] : undefined
  return target === undefined ? 0 : ((await read(chain, 'getTargetAdminDelay', [target])) as number)
}

function read(chain: Chain, functionName: string, args: readonly unknown[]): Promise<unknown> {
  const manager = { address: chain.addresses.accessManager, abi: managerAbi }
  return readFromFirst(chain, (client) => client.readContract({ ...manager, functionName, args }))
}

/** Blocks of one search; endpoints that allow fewer are asked for half of them. */
const BLOCKS_PER_SEARCH = 5_000n
/** Announced calls are looked for so far back: the longest delay and the time to carry them out are half of it. */
const SEARCH_MS = 28 * 24 * 60 * 60 * 1_000

/** The calls that wait by what the chain says now, the next due one first. */
export async function readAnnouncedCalls(chain: Chain, plannedAtBlock: bigint): Promise<AnnouncedCall[]> {
  const found = new Map<Hex, { caller: Address; target: Address; data: Hex }>()
  const head = await readFromFirst(chain, (client) => client.getBlock({ blockTag: 'latest' }))
  let to = head.number
  let size = BLOCKS_PER_SEARCH
  while (to > plannedAtBlock) {
    const from = to - size + 1n > plannedAtBlock ? to - size + 1n : plannedAtBlock + 1n
    const logs = await searchAnnouncements(chain, from, to)
    if (logs === null) {
      size = size / 2n > 1n ? size / 2n : 1n
      continue
    }
    for (const { args } of logs) {
      const { operationId, caller, target, data } = args
      found.set(operationId, { caller: lower(caller), target: lower(target), data })
    }
    const { timestamp } = await readFromFirst(chain, (client) => client.getBlock({ blockNumber: from }))
    if (Number(head.timestamp - timestamp) * 1_000 > SEARCH_MS) break
    to = from - 1n
  }
  const waiting: AnnouncedCall[] = []
  for (const [operationId, { caller, target, data }] of found) {
    // 0: carried out, cancelled or expired.
    const schedule = Number(await read(chain, 'getSchedule', [operationId]))
    if (schedule === 0) continue
    const dueAt = new Date(schedule * 1_000)
    const expiresAt = new Date(dueAt.getTime() + OPERATION_EXPIRES_MS)
    const call = describeCall(chain.addresses, { target, data })
    waiting.push({ operationId, caller, target, data, dueAt, expiresAt, call })
  }
  return waiting.toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}

/** Null where the endpoint does not search so many blocks at once. */
async function searchAnnouncements(chain: Chain, fromBlock: bigint, toBlock: bigint) {
  const address = chain.addresses.accessManager
  try {
    const logs = await readFromFirst(chain, (client) =>
      client.getContractEvents({
        address,
        abi: accessManagerAbi,
        eventName: 'OperationScheduled',
        fromBlock,
        toBlock,
        strict: true,
      }),
    )
    return logs
  } catch (error) {
    if (fromBlock === toBlock) throw error
    return null
  }
}

/** The functions of our contracts with this name that can be announced, with the contract that each is of. */
export function findDelayedFunction(functionName: string) {
  const found = delayedFunctions().find((one) => one.functionName === functionName)
  const governed = GOVERNED.find(({ contract }) => contract === found?.contract)
  const item = governed?.abi.find((one) => one.type === 'function' && one.name === functionName)
  if (governed === undefined || item?.type !== 'function') return null
  return { ...governed, item, selector: toFunctionSelector(item) }
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address
}
