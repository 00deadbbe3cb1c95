/** Where the time comes from: the real clock, or a test's. */
export interface Clock {
  now(): Date
}

/** Where new ids come from: UUIDs of version 7, rising within one process. */
export interface Ids {
  next(): string
}

/** Where secrets and salts come from. */
export interface Randomness {
  bytes(count: number): Uint8Array
}
