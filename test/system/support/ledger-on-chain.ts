// What the chain says, asked as anybody could: plain JSON-RPC, none of the server's code.
import { readFileSync } from 'node:fs'

const BALANCE_OF = '0x70a08231'
const TOTAL_SUPPLY = '0x18160ddd'
const CALLS_AT_ONCE = 500

/** The newest block's number. */
export async function readBlockNumber(rpcUrl: string): Promise<number> {
  const [answer = '0x0'] = await ask(rpcUrl, [{ method: 'eth_blockNumber', params: [] }])
  return Number(answer)
}

/** The token's total supply. */
export async function readSupply(rpcUrl: string, token: string): Promise<bigint> {
  const [answer = '0x0'] = await ask(rpcUrl, [call(token, TOTAL_SUPPLY)])
  return BigInt(answer)
}

/** Balances of the members in a file that `replay --members` wrote, by customer. */
export async function readBalances(rpcUrl: string, token: string, membersFile: string): Promise<Map<string, number>> {
  const [header, ...lines] = readFileSync(membersFile, 'utf8').trimEnd().split('\n')
  if (header !== 'customer,address') throw new Error(`not a file of members: ${header ?? ''}`)
  const members = lines.map((line) => line.split(',') as [customer: string, address: string])
  const balances = new Map<string, number>()
  for (let first = 0; first < members.length; first += CALLS_AT_ONCE) {
    const some = members.slice(first, first + CALLS_AT_ONCE)
    const calls = some.map(([, address]) => call(token, BALANCE_OF + address.slice(2).padStart(64, '0')))
    const answers = await ask(rpcUrl, calls)
    some.forEach(([customer], at) => balances.set(customer, Number(answers[at])))
  }
  return balances
}

function call(to: string, data: string) {
  return { method: 'eth_call', params: [{ to, data }, 'latest'] }
}

async function ask(rpcUrl: string, requests: readonly { method: string; params: unknown[] }[]): Promise<string[]> {
  const body = requests.map((request, id) => ({ jsonrpc: '2.0', id, ...request }))
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(rpcUrl, { method: 'POST', headers, body: JSON.stringify(body) })
  const answers = (await response.json()) as { id: number; result?: string; error?: unknown }[]
  return answers
    .toSorted((a, b) => a.id - b.id)
    .map(({ result, error }) => {
      if (result === undefined) throw new Error(`the chain refused: ${JSON.stringify(error)}`)
      return result
    })
}
