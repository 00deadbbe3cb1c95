import { assert } from '../domain/assert.ts'

const WORD_BYTES = 32
const WORD_BITS = 256

/**
 * Lays static ABI values side by side, a word each, as `abi.encode` does: numbers (signed ones in two's complement) and bytes of up to
 * a word at its end, as an address lies in it. A bytes32 fills its word.
 */
export function packWords(values: readonly (number | bigint | Uint8Array)[]): Uint8Array {
  const words = Buffer.alloc(WORD_BYTES * values.length)
  values.forEach((value, at) => {
    const end = (at + 1) * WORD_BYTES
    if (value instanceof Uint8Array) {
      assert(value.length <= WORD_BYTES, 'a value fits into a word')
      words.set(value, end - value.length)
    } else {
      putNumber(words, BigInt(value), end)
    }
  })
  return words
}

function putNumber(words: Buffer, value: bigint, end: number): void {
  let left = BigInt.asUintN(WORD_BITS, value)
  for (let at = end - 8; left > 0n; at -= 8) {
    words.writeBigUInt64BE(BigInt.asUintN(64, left), at)
    left >>= 64n
  }
}
