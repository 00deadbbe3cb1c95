import { dataSlice, getAddress, id, keccak256, toBeHex } from 'ethers'

/** A credit of a batch. */
export interface Credit {
  account: string
  points: bigint
}

/** The counts that every scheme is measured at. */
export const creditCounts = [1, 10, 100, 300, 1_000]

/** The same credits in every run: 20 bytes of a hash each, 1 to 5,000 points. Round 1 credits the same accounts again. */
export function makeCredits(count: number, seed: string, round: number): Credit[] {
  return Array.from({ length: count }, (_, index) => ({
    account: accountOf(`${seed}/${index}`),
    points: 1n + (BigInt(id(`${seed}/${index}/${round}`)) % 5_000n),
  }))
}

/** An address that nobody has the key of. */
export function accountOf(name: string): string {
  return getAddress(dataSlice(keccak256(id(name)), 12))
}

/** 26-byte records: address, uint48 points. */
export function packRecords(credits: Credit[]): string {
  return `0x${credits.map(({ account, points }) => account.slice(2) + toBeHex(points, 6).slice(2)).join('')}`
}
