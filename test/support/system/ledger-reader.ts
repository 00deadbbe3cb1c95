import { Contract, JsonRpcProvider } from 'ethers'

const TOKEN = [
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
]
const CALLS_AT_ONCE = 250

/** The ledger as any wallet reads it: nothing of ours between the test and the chain. */
export interface LedgerReader {
  totalSupply(): Promise<bigint>
  balances(addresses: readonly string[]): Promise<bigint[]>
  close(): void
}

/** Opens the token at an address of a chain. */
export function openLedger(rpcUrl: string, token: string): LedgerReader {
  const provider = new JsonRpcProvider(rpcUrl, undefined, { batchMaxCount: 100, cacheTimeout: -1 })
  const contract = new Contract(token, TOKEN, provider)
  const balanceOf = contract.getFunction<(address: string) => Promise<bigint>>('balanceOf')
  return {
    totalSupply: () => contract.getFunction<() => Promise<bigint>>('totalSupply')(),
    async balances(addresses) {
      const found: bigint[] = []
      for (let at = 0; at < addresses.length; at += CALLS_AT_ONCE) {
        const asked = addresses.slice(at, at + CALLS_AT_ONCE)
        found.push(...(await Promise.all(asked.map((address) => balanceOf(address)))))
      }
      return found
    },
    close: () => {
      provider.destroy()
    },
  }
}
