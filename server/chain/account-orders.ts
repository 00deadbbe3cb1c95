import { decodeFunctionData, type Hash, hashTypedData, type Hex, type TypedDataDomain } from 'viem'

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

/** What the data of a `setFreeze` call orders. */
export function readFreezeCall(
  data: string,
): { account: string; frozen: boolean; sequence: bigint; deadline: bigint } | null {
  const { functionName, args } = decodeFunctionData({ abi: pointsAccountsAbi, data: data as Hex })
  if (functionName !== 'setFreeze') return null
  const [account, frozen, sequence, deadline] = args
  return { account: account.toLowerCase(), frozen, sequence, deadline }
}

/** The sequence number in the data of a `setFreeze` call. */
export function readFreezeSequence(data: string): bigint | null {
  return readFreezeCall(data)?.sequence ?? null
}
