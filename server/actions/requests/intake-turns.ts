/** Items of its own that one partner brings into a transaction at least while others take turns with it, ... */
export const TURN_ITEMS_MIN = 4
/** ... and at most, however much all of them have waiting. */
export const TURN_ITEMS_MAX = 256
/** For so many transactions after its last one a partner counts as one that is here, to which turns are fitted. */
export const IS_HERE_TURNS = 8
/** For so long after its last request the others expect a partner that is not here, ... */
export const IS_EXPECTED_MS = 60_000
/** ... and who has more than so many items waiting brings half of them: few enough for whoever comes, enough not to be slowed down much. */
export const TURN_ITEMS_EXPECTING = 32

/** What waits of one partner. */
interface Line<Waiting> {
  waiting: Waiting[]
  items: number
  /** Items that it brought into the last transaction that it had a part in. */
  lastTurn: number
  /** Transactions since then. */
  turnsAgo: number
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
  /** Whether only floods wait, and the last transaction was also somebody else's, who may come again in a moment. */
  onlyFloodsWait(): boolean
  /** What the next transaction takes. */
  take(takeFrom: TakeFrom<Waiting>): Waiting[]
}

const itemsOf = (taken: readonly Sized[]) => taken.reduce((sum, { submission }) => sum + submission.items.length, 0)
const sizeOf = ({ items, lastTurn }: Line<unknown>) => Math.max(items, lastTurn)
const isHere = ({ waiting, turnsAgo }: Line<unknown>) => waiting.length > 0 || turnsAgo < IS_HERE_TURNS

/**
 * Keeps a line for each partner. A partner that is alone has its transactions as large as they may be. Where others are, whoever
 * brings no more than the next busiest has all of it in the next transaction. A flood, which brings more, adds a share to it that is
 * smaller than what the next busiest brings; several floods do so in turns. A list that is larger than the share has a transaction of
 * its own, in turns with those of the others.
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
  let wasList = false
  let hadOthers = false

  const takeOf = (key: number | null, line: Line<Waiting>, most: number, takeFrom: TakeFrom<Waiting>) => {
    const { taken, left } = takeFrom(line.waiting, most)
    line.waiting = left
    line.lastTurn = itemsOf(taken)
    line.turnsAgo = 0
    line.items -= line.lastTurn
    waiting -= line.lastTurn
    lines.delete(key)
    lines.set(key, line)
    return taken
  }

  /** Ages what is known of the partners, and forgets those that nobody expects any more. */
  const beginTurn = () => {
    const now = elapsedMs()
    for (const [key, line] of lines) {
      line.turnsAgo += 1
      if (line.waiting.length === 0 && now - line.lastSeenMs >= IS_EXPECTED_MS) lines.delete(key)
    }
  }

  return {
    add(key, submitted) {
      const line = lines.get(key) ?? { waiting: [], items: 0, lastTurn: 0, turnsAgo: 0, lastSeenMs: 0 }
      const items = submitted.submission.items.length
      line.waiting.push(submitted)
      line.items += items
      line.lastSeenMs = elapsedMs()
      waiting += items
      lines.set(key, line)
    },

    waiting: (key) => (key === undefined ? waiting : (lines.get(key)?.items ?? 0)),

    isEmpty: () => [...lines.values()].every((line) => line.waiting.length === 0),

    onlyFloodsWait: () => hadOthers && sortOut(lines).others.length === 0,

    take(takeFrom) {
      beginTurn()
      const { floods, others, turn } = sortOut(lines)
      const [flood] = floods
      const share = flood === undefined ? 0 : shareOf(flood[1], turn)
      const isList = flood !== undefined && itemsOf(flood[1].waiting.slice(0, 1)) > share
      const givesTurn = isList && wasList && others.length > 0
      wasList = isList && !givesTurn
      const together = flood === undefined || givesTurn ? [] : takeOf(...flood, share, takeFrom)
      hadOthers = others.length > 0 && !wasList
      if (wasList) return together
      for (const [key, line] of others) {
        const room = itemsMax - itemsOf(together)
        if (together.length === 0 || line.items <= room) together.push(...takeOf(key, line, room, takeFrom))
      }
      return together
    },
  }
}

/** Who waits: floods, and those of whom all is taken. */
function sortOut<Waiting>(lines: ReadonlyMap<number | null, Line<Waiting>>) {
  const turn = turnOf([...lines.values()])
  const all = [...lines].filter(([, line]) => line.waiting.length > 0)
  return {
    floods: all.filter(([, line]) => line.items > turn),
    others: all.filter(([, line]) => line.items <= turn),
    turn,
  }
}

/** Items beyond which a partner is a flood: as many as the busiest but one of those who are here has waiting, or had in its last turn. */
function turnOf(lines: readonly Line<unknown>[]): number {
  if (lines.length < 2) return Infinity
  const [, second] = lines
    .filter(isHere)
    .map(sizeOf)
    .sort((a, b) => b - a)
  if (second === undefined) return TURN_ITEMS_EXPECTING
  return Math.min(Math.max(second, TURN_ITEMS_MIN), TURN_ITEMS_MAX)
}

/** A flood's share of a transaction: the more waits of it beyond a turn the less, down to half a turn. */
function shareOf({ items }: Line<unknown>, turn: number): number {
  return Math.max(TURN_ITEMS_MIN, Math.floor(turn / 2), Math.floor((turn * turn) / items))
}
