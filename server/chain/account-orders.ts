import {
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  type Hash,
  hashTypedData,
  type Hex,
  type TypedDataDomain,
} from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import type { Chain } from './client.ts'

/** What a member's key signs about the whole account: the structs of contracts/interfaces/IPointsAccounts.sol. */
export type AccountOrder =
  | { readonly kind: 'Move'; readonly from: string; readonly to: string; readonly deadline: bigint }
  | {
      readonly kind: 'Freeze'
      readonly account: string
      readonly frozen: boolean
      readonly sequence: bigint
      readonly deadline: bigint
    }
  | { readonly kind: 'Recovery'; readonly from: string; readonly to: string; readonly deadline: bigint }
  | { readonly kind: 'RecoveryRefusal'; readonly from: string; readonly to: string; readonly readyAt: bigint }

/** A call of PointsAccounts, with the signatures that it needs. */
export type AccountCall =
  | {
      readonly name: 'move'
      readonly order: AccountOrder & { kind: 'Move' }
      readonly from: string
      readonly to: string
    }
  | { readonly name: 'set_freeze'; readonly order: AccountOrder & { kind: 'Freeze' }; readonly signature: string }
  | {
      readonly name: 'announce_recovery'
      readonly order: AccountOrder & { kind: 'Recovery' }
      readonly signature: string
    }
  | { readonly name: 'refuse_recovery'; readonly account: string; readonly signature: string }
  | { readonly name: 'cancel_recovery' | 'complete_recovery'; readonly account: string }

/** EIP-712 as eth_signTypedData_v4 takes it, numbers as decimal strings; and the digest that is signed. */
export interface OrderToSign {
  readonly typedData: {
    readonly types: Readonly<Record<string, { name: string; type: string }[]>>
    readonly primaryType: string
    readonly domain: Readonly<Record<string, string>>
    readonly message: Readonly<Record<string, string | boolean>>
  }
  readonly digest: Hash
}

type AccountsChain = Pick<Chain, 'chainId' | 'addresses'>

const field = (name: string, type: string) => ({ name, type })
const MOVING = [field('from', 'address'), field('to', 'address'), field('deadline', 'uint64')]

const FIELDS: Readonly<Record<AccountOrder['kind'], { name: string; type: string }[]>> = {
  Move: MOVING,
  Freeze: [
    field('account', 'address'),
    field('frozen', 'bool'),
    field('sequence', 'uint256'),
    field('deadline', 'uint64'),
  ],
  Recovery: MOVING,
  RecoveryRefusal: [field('from', 'address'), field('to', 'address'), field('readyAt', 'uint64')],
}

const DOMAIN_FIELDS = [
  field('name', 'string'),
  field('version', 'string'),
  field('chainId', 'uint256'),
  field('verifyingContract', 'address'),
]

function domainOf({ chainId, addresses }: AccountsChain): TypedDataDomain & { name: string; version: string } {
  return { name: 'Entente Accounts', version: '1', chainId, verifyingContract: addresses.accounts }
}

/** What a key must sign for an order about an account. */
export function accountOrderToSign(chain: AccountsChain, order: AccountOrder): OrderToSign {
  const { kind, ...message } = order
  const types = { [kind]: FIELDS[kind] }
  const domain = domainOf(chain)
  const digest = hashTypedData({ domain, types, primaryType: kind, message })
  const texts = Object.entries(message).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? String(value) : value,
  ])
  return {
    typedData: {
      types: { EIP712Domain: DOMAIN_FIELDS, ...types },
      primaryType: kind,
      domain: {
        name: domain.name,
        version: domain.version,
        chainId: String(chain.chainId),
        verifyingContract: chain.addresses.accounts,
      },
      message: Object.fromEntries(texts) as Record<string, string | boolean>,
    },
    digest,
  }
}

/** The call that carries out what was signed. */
export function accountCall(chain: Pick<Chain, 'addresses'>, call: AccountCall): { to: Address; data: Hex } {
  return { to: chain.addresses.accounts, data: encodeCall(call) }
}

function encodeCall(call: AccountCall): Hex {
  const abi = pointsAccountsAbi
  switch (call.name) {
    case 'move': {
      const { from, to, deadline } = call.order
      const args = [from as Address, to as Address, deadline, call.from as Hex, call.to as Hex] as const
      return encodeFunctionData({ abi, functionName: 'move', args })
    }
    case 'set_freeze': {
      const { account, frozen, sequence, deadline } = call.order
      const args = [account as Address, frozen, sequence, deadline, call.signature as Hex] as const
      return encodeFunctionData({ abi, functionName: 'setFreeze', args })
    }
    case 'announce_recovery': {
      const { from, to, deadline } = call.order
      const args = [from as Address, to as Address, deadline, call.signature as Hex] as const
      return encodeFunctionData({ abi, functionName: 'announceRecovery', args })
    }
    case 'refuse_recovery':
      return encodeFunctionData({
        abi,
        functionName: 'refuseRecovery',
        args: [call.account as Address, call.signature as Hex],
      })
    case 'cancel_recovery':
      return encodeFunctionData({ abi, functionName: 'cancelRecovery', args: [call.account as Address] })
    case 'complete_recovery':
      return encodeFunctionData({ abi, functionName: 'completeRecovery', args: [call.account as Address] })
  }
}

/** The sequence number in the data of a `setFreeze` call. */
export function readFreezeSequence(data: string): bigint | null {
  const { functionName, args } = decodeFunctionData({ abi: pointsAccountsAbi, data: data as Hex })
  return functionName === 'setFreeze' ? args[2] : null
}
