/**
 * What an endpoint said does not fit together, or not to what was applied before: a log is missing, or invented. Nothing
 * of it is applied; the next step asks again, perhaps another endpoint. So an endpoint can delay, but not deceive.
 */
export class ChainContradiction extends Error {
  override readonly name = 'ChainContradiction'
}
