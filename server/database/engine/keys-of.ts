import { assert } from '../../domain/assert.ts'
import type { Reader } from './client.ts'
import type { OwnerKeys } from './owner-keys.ts'

const keysOfReaders = new WeakMap<object, OwnerKeys>()

/** Has a database, or an open transaction of it, seal with these keys. */
export function sealWith(reader: Reader, keys: OwnerKeys): void {
  keysOfReaders.set(reader, keys)
}

/** The keys of a reader: of itself, or of what it was derived from. */
export function keysOf(reader: Reader): OwnerKeys {
  for (let one: object | null = reader; one !== null; one = Object.getPrototypeOf(one) as object | null) {
    const keys = keysOfReaders.get(one)
    if (keys !== undefined) return keys
  }
  assert(false, 'a database has keys')
}
