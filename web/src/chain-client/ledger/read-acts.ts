import { type AbiEvent, parseEventLogs } from 'viem'

import { accessManagerAbi } from '../../../../abis/AccessManager.ts'
import { partnerRegistryAbi } from '../../../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../../../abis/PointsAccounts.ts'
import { pointsTokenAbi } from '../../../../abis/PointsToken.ts'
import type { OpenLedger } from './open-ledger.ts'
import { type Chapter, type DatedLog, readBackwards } from './read-backwards.ts'

/** What the operator did, or began, as a contract logged it. */
export interface OperatorAct {
  /** The event's name. */
  readonly event: string
  /** By the names that the contract has for them. */
  readonly args: Readonly<Record<string, string>>
  readonly transactionHash: string
  readonly at: Date
}

/** What members and the relayer log at the same contracts, and openzeppelin's inner affairs. */
const NOT_OF_OPERATOR = new Set([
  'AccountFrozen',
  'AccountMoved',
  'Approval',
  'AuthorityUpdated',
  'DebitShortfall',
  'EIP712DomainChanged',
  'Transfer',
])

const eventsOf = (abi: readonly unknown[]): AbiEvent[] =>
  (abi as readonly { type: string; name?: string }[]).filter(
    ({ type, name = '' }) => type === 'event' && !NOT_OF_OPERATOR.has(name),
  ) as unknown as AbiEvent[]

const EVENTS = [accessManagerAbi, partnerRegistryAbi, pointsTokenAbi, pointsAccountsAbi].flatMap((abi) => eventsOf(abi))

const textOf = (value: unknown): string =>
  typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    ? String(value)
    : JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))

/** Reads what the operator did, newest first, from a block backwards: powers, partners, modules, pauses and recoveries. */
export async function readActs({ client, contracts }: OpenLedger, to: bigint): Promise<Chapter<OperatorAct>> {
  const { manager, registry, token, accounts } = contracts
  const question = { addresses: [manager, registry, token, accounts], events: EVENTS }
  const { rows, before } = await readBackwards(client, question, to)
  return { rows: rows.flatMap(readAct), before }
}

function readAct({ log, at }: DatedLog): OperatorAct[] {
  return parseEventLogs({ abi: EVENTS, logs: [log] }).map(({ eventName, args, transactionHash }) => ({
    event: eventName,
    args: Object.fromEntries(Object.entries(args as object).map(([name, value]) => [name, textOf(value)])),
    transactionHash,
    at,
  }))
}
