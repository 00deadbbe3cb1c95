import { type Address, type Hex, numberToHex, toEventSelector } from 'viem'

import type { Coalition, ContractKind, KnownContract } from '../contracts.ts'
import { type Rpc, RpcRefused } from '../rpc/json-rpc.ts'
import { askView, tryView } from './ask-contract.ts'
import { readLogs, type ToldLog } from './read-range.ts'

/** The token's address leads to no coalition of ours. */
export class NotACoalition extends Error {
  override name = 'NotACoalition'
}

const MODULES = ['PointsIssuance', 'PointsRedemption', 'PointsAccounts'] as const
const MODULE_REPLACED = toEventSelector('ModuleReplaced(uint8,address,address)')
const AUTHORITY_UPDATED = toEventSelector('AuthorityUpdated(address)')
const TARGET_FUNCTION_ROLE_UPDATED = toEventSelector('TargetFunctionRoleUpdated(address,bytes4,uint64)')

/**
 * Finds a coalition's contracts from the token's address alone, at a block. Modules, present and past, are in the token's
 * `ModuleReplaced` events; the registry is the issuance module's `REGISTRY`; access managers are in `AuthorityUpdated`; and
 * clearing and the anchors of the log, which nothing points to, are among the contracts for which the access manager has given out roles.
 */
export async function discover(rpc: Rpc, token: Address, block: number): Promise<Coalition> {
  const chainId = Number(await rpc.ask('eth_chainId', []))
  const from = await findFirstBlock(rpc, token, block)
  if (from === null) throw new NotACoalition(`there is no contract at ${token} in block ${block}`)
  const stretch = { from, to: block }
  const found = new Map<Address, KnownContract>()
  const know = (kind: ContractKind, address: Address, foundBy: string): void => {
    const key = address.toLowerCase() as Address
    if (!/^0x0{40}$/.test(key) && !found.has(key)) found.set(key, { kind, address: key, foundBy })
  }
  know('PointsToken', token, 'the address that was given')
  const replaced = await readSparseLogs(rpc, stretch, [token], MODULE_REPLACED)
  for (const log of replaced) {
    const kind = MODULES[Number(log.topics[1] ?? '0x0')]
    if (kind !== undefined) know(kind, lastAddress(log.topics[3]), `ModuleReplaced in block ${Number(log.blockNumber)}`)
  }
  const ask = (kind: ContractKind, address: Address, name: string, args: unknown[] = []) =>
    askView(rpc, { kind, address, name, args }, block)
  for (const { address } of ofKind(found, 'PointsIssuance')) {
    const registry = await tryView(rpc, { kind: 'PointsIssuance', address, name: 'REGISTRY' }, block)
    if (registry !== null) know('PartnerRegistry', registry as Address, `REGISTRY of the issuance module ${address}`)
  }
  if (ofKind(found, 'PartnerRegistry').length === 0)
    throw new NotACoalition(`${token} has no issuance module that names a registry`)
  await findManagers(rpc, stretch, found, know)
  await findTargets(rpc, stretch, found, know)
  // The access manager is older than the token, and roles may have been given out before it.
  const managers = await Promise.all(
    ofKind(found, 'AccessManager').map(({ address }) => findFirstBlock(rpc, address, block)),
  )
  return {
    chainId,
    token: token.toLowerCase() as Address,
    contracts: [...found.values()],
    foundingModules: MODULES.map((_, module) =>
      lastAddress(replaced.find(({ topics }) => Number(topics[1]) === module)?.topics[3]),
    ),
    epochSeconds: (await ask('PointsToken', token, 'epochLength')) as bigint,
    epochOrigin: (await ask('PointsToken', token, 'epochStart', [0n])) as bigint,
    recoveryDelays: await askEach(rpc, ofKind(found, 'PointsAccounts'), 'RECOVERY_DELAY', block),
    graces: await askEach(rpc, ofKind(found, 'Clearing'), 'GRACE', block),
    firstBlock: Math.min(from, ...managers.map((first) => first ?? 0)),
  }
}

type Know = (kind: ContractKind, address: Address, foundBy: string) => void
type Found = ReadonlyMap<Address, KnownContract>
interface Stretch {
  readonly from: number
  readonly to: number
}

