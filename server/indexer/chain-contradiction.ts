/**
 * What an endpoint said does not fit together. Nothing of it is applied; the next step asks again, perhaps another
 * endpoint. So an endpoint can delay, but not deceive.
 */
export class ChainContradiction extends Error {
  override readonly name: string = 'ChainContradiction'
}

/**
 * A block's logs do not fit to what was applied before: one of them is invented, or one before them was kept from us. So
 * what was applied is in doubt as well, as far as it is not final, and is read again.
 */
export class LogsContradiction extends ChainContradiction {
  override readonly name = 'LogsContradiction'
}
