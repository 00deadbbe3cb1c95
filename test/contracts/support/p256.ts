import { concat, toBeHex } from 'ethers'

// Node signs only what it has hashed itself, and a digest is what a contract checks. These are the textbook formulas.
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const GENERATOR: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
}

type Point = { readonly x: bigint; readonly y: bigint }

const modulo = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus

function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high, lowFactor, highFactor] = [modulo(value, modulus), modulus, 1n, 0n]
  while (low > 1n) {
    const ratio = high / low
    ;[low, high, lowFactor, highFactor] = [high - low * ratio, low, highFactor - lowFactor * ratio, lowFactor]
  }
  return modulo(lowFactor, modulus)
}

function add(a: Point, b: Point): Point {
  const slope =
    a.x === b.x
      ? (3n * a.x * a.x - 3n) * inverse(2n * a.y, FIELD)
      : (b.y - a.y) * inverse(modulo(b.x - a.x, FIELD), FIELD)
  const x = modulo(slope * slope - a.x - b.x, FIELD)
  return { x, y: modulo(slope * (a.x - x) - a.y, FIELD) }
}

function multiply(factor: bigint): Point {
  let sum: Point | undefined
  let power = GENERATOR
  for (let left = factor; left > 0n; left >>= 1n) {
    if (left & 1n) sum = sum ? add(sum, power) : power
    power = add(power, power)
  }
  return sum!
}

/** The public point of a secret, as ERC-7913's P-256 verifier wants it: x and y. */
export function p256Key(secret: bigint): string {
  const { x, y } = multiply(secret)
  return concat([toBeHex(x, 32), toBeHex(y, 32)])
}

/** Signs a digest with low s; the nonce is the caller's, because this never signs anything of worth. */
export function signP256(secret: bigint, digest: string, nonce: bigint): string {
  const r = modulo(multiply(nonce).x, ORDER)
  const s = modulo(inverse(nonce, ORDER) * (BigInt(digest) + r * secret), ORDER)
  return concat([toBeHex(r, 32), toBeHex(s > ORDER / 2n ? ORDER - s : s, 32)])
}
