import type { Eip1193Request } from '../../server/chain/client.ts'
import type { Order } from './order.ts'

/** keccak256 of `Transfer(address,address,uint256)`: what any wallet looks for. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const FROM_NOBODY = `0x${'0'.repeat(64)}`

interface Log {
  topics: [string, string, string]
  data: string
}

/** What became of orders, by the chain's own events. */
export interface Verdict {
  orders: number
  /** Their points were not issued, or not all of them. */
  lost: string[]
  /** Their points were issued more than once, or more than they are. */
  doubled: string[]
}

/** The points that each account was issued, event by event, up to a block. */
export async function readIssued(
  request: Eip1193Request,
  token: string,
  toBlock: string,
): Promise<Map<string, bigint[]>> {
  const params = [{ fromBlock: '0x0', toBlock, address: token, topics: [TRANSFER, FROM_NOBODY] }]
  const issued = new Map<string, bigint[]>()
  for (const { topics, data } of (await request({ method: 'eth_getLogs', params })) as Log[]) {
    const account = `0x${topics[2].slice(-40)}`
    issued.set(account, [...(issued.get(account) ?? []), BigInt(data)])
  }
  return issued
}

/** Judges accepted orders: each account has one order, so each must have been issued its points by one event. */
export function judge(orders: readonly Order[], issued: ReadonlyMap<string, readonly bigint[]>): Verdict {
  const lost: string[] = []
  const doubled: string[] = []
  for (const { reference, account, points } of orders) {
    const events = issued.get(account) ?? []
    const sum = events.reduce((total, each) => total + each, 0n)
    if (sum < points) lost.push(reference)
    if (sum > points || events.length > 1) doubled.push(reference)
  }
  return { orders: orders.length, lost, doubled }
}
