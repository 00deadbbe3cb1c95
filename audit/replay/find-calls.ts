import { type Abi, type Address, decodeFunctionData, getAbiItem, type Hex, toFunctionSelector } from 'viem'

import { abiOf, type ContractKind } from '../contracts.ts'

/** A call that stands in the input of a transaction, as its whole or inside the call of another contract. */
export interface FoundCall {
  readonly args: readonly unknown[]
  /** Whether it is the whole input, and not a part of it. */
  readonly whole: boolean
}

/** Places of one selector that are tried in an input: more are somebody's attempt to keep the audit busy. */
export const CALLS_MAX = 1_000

/**
 * Every place in a transaction's input at which a call of this function could stand, in their order. Wallets and relays pass
 * calls on unchanged, so they can be read without a trace; what does not decode is none.
 */
export function findCalls(input: Hex, kind: ContractKind, functionName: string): FoundCall[] {
  const abi = abiOf(kind)
  const selector = selectorOf(kind, functionName)
  const text = input.toLowerCase()
  const calls: FoundCall[] = []
  let tried = 0
  for (let at = text.indexOf(selector); at !== -1 && tried < CALLS_MAX; at = text.indexOf(selector, at + 1)) {
    if (at % 2 !== 0) continue
    tried += 1
    const args = decode(abi, `0x${text.slice(at)}`)
    if (args !== null) calls.push({ args, whole: at === 2 })
  }
  return calls
}

const selectors = new Map<string, string>()

function selectorOf(kind: ContractKind, functionName: string): string {
  const key = `${kind}.${functionName}`
  const known = selectors.get(key)
  if (known !== undefined) return known
  const item = getAbiItem({ abi: abiOf(kind), name: functionName })
  if (item?.type !== 'function') throw new Error(`${key} is no function`)
  const selector = toFunctionSelector(item).slice(2)
  selectors.set(key, selector)
  return selector
}

function decode(abi: Abi, data: Hex): readonly unknown[] | null {
  try {
    return decodeFunctionData({ abi, data }).args ?? []
  } catch {
    return null // the four bytes stand there by chance
  }
}

/** An address argument in lower case, as all addresses of the audit are. */
export function lowerAddress(value: unknown): Address {
  return (value as string).toLowerCase() as Address
}
