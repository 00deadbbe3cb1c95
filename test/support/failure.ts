/** What a promise fails with, or null when it does not: for refusals whose class and code are asserted. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  )
}
