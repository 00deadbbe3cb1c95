import type { Address } from 'viem'

/** A request that records purchases. */
export interface SaleRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A system that turns purchases into points on a chain, and is ready for them. */
export interface Side {
  readonly url: string
  readonly rpcUrl: string
  readonly token: Address
  /** Makes the next request, with so many purchases. */
  nextRequest(purchases: number): SaleRequest
  /** Told how many purchases the next load will have, for what has to be prepared before. */
  prepare?(purchases: number): Promise<void>
  /** Throws unless the chain has no more than what was sold, and the system itself counts every purchase as confirmed. */
  check(): Promise<void>
  stop(): Promise<void>
}

/** What each purchase is worth. */
export const AMOUNT_MINOR = '4250'
export const POINTS_EACH = 42n