const ofKind = (found: Found, kind: ContractKind) => [...found.values()].filter((each) => each.kind === kind)
const lastAddress = (word: Hex | undefined): Address => `0x${(word ?? '').slice(-40).padStart(40, '0')}`

/** Every access manager that the token, the registry or an accounts module was ever under. */
async function findManagers(rpc: Rpc, stretch: Stretch, found: Found, know: Know): Promise<void> {
  const managed = [...found.values()].filter(({ kind }) => kind !== 'PointsIssuance' && kind !== 'PointsRedemption')
  const addresses = managed.map(({ address }) => address)
  for (const log of await readSparseLogs(rpc, stretch, addresses, AUTHORITY_UPDATED))
    know('AccessManager', lastAddress(log.data), `AuthorityUpdated of ${log.address.toLowerCase()}`)
}

/** Contracts with roles: one that names our registry and answers as clearing does, or one that answers as the anchors do. */
async function findTargets(rpc: Rpc, stretch: Stretch, found: Found, know: Know): Promise<void> {
  const managers = ofKind(found, 'AccessManager').map(({ address }) => address)
  if (managers.length === 0) throw new NotACoalition('no access manager was ever named')
  const logs = await readSparseLogs(rpc, stretch, managers, TARGET_FUNCTION_ROLE_UPDATED)
  const targets = new Set(logs.map(({ topics }) => lastAddress(topics[1])))
  for (const address of targets) {
    if (found.has(address)) continue
    const registry = await tryView(rpc, { kind: 'Clearing', address, name: 'REGISTRY' }, stretch.to)
    const grace = await tryView(rpc, { kind: 'Clearing', address, name: 'GRACE' }, stretch.to)
    const named = typeof registry === 'string' ? found.get(registry.toLowerCase() as Address) : undefined
    if (named?.kind === 'PartnerRegistry' && grace !== null)
      know('Clearing', address, `TargetFunctionRoleUpdated of the access manager, and its REGISTRY is ours`)
    if (registry === null && (await keepsAnchors(rpc, address, { managers, block: stretch.to })))
      know('LogAnchors', address, `TargetFunctionRoleUpdated of the access manager, and it keeps anchors under it`)
  }
}

async function keepsAnchors(
  rpc: Rpc,
  address: Address,
  { managers, block }: { managers: readonly Address[]; block: number },
): Promise<boolean> {
  const ask = (name: string) => tryView(rpc, { kind: 'LogAnchors', address, name }, block)
  const authority = await ask('authority')
  const isOurs = typeof authority === 'string' && managers.includes(authority.toLowerCase() as Address)
  return isOurs && (await ask('latest')) !== null
}

async function askEach(
  rpc: Rpc,
  contracts: readonly KnownContract[],
  name: string,
  block: number,
): Promise<Record<Address, bigint>> {
  const answers: Record<Address, bigint> = {}
  for (const { kind, address } of contracts) {
    const answer = await tryView(rpc, { kind, address, name }, block)
    if (typeof answer === 'bigint') answers[address] = answer
  }
  return answers
}

/** Logs with one topic, in as few questions as the endpoint lets through. */
async function readSparseLogs(
  rpc: Rpc,
  { from, to }: Stretch,
  addresses: readonly Address[],
  topic: Hex,
): Promise<readonly ToldLog[]> {
  try {
    return await readLogs(rpc, { from, to, addresses, topics: [[topic]] })
  } catch (error) {
    if (!(error instanceof RpcRefused) || from === to) throw error
    const middle = Math.floor((from + to) / 2)
    const first = await readSparseLogs(rpc, { from, to: middle }, addresses, topic)
    return [...first, ...(await readSparseLogs(rpc, { from: middle + 1, to }, addresses, topic))]
  }
}

/** The block in which a contract was deployed; 0 where the endpoint keeps no old state, null where there is none. */
async function findFirstBlock(rpc: Rpc, address: Address, to: number): Promise<number | null> {
  const hasCode = async (block: number) => (await rpc.ask('eth_getCode', [address, numberToHex(block)])) !== '0x'
  if (!(await hasCode(to))) return null
  let [without, withCode] = [-1, to]
  try {
    while (withCode - without > 1) {
      const middle = Math.floor((without + withCode) / 2)
      if (await hasCode(middle)) withCode = middle
      else without = middle
    }
    return withCode
  } catch (error) {
    if (error instanceof RpcRefused) return 0
    throw error
  }
}
