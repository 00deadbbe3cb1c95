import { type Abi, type AbiParameter, type Address, encodeFunctionData, type Hex, isAddress, isHex } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { delayedFunctions, findDelayedFunction, type GovernedCall } from './administration.ts'
import type { ContractAddresses } from './client.ts'
import { GOVERNED, moduleIdOf, roleIdOf } from './describe-call.ts'

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/
const DIGITS = /^\d{1,78}$/

/** A call by the name of its function and its arguments as people write them. */
export function governedCall(
  addresses: ContractAddresses,
  functionName: string,
  texts: readonly string[],
): GovernedCall {
  const found = findDelayedFunction(functionName)
  if (found === null) {
    const names = delayedFunctions().map((one) => one.functionName)
    throw invalid(`${functionName} is none of ${names.join(', ')}`)
  }
  const { item, abi, at } = found
  if (texts.length !== item.inputs.length) {
    const wanted = item.inputs.map(({ name, type }) => `<${name ?? type}>`).join(' ')
    throw invalid(`${functionName} takes ${wanted || 'no arguments'}`)
  }
  const args = item.inputs.map((input, index) => readArgument(addresses, input, texts[index] ?? ''))
  const wide: Abi = abi
  const target = readNamed(addresses[at], functionName, 'part of this deployment')
  return { target, data: encodeFunctionData({ abi: wide, functionName, args }) }
}

/** The calls to the AccessManager that announce a call, carry it out, and cancel it. */
export const throughManager = {
  schedule: ({ target, data }: GovernedCall): Hex =>
    // 0: as soon as the delay allows.
    encodeFunctionData({ abi: accessManagerAbi, functionName: 'schedule', args: [target, data, 0] }),
  execute: ({ target, data }: GovernedCall): Hex =>
    encodeFunctionData({ abi: accessManagerAbi, functionName: 'execute', args: [target, data] }),
  cancel: ({ caller, target, data }: GovernedCall & { caller: Address }): Hex =>
    encodeFunctionData({ abi: accessManagerAbi, functionName: 'cancel', args: [caller, target, data] }),
} as const

function readArgument(addresses: ContractAddresses, { name = '', type }: AbiParameter, text: string): unknown {
  if (name === 'month') return readMonth(text)
  if (name === 'module' && type === 'uint8')
    return readNamed(moduleIdOf(text), text, 'issuance, redemption or accounts')
  if (type === 'uint64' && ['roleId', 'admin', 'guardian'].includes(name))
    return readNamed(roleIdOf(text), text, 'the name or number of a role')
  if (type === 'address') return readAddress(addresses, text)
  if (type === 'bytes') return readNamed(isHex(text) && text.length % 2 === 0 ? text : null, text, '0x and hex digits')
  if (type === 'bytes4[]')
    return text.split(',').map((each) => readNamed(isHex(each) ? each : null, each, 'a selector'))
  if (type === 'bool') return readNamed({ true: true, false: false }[text] ?? null, text, 'true or false')
  if (type === 'string') return text
  const digits = readNamed(DIGITS.test(text) ? text : null, text, `a whole number (${name})`)
  return ['uint8', 'uint16', 'uint32', 'uint48'].includes(type) ? Number(digits) : BigInt(digits)
}

function readMonth(text: string): bigint {
  const parts = MONTH.exec(text)
  if (parts === null) throw invalid(`${text} is no month, such as 2027-01`)
  return BigInt((Number(parts[1]) - 1970) * 12 + Number(parts[2]) - 1)
}

/** An address, or the name of one of our contracts. */
function readAddress(addresses: ContractAddresses, text: string): Address {
  const named = GOVERNED.find(({ contract }) => contract === text)
  if (named !== undefined) return readNamed(addresses[named.at], text, 'part of this deployment')
  return readNamed(isAddress(text, { strict: false }) ? text : null, text, 'an address')
}

function readNamed<T>(value: T | null, text: string, wanted: string): T {
  if (value === null) throw invalid(`${text} is not ${wanted}`)
  return value
}

function invalid(what: string): StartRefused {
  return new StartRefused('admin_call_invalid', `${what}.`)
}
