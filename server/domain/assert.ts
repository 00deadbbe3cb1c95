/** Thrown when something happened that the program rules out: a bug, never the caller's fault. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** Stops where a rule of the program itself is broken. Stays on in production. */
export function assert(condition: unknown, message = 'a rule of the program was broken'): asserts condition {
  if (!condition) throw new AssertionError(message)
}
