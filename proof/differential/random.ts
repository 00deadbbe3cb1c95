/** Repeatable chance: the same seed draws the same numbers (xorshift128+). */
export class Chance {
  private a: bigint
  private b: bigint

  constructor(seed: bigint) {
    this.a = BigInt.asUintN(64, seed * 0x9e3779b97f4a7c15n + 1n)
    this.b = BigInt.asUintN(64, seed ^ 0xd1b54a32d192ed03n)
  }

  next(): bigint {
    let a = this.a
    const b = this.b
    this.a = b
    a ^= BigInt.asUintN(64, a << 23n)
    a ^= a >> 17n
    a ^= b ^ (b >> 26n)
    this.b = a
    return BigInt.asUintN(64, a + b)
  }

  /** A number from 0 to `bound` - 1. */
  below(bound: number): number {
    return Number(this.next() % BigInt(bound))
  }

  bigBelow(bound: bigint): bigint {
    return this.next() % bound
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }
}
