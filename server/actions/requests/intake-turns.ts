/** Items of its own that one partner brings into a transaction at least while others take turns with it, ... */
export const TURN_ITEMS_MIN = 4
/** ... and at most, however much all of them have waiting. */
export const TURN_ITEMS_MAX = 256
/** For so long after its last request a partner counts as one with which the others take turns. */
export const TAKES_TURNS_MS = 60_000

/** What waits of one partner. */
export interface Line<Waiting> {
  waiting: Waiting[]
  items: number
  /** Items that it brought into the last transaction that it had a part in. */
  lastTurn: number
  lastSeenMs: number
}

/** Something that waits, and how many items it has. */
interface Sized {
  readonly submission: { readonly items: readonly unknown[] }
}

type TakeFrom<Waiting> = (
  queue: readonly Waiting[],
  itemsMax: number,
) => { readonly taken: Waiting[]; readonly left: Waiting[] }

/** The lines in which partners' requests wait for a transaction. */
export interface Lines<Waiting> {
  add(partnerId: number | null, waiting: Waiting): void
  /** Items that wait, of one partner or of all. */
  waiting(partnerId?: number | null): number
  /** Whether nothing waits, not even a request without items. */
  isEmpty(): boolean
  /** What the next transaction takes. */
  take(takeFrom: TakeFrom<Waiting>): Waiting[]
}

const itemsOf = (taken: readonly Sized[]) => taken.reduce((sum, { submission }) => sum + submission.items.length, 0)

/**
 * Keeps a line for each partner. A partner that is alone has its transactions as large as they may be. Where others came within the last
 * minute, it has a turn of so many items as the next busiest of them has, and transactions alternate: all who want no more
 * than that share one, then one of those who want more has its turn. So whatever a flood brings, another waits for one
 * transaction that is no larger than its own.
 */
export function createLines<Waiting extends Sized>({
  itemsMax,
  elapsedMs,
}: {
  itemsMax: number
  elapsedMs: () => number
}): Lines<Waiting> {
  /** In the order of turns: who had one goes to the end. */
  const lines = new Map<number | null, Line<Waiting>>()
  let waiting = 0
  let wasLarge = false

  const takeOf = (key: number | null, line: Line<Waiting>, most: number, takeFrom: TakeFrom<Waiting>) => {
    const { taken, left } = takeFrom(line.waiting, most)
    line.waiting = left
    line.lastTurn = itemsOf(taken)
    line.items -= line.lastTurn
    waiting -= line.lastTurn
    lines.delete(key)
    lines.set(key, line)
    return taken
  }

  return {
    add(key, submitted) {
      const line = lines.get(key) ?? { waiting: [], items: 0, lastTurn: 0, lastSeenMs: 0 }
      const items = submitted.submission.items.length
      line.waiting.push(submitted)
      line.items += items
      line.lastSeenMs = elapsedMs()
      waiting += items
      lines.set(key, line)
    },

    waiting: (key) => (key === undefined ? waiting : (lines.get(key)?.items ?? 0)),

    isEmpty: () => [...lines.values()].every((line) => line.waiting.length === 0),

    take(takeFrom) {
      const now = elapsedMs()
      for (const [key, line] of lines)
        if (line.waiting.length === 0 && now - line.lastSeenMs >= TAKES_TURNS_MS) lines.delete(key)
      const turn = lines.size === 1 ? itemsMax : turnOf([...lines.values()])
      const ready = [...lines].filter(([, line]) => line.waiting.length > 0)
      const small = ready.filter(([, line]) => line.items <= turn)
      const large = ready.filter(([, line]) => line.items > turn)
      const [next] = large
      wasLarge = next !== undefined && (small.length === 0 || !wasLarge)
      if (wasLarge && next !== undefined) return takeOf(...next, Math.min(turn, itemsMax), takeFrom)
      const together: Waiting[] = []
      for (const [key, line] of small) {
        const room = itemsMax - itemsOf(together)
        if (together.length === 0 || line.items <= room) together.push(...takeOf(key, line, room, takeFrom))
      }
      return together
    },
  }
}

/** Items of a turn: as many as the busiest but one has waiting, or had in its last turn. */
function turnOf(lines: readonly Line<unknown>[]): number {
  const [, second = 0] = lines.map(({ items, lastTurn }) => Math.max(items, lastTurn)).sort((a, b) => b - a)
  return Math.min(Math.max(second, TURN_ITEMS_MIN), TURN_ITEMS_MAX)
}
