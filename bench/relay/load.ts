import { setTimeout as sleep } from 'node:timers/promises'

import autocannon from 'autocannon'
import { createPublicClient, http, parseAbi } from 'viem'

import { type Measured, quantiles } from '../till-report.ts'
import { POINTS_EACH, type Side } from './side.ts'

/** How purchases come in: so many in a request, over so many connections. */
export interface Load {
  readonly bulk: number
  readonly connections: number
  /** Requests a second of all connections; without it as many as are answered. */
  readonly rate?: number
}

/** What a load needs of a system. */
export type LoadedSide = Omit<Side, 'check' | 'stop'>

/** What came of a load. `perSecond` counts purchases from the first request to the block that has the last of them. */
export interface LoadFigures extends Measured {
  readonly purchases: number
  readonly seconds: number
  /** Purchases a second until the last of them was accepted. */
  readonly acceptedPerSecond: number
}

const LOOK_EVERY_MS = 25
/** So long a chain may stand still before what is missing is called lost. */
const STILL_MS_MAX = 120_000
/** A purchase that is minted twice shows within this time. */
const TOO_MUCH_MS = 2_000

const supplyAbi = parseAbi(['function totalSupply() view returns (uint256)'])

/** Reads how many points there are on a side's chain. */
export function supplyReader({ rpcUrl, token }: Pick<Side, 'rpcUrl' | 'token'>): () => Promise<bigint> {
  const chain = createPublicClient({ transport: http(rpcUrl) })
  return () => chain.readContract({ address: token, abi: supplyAbi, functionName: 'totalSupply' })
}

/** Sends so many purchases, and waits until the chain has exactly their points. */
export async function runLoad(side: LoadedSide, load: Load, requests: number): Promise<LoadFigures> {
  const readSupply = supplyReader(side)
  const { bulk, connections } = load
  const purchases = requests * bulk
  await side.prepare?.(purchases)
  const wanted = (await readSupply()) + BigInt(purchases) * POINTS_EACH
  const began = performance.now()
  const latencies = await send(side, load, requests)
  const accepted = (performance.now() - began) / 1_000
  await waitForSupply(readSupply, wanted)
  const seconds = (performance.now() - began) / 1_000
  return {
    connections,
    requests,
    purchases,
    seconds,
    perSecond: purchases / seconds,
    acceptedPerSecond: purchases / accepted,
    ...quantiles(latencies),
  }
}

async function send(side: LoadedSide, { bulk, connections, rate }: Load, requests: number): Promise<number[]> {
  const latencies: number[] = []
  const refused = new Set<number>()
  const { errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url: side.url,
      connections: Math.min(connections, requests),
      amount: requests,
      ...(rate === undefined ? {} : { overallRate: rate }),
      timeout: 120,
      requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...side.nextRequest(bulk) }) }],
    }
    const instance = autocannon(options, (error: unknown, result: autocannon.Result) => {
      if (error instanceof Error) reject(error)
      else resolve(result)
    })
    instance.on('response', (_client, status, _bytes, ms) => {
      if (status < 300) latencies.push(ms)
      else refused.add(status)
    })
  })
  if (refused.size > 0) throw new Error(`requests were answered with ${[...refused].join(', ')}`)
  if (errors > 0 || latencies.length !== requests) throw new Error(`${latencies.length} of ${requests} were answered`)
  return latencies
}

async function waitForSupply(readSupply: () => Promise<bigint>, wanted: bigint): Promise<void> {
  let last = -1n
  let movedAt = performance.now()
  for (;;) {
    const supply = await readSupply()
    if (supply >= wanted) return
    if (supply !== last) movedAt = performance.now()
    last = supply
    if (performance.now() - movedAt > STILL_MS_MAX) throw new Error(`${wanted - supply} points never came on chain`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** Throws unless the chain has exactly these points, and still has after a while in which a second mint would show. */
export async function checkSupply(side: Pick<Side, 'rpcUrl' | 'token'>, wanted: bigint): Promise<void> {
  await sleep(TOO_MUCH_MS)
  const supply = await supplyReader(side)()
  if (supply !== wanted) throw new Error(`the chain has ${supply} points, and ${wanted} were earned`)
}
