/** What is made when it is first asked for: a start need not wait for pages that nobody may read. */
export function once<T extends string | object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
