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
  const read = async (name: string, ...args: string[]) => (await contract.getFunction(name)(...args)) as bigint
  return {
    totalSupply: () => read('totalSupply'),
    async balances(addresses) {
      const found: bigint[] = []
      for (let at = 0; at < addresses.length; at += CALLS_AT_ONCE) {
        const asked = addresses.slice(at, at + CALLS_AT_ONCE)
        found.push(...(await Promise.all(asked.map((address) => read('balanceOf', address)))))
      }
      return found
    },
    close: () => {
      provider.destroy()
    },
  }
}
