import { randomBytes } from 'node:crypto'

import type { Page } from 'playwright-core'
import { bytesToHex, type Hex, toHex, type TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** What the page asked the wallet for, by method. */
export interface TestWallet {
  readonly address: string
  readonly asked: readonly { method: string; params: unknown }[]
  /** The next request is refused, as when its owner says no. */
  refuseNext(): void
}

interface Asked {
  method: string
  params: readonly unknown[]
}

/** Of EIP-1193: the user said no; the method is not supported. */
const USER_REJECTED = 4001
/** Of EIP-3326: the wallet does not know the chain. */
const CHAIN_UNKNOWN = 4902

/** In the page: a provider that hands every request out, and announces itself (EIP-6963). */
const PROVIDER = `
  const provider = {
    async request({ method, params }) {
      const { result, error } = await window.askTestWallet({ method, params: params ?? [] })
      if (error) throw Object.assign(new Error(error.message), { code: error.code })
      return result
    },
  }
  const info = { uuid: '7d5a2f0e-0000-4000-8000-000000000001', name: 'Test Wallet', icon: 'data:,', rdns: 'test.wallet' }
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
`

/** Puts a wallet with a key of its own into every page of this visitor. It signs for real; only its screen is missing. */
export async function installWallet(page: Page, chainId: number): Promise<TestWallet> {
  const known = new Set([toHex(chainId)])
  let current = toHex(chainId)
  const account = privateKeyToAccount(bytesToHex(randomBytes(32)))
  const asked: Asked[] = []
  let refusing = false
  const answer = async ({ method, params }: Asked): Promise<unknown> => {
    switch (method) {
      case 'eth_requestAccounts':
      case 'eth_accounts':
        return [account.address]
      case 'eth_chainId':
        return current
      case 'wallet_switchEthereumChain': {
        const { chainId: asked } = params[0] as { chainId: Hex }
        if (!known.has(asked)) throw Object.assign(new Error('no such chain here'), { code: CHAIN_UNKNOWN })
        current = asked
        return null
      }
      case 'wallet_addEthereumChain':
        known.add((params[0] as { chainId: Hex }).chainId)
        return null
      case 'personal_sign':
        return account.signMessage({ message: { raw: params[0] as Hex } })
      case 'eth_signTypedData_v4':
        return account.signTypedData(JSON.parse(params[1] as string) as TypedDataDefinition)
      case 'wallet_watchAsset':
        return true
      default:
        throw Object.assign(new Error(`this wallet has no ${method}`), { code: 4200 })
    }
  }
  await page.context().exposeFunction('askTestWallet', async (request: Asked) => {
    asked.push(request)
    if (refusing) {
      refusing = false
      return { error: { code: USER_REJECTED, message: 'the user said no' } }
    }
    try {
      return { result: await answer(request) }
    } catch (error) {
      const { code, message } = error as Error & { code?: number }
      return { error: { code: code ?? -32_603, message } }
    }
  })
  await page.context().addInitScript(PROVIDER)
  return {
    address: account.address.toLowerCase(),
    asked,
    refuseNext: () => {
      refusing = true
    },
  }
}
