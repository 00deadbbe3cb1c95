/** Something that happened at a moment, at shops in a time zone; null: in that of this device. */
interface Dated {
  readonly at: string
  readonly timeZone: string | null
}

export interface DayOf<Item> {
  /** As 2026-11-28. */
  readonly day: string
  readonly items: readonly Item[]
}

/** Made once for each zone: a list has one or two. */
const formats = new Map<string | null, Intl.DateTimeFormat>()

function formatIn(timeZone: string | null): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? makeFormat(timeZone)
  formats.set(timeZone, format)
  return format
}

function makeFormat(timeZone: string | null): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  try {
    return new Intl.DateTimeFormat('en-CA', timeZone === null ? parts : { ...parts, timeZone })
  } catch (error) {
    // A browser that does not know a new zone.
    if (error instanceof RangeError) return new Intl.DateTimeFormat('en-CA', parts)
    throw error
  }
}

/** The day on which something happened where it happened: the one that a till prints. */
export function dayAt({ at, timeZone }: Dated): string {
  return formatIn(timeZone).format(new Date(at))
}

/** What happened, newest day first, in the order in which it was given within a day. */
export function groupByDay<Item extends Dated>(items: readonly Item[]): DayOf<Item>[] {
  const days = Map.groupBy(items, dayAt)
  return [...days].map(([day, own]) => ({ day, items: own })).toSorted((a, b) => (a.day < b.day ? 1 : -1))
}
