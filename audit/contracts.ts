import { type Abi, type Address, decodeEventLog, type Hex, toEventSelector } from 'viem'

import { accessManagerAbi } from '../abis/AccessManager.ts'
import { clearingAbi } from '../abis/Clearing.ts'
import { logAnchorsAbi } from '../abis/LogAnchors.ts'
import { partnerRegistryAbi } from '../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../abis/PointsAccounts.ts'
import { pointsIssuanceAbi } from '../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../abis/PointsToken.ts'

/** The kinds of contracts of a coalition, and what each can log and be asked. */
const ABIS = {
  AccessManager: accessManagerAbi,
  PointsToken: pointsTokenAbi,
  PartnerRegistry: partnerRegistryAbi,
  PointsIssuance: pointsIssuanceAbi,
  PointsRedemption: pointsRedemptionAbi,
  PointsAccounts: pointsAccountsAbi,
  Clearing: clearingAbi,
  LogAnchors: logAnchorsAbi,
} as const

export type ContractKind = keyof typeof ABIS

/** The ABI of a kind of contract, as viem's functions take it when the function is not known before. */
export function abiOf(kind: ContractKind): Abi {
  return ABIS[kind]
}

/** A contract that belongs to the coalition. */
export interface KnownContract {
  readonly kind: ContractKind
  /** In lower case. */
  readonly address: Address
  /** How it was found. */
  readonly foundBy: string
}

/** All contracts of a coalition, those of the past included, and what the ledger counts by. */
export interface Coalition {
  readonly chainId: number
  readonly token: Address
  readonly contracts: readonly KnownContract[]
  /** The modules that the ledger was born with: issuance, redemption, accounts; zero for one that came later. */
  readonly foundingModules: readonly Address[]
  /** Seconds in an epoch, and the second at which epoch 0 would have begun. */
  readonly epochSeconds: bigint
  readonly epochOrigin: bigint
  /** Seconds that a recovery waits, by accounts module. */
  readonly recoveryDelays: Readonly<Record<Address, bigint>>
  /** Seconds after the end of a month, by clearing contract. */
  readonly graces: Readonly<Record<Address, bigint>>
  /** Number of the token's first block, from which the history is read. */
  readonly firstBlock: number
}

/** A log that one of the coalition's contracts made, with its arguments by name. */
export interface Event {
  readonly contract: KnownContract
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** What a log says; null where it is none of the contract's own events. */
export function decodeEvent(
  contract: KnownContract,
  log: { readonly topics: readonly Hex[]; readonly data: Hex },
): Event | null {
  const name = EVENT_NAMES[contract.kind].get(log.topics[0] ?? '0x')
  if (name === undefined) return null
  const [topic, ...topics] = log.topics
  if (topic === undefined) return null
  try {
    const decoded = decodeEventLog({
      abi: abiOf(contract.kind),
      topics: [topic, ...topics],
      data: log.data,
      strict: true,
    })
    // An event without arguments has none, whatever the type says.
    return { contract, name, args: (decoded.args as Event['args'] | undefined) ?? {} }
  } catch {
    return null // other code than ours may log another shape under a name of ours: the code check says so
  }
}

const EVENT_NAMES = Object.fromEntries(
  Object.entries(ABIS).map(([kind, abi]) => [
    kind,
    new Map((abi as Abi).flatMap((item) => (item.type === 'event' ? [[toEventSelector(item), item.name]] : []))),
  ]),
) as unknown as Readonly<Record<ContractKind, ReadonlyMap<string, string>>>

/** The topics that the logs of a kind of contract begin with. */
export function topicsOf(kind: ContractKind): readonly Hex[] {
  return [...EVENT_NAMES[kind].keys()] as Hex[]
}
