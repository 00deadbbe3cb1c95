import {
  type Abi,
  type AbiFunction,
  type Address,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  toFunctionSelector,
} from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { accessRules, type AccessRule } from '../../abis/access-rules.ts'
import { clearingAbi } from '../../abis/Clearing.ts'
import { logAnchorsAbi } from '../../abis/LogAnchors.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { ContractAddresses } from './client.ts'

/** A call to one of our contracts, in words: arguments are text, as people and JSON read them. */
export interface DescribedCall {
  readonly contract: string
  readonly functionName: string
  readonly args: Readonly<Record<string, string>>
}

/** The contracts that the operator's people call, and where each is among the addresses. */
export const GOVERNED: readonly { contract: string; at: keyof ContractAddresses; abi: Abi }[] = [
  { contract: 'PartnerRegistry', at: 'registry', abi: partnerRegistryAbi },
  { contract: 'PointsToken', at: 'token', abi: pointsTokenAbi },
  { contract: 'PointsAccounts', at: 'accounts', abi: pointsAccountsAbi },
  { contract: 'Clearing', at: 'clearing', abi: clearingAbi },
  { contract: 'LogAnchors', at: 'logAnchors', abi: logAnchorsAbi },
  { contract: 'AccessManager', at: 'accessManager', abi: accessManagerAbi },
]

const rules: readonly AccessRule[] = accessRules
const MODULES = ['issuance', 'redemption', 'accounts'] as const
const ADMIN_ROLE = 'admin'

/** Says what a call would do; null where it is to another contract, or to no function of ours. */
export function describeCall(
  addresses: ContractAddresses,
  call: { target: string; data: string },
): DescribedCall | null {
  const found = GOVERNED.find(({ at }) => isAt(addresses[at], call.target))
  if (found === undefined) return null
  try {
    const { functionName, args } = decodeFunctionData({ abi: found.abi, data: call.data as Hex })
    const item = functionOf(found.abi, call.data.slice(0, 10))
    const values: readonly unknown[] = args ?? []
    const named = (item?.inputs ?? []).map(
      ({ name, type }, at) => [name ?? String(at), showArgument(name ?? '', type, values[at])] as const,
    )
    return { contract: found.contract, functionName, args: Object.fromEntries(named) }
  } catch {
    return null
  }
}

function isAt(address: Address | null, target: string): boolean {
  return address !== null && isAddressEqual(address, target as Hex)
}

function functionOf(abi: Abi, selector: string): AbiFunction | undefined {
  return abi.find((item): item is AbiFunction => item.type === 'function' && toFunctionSelector(item) === selector)
}

/** An argument as people write it: roles and modules by their names, months as 2026-12. */
function showArgument(name: string, type: string, value: unknown): string {
  if (name === 'roleId' || name === 'admin' || name === 'guardian') return roleName(value as bigint)
  if (name === 'module' && type === 'uint8') return MODULES[value as number] ?? String(value)
  if (name === 'month') return showMonth(value as bigint)
  return Array.isArray(value) ? value.map(String).join(',') : String(value)
}

/** The name of a role, or its number where it has none here. */
export function roleName(roleId: bigint): string {
  if (roleId === 0n) return ADMIN_ROLE
  return rules.find((rule) => rule.roleId === roleId)?.role ?? String(roleId)
}

/** The number of a role by its name or number; null where there is none. */
export function roleIdOf(text: string): bigint | null {
  if (text === ADMIN_ROLE) return 0n
  const rule = rules.find(({ role }) => role === text)
  if (rule !== undefined) return rule.roleId
  return /^\d{1,19}$/.test(text) ? BigInt(text) : null
}

/** The number of a module by its name; null where there is none. */
export function moduleIdOf(text: string): number | null {
  const at = MODULES.findIndex((name) => name === text)
  return at === -1 ? null : at
}

/** Months are counted from January 1970 (CalendarMonth). */
function showMonth(month: bigint): string {
  const years = 1970n + month / 12n
  return `${String(years)}-${String((month % 12n) + 1n).padStart(2, '0')}`
}
