import { createPublicClient, erc20Abi, http, type Hex } from 'viem'

/** Asks an endpoint what the ledger itself says of an account: nothing of ours comes between. */
export async function readBalanceAt(
  rpcUrl: string,
  { token, account }: { token: string; account: string },
): Promise<string> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const read = { address: token as Hex, abi: erc20Abi, functionName: 'balanceOf', args: [account as Hex] } as const
  return String(await client.readContract(read))
}
