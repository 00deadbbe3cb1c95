import { keccak256, toBytes } from 'viem'

/**
 * What a till sells. Each order is of a member of its own, so that the chain's own events say how often its points were
 * issued, without a word of our server.
 */
export interface Order {
  reference: string
  memberId: string
  account: string
  points: bigint
  occurredAt: Date
}

/** One point for so many minor units. */
export const PER_MINOR = 100n

/** The account that the customer with a number has; nobody has its key. */
export function accountOfCustomer(number: number): string {
  return `0x${keccak256(toBytes(`customer ${number}`)).slice(-40)}`
}

/** The member that the customer with a number is. */
export function memberOfCustomer(number: number): string {
  return `01900000-0000-7000-9000-${number.toString(16).padStart(12, '0')}`
}
