import {
  type Abi,
  type Address,
  decodeEventLog,
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  toEventSelector,
  toFunctionSelector,
} from 'viem'

import { accessManagerAbi } from '../../../abis/AccessManager.ts'
import { clearingAbi } from '../../../abis/Clearing.ts'
import { logAnchorsAbi } from '../../../abis/LogAnchors.ts'
import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../../abis/PointsAccounts.ts'
import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import type { Lie } from './rpc-server.ts'

const ALL: Abi = [
  ...pointsTokenAbi,
  ...pointsIssuanceAbi,
  ...pointsRedemptionAbi,
  ...pointsAccountsAbi,
  ...partnerRegistryAbi,
  ...clearingAbi,
  ...logAnchorsAbi,
  ...accessManagerAbi,
]

/** A log as an endpoint tells it. */
export interface ToldLog {
  address: Address
  topics: Hex[]
  data: Hex
  blockNumber: Hex
  blockHash: Hex
  transactionHash: Hex
  transactionIndex: Hex
  logIndex: Hex
}

type Args = Record<string, unknown>

const eventItem = (name: string) => {
  const item = ALL.find((each) => each.type === 'event' && each.name === name)
  if (item?.type !== 'event') throw new Error(`there is no event ${name}`)
  return item
}

/** What a log says, by the names of its arguments. */
export function argsOf(name: string, { topics, data }: ToldLog): Args {
  return decodeEventLog({ abi: [eventItem(name)], topics: topics as [Hex], data }).args as unknown as Args
}

/** The endpoint tells the logs of one event otherwise: `change` gets them all, in order. */
export function lieAboutLogs(name: string, change: (logs: ToldLog[], args: Args[]) => ToldLog[]): Lie {
  const topic = toEventSelector(eventItem(name))
  return (method, _, truth) => {
    if (method !== 'eth_getLogs') return undefined
    const logs = truth as ToldLog[]
    const own = logs.filter(({ topics }) => topics[0] === topic)
    if (own.length === 0) return undefined
    const told = change(
      own,
      own.map((log) => argsOf(name, log)),
    )
    return [...logs.filter(({ topics }) => topics[0] !== topic), ...told].sort(
      (a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex),
    )
  }
}

/** The endpoint changes arguments of the `nth` log of an event that `which` picks. */
export function lieAboutEvent(name: string, change: Args, which: (args: Args) => boolean = () => true): Lie {
  const item = eventItem(name)
  return lieAboutLogs(name, (logs, all) => {
    const at = all.findIndex(which)
    if (at === -1) return logs
    const args = { ...all[at], ...change }
    const inputs = item.inputs.filter(({ indexed }) => indexed !== true)
    const changed = {
      ...logs[at]!,
      topics: encodeEventTopics({ abi: [item], eventName: name, args }) as Hex[],
      data: encodeAbiParameters(
        inputs,
        inputs.map((input) => args[input.name!]),
      ),
    }
    return logs.map((log, place) => (place === at ? changed : log))
  })
}

/** The endpoint leaves out the first log of an event that `which` picks. */
export function omitEvent(name: string, which: (args: Args) => boolean = () => true): Lie {
  return lieAboutLogs(name, (logs, all) => {
    const at = all.findIndex(which)
    return logs.filter((_, place) => place !== at)
  })
}

/** The endpoint tells another input of the first transaction that calls this function. */
export function lieAboutInput(name: string, change: (args: unknown[]) => unknown[], abi: Abi = ALL): Lie {
  const item = getAbiItem({ abi, name })
  if (item?.type !== 'function') throw new Error(`there is no function ${name}`)
  const selector = toFunctionSelector(item)
  let first: string | null = null
  return (method, params, truth) => {
    const transaction = truth as { input: Hex; hash: string } | null
    if (method !== 'eth_getTransactionByHash' || transaction?.input.startsWith(selector) !== true) return undefined
    first ??= String(params[0])
    if (first !== params[0]) return undefined
    const { args } = decodeFunctionData({ abi: [item], data: transaction.input })
    const input = encodeFunctionData({
      abi: [item],
      functionName: name,
      args: change([...args]),
    })
    return { ...transaction, input }
  }
}

/** The endpoint changes blocks when it is asked for them by number. */
export function lieAboutBlocks(change: (block: Record<string, unknown>) => Record<string, unknown> | undefined): Lie {
  return (method, _, truth) =>
    method === 'eth_getBlockByNumber' && truth !== null ? change(truth as Record<string, unknown>) : undefined
}

/** Another signature of the same form. */
export function spoilSignature(signature: Hex): Hex {
  const at = 20
  const digit = signature[at] === '0' ? '1' : '0'
  return `${signature.slice(0, at)}${digit}${signature.slice(at + 1)}` as Hex
}
