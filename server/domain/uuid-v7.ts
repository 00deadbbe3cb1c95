import type { Clock, Ids, Randomness } from './environment.ts'

/** Ids of version 7 (RFC 9562): milliseconds, a counter that keeps one process' ids rising, and randomness. */
export function makeIds({ clock, randomness }: { clock: Clock; randomness: Randomness }): Ids {
  let millisecond = 0
  let counter = 0
  return {
    next() {
      const now = clock.now().getTime()
      if (now > millisecond) {
        millisecond = now
        counter = 0
      } else {
        counter += 1
        // More than 4,096 ids in a millisecond, or a clock that went back: borrow the next millisecond.
        if (counter > 0xfff) {
          millisecond += 1
          counter = 0
        }
      }
      const time = millisecond.toString(16).padStart(12, '0')
      const count = counter.toString(16).padStart(3, '0')
      const random = [...randomness.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const variant = ((Number.parseInt(random.slice(0, 1), 16) & 0b0011) | 0b1000).toString(16)
      return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`
    },
  }
}
