import { getAddress, hashTypedData, type Hex, numberToHex, stringToHex, type TypedDataDefinition } from 'viem'
import { createSiweMessage } from 'viem/siwe'

import type { InjectedWallet } from './injected-wallets.ts'
import { SigningRefused } from './refusal.ts'

/** Of EIP-1193: the user said no. */
const USER_REJECTED = 4001

export interface OrderToSign {
  typedData: {
    domain: Record<string, unknown>
    types: Record<string, { name: string; type: string }[]>
    primaryType: string
    message: Record<string, unknown>
  }
  digest: string
}

export interface SignInTerms {
  nonce: string
  domain: string
  uri: string
  chainId: number
  statement: string
  expiresAt: string
}

async function ask<Answered>(
  { provider }: InjectedWallet,
  method: string,
  params: readonly unknown[] | object = [],
): Promise<Answered> {
  try {
    return (await provider.request({ method, params })) as Answered
  } catch (error) {
    const { code } = error as { code?: number }
    throw new SigningRefused(code === USER_REJECTED ? 'wallet_refused' : 'wallet_failed', error)
  }
}

/** The accounts that the wallet lets this page see, after asking its owner. */
export async function requestAccounts(wallet: InjectedWallet): Promise<string[]> {
  const accounts = await ask<string[]>(wallet, 'eth_requestAccounts')
  return accounts.map((account) => account.toLowerCase())
}

/** Proves the wallet's first account by a message that people can read (EIP-4361). */
export async function signIn(
  wallet: InjectedWallet,
  { statement, expiresAt, ...terms }: SignInTerms,
): Promise<{ message: string; signature: Hex }> {
  const [account] = await requestAccounts(wallet)
  if (account === undefined) throw new SigningRefused('wallet_refused')
  const message = createSiweMessage({
    ...terms,
    address: getAddress(account),
    statement,
    version: '1',
    expirationTime: new Date(expiresAt),
  })
  return { message, signature: await ask<Hex>(wallet, 'personal_sign', [stringToHex(message), account]) }
}

/** What is shown must be what is signed: the digest is computed here, and must be the one that was sent along. */
export function checkDigest({ typedData, digest }: OrderToSign): void {
  const { EIP712Domain: _domain, ...types } = typedData.types
  const definition = { ...typedData, types } as unknown as TypedDataDefinition
  if (hashTypedData(definition) !== digest.toLowerCase()) throw new SigningRefused('order_altered')
}

/** Has the wallet show an order and sign it (EIP-712) with this account. */
export async function signOrder(wallet: InjectedWallet, account: string, order: OrderToSign): Promise<Hex> {
  checkDigest(order)
  const accounts = await requestAccounts(wallet)
  if (!accounts.includes(account.toLowerCase())) throw new SigningRefused('wallet_other_account')
  return ask<Hex>(wallet, 'eth_signTypedData_v4', [account, JSON.stringify(order.typedData)])
}

export interface ShownLedger {
  chainId: number
  chainName: string
  rpcUrl: string | null
  token: string
  symbol: string
  decimals: number
  /** A square picture of the points, which the wallet app loads by itself. */
  imageUrl: string
}

/** Asks the wallet to list the points (EIP-747), on the chain where they are. */
export async function showPointsInWallet(wallet: InjectedWallet, ledger: ShownLedger): Promise<boolean> {
  const chainId = numberToHex(ledger.chainId)
  if ((await ask<string>(wallet, 'eth_chainId')).toLowerCase() !== chainId) await switchChain(wallet, ledger)
  const { token: address, symbol, decimals, imageUrl: image } = ledger
  return ask<boolean>(wallet, 'wallet_watchAsset', { type: 'ERC20', options: { address, symbol, decimals, image } })
}

/** Of EIP-3085: the wallet does not know the chain yet. */
const CHAIN_UNKNOWN = 4902

/** Some wallets wrap the error that names the chain in one of their own. */
interface WrappedError {
  code?: number
  data?: { originalError?: { code?: number } }
}

async function switchChain(wallet: InjectedWallet, ledger: ShownLedger): Promise<void> {
  const chain = { chainId: numberToHex(ledger.chainId) }
  try {
    await ask(wallet, 'wallet_switchEthereumChain', [chain])
  } catch (error) {
    const { code, data } = (error as SigningRefused).cause as WrappedError
    const isUnknown = code === CHAIN_UNKNOWN || data?.originalError?.code === CHAIN_UNKNOWN
    if (!isUnknown || ledger.rpcUrl === null) throw error
    await ask(wallet, 'wallet_addEthereumChain', [
      {
        ...chain,
        chainName: ledger.chainName,
        rpcUrls: [ledger.rpcUrl],
        iconUrls: [ledger.imageUrl],
        nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      },
    ])
    // Adding a chain need not switch to it.
    await ask(wallet, 'wallet_switchEthereumChain', [chain])
  }
}
