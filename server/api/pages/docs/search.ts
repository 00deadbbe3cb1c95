/** Something that can be found: a place of a page. */
export interface SearchEntry {
  readonly path: string
  readonly title: string
  /** The page that it is on, or the kind of thing that it is. */
  readonly where: string
  /** Names by which it is asked for exactly: an operation, a path, a code. */
  readonly names: readonly string[]
  readonly text: string
}

export interface SearchResult {
  readonly path: string
  readonly title: string
  readonly where: string
  /** A part of the text with what was asked for; empty where the title says it. */
  readonly excerpt: string
}

interface Indexed {
  readonly entry: SearchEntry
  readonly title: readonly string[]
  readonly names: readonly string[]
  readonly text: readonly string[]
}

/** Finds entries by what somebody types. */
export type Search = (query: string) => SearchResult[]

export const QUERY_CHARACTERS_MAX = 100
export const RESULTS_MAX = 30
const EXCERPT_CHARACTERS = 160
/** Words of a query beyond these say no more about what is meant. */
const QUERY_WORDS_MAX = 8

const WEIGHTS = { exactName: 40, title: 12, name: 8, text: 2 } as const

/** Words as they are compared: `Idempotency-Key` and `recordPurchase` are two words each. */
export function wordsOf(text: string): string[] {
  return text
    .slice(0, 20_000)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** A whole word counts double: "till" is first a till, and then what begins so. */
function match(words: readonly string[], asked: string): number {
  if (words.includes(asked)) return 2
  return words.some((word) => word.startsWith(asked)) ? 1 : 0
}

function scoreOf({ entry, title, names, text }: Indexed, asked: readonly string[], query: string): number {
  let score = entry.names.some((name) => name.toLowerCase() === query) ? WEIGHTS.exactName : 0
  for (const word of asked) {
    const found =
      match(title, word) * WEIGHTS.title + match(names, word) * WEIGHTS.name + match(text, word) * WEIGHTS.text
    // Each word narrows what is found.
    if (found === 0) return 0
    score += found
  }
  // Of two that say the same, the shorter title is about it and the longer one mentions it.
  return score - Math.min(title.length, 10) / 10
}

function excerptOf(text: string, asked: readonly string[]): string {
  const lower = text.toLowerCase()
  const at = asked.map((word) => lower.indexOf(word)).find((place) => place >= 0)
  if (at === undefined) return text.slice(0, EXCERPT_CHARACTERS)
  const from = at < EXCERPT_CHARACTERS / 2 ? 0 : lower.lastIndexOf(' ', at - EXCERPT_CHARACTERS / 3) + 1
  const part = text.slice(from, from + EXCERPT_CHARACTERS).trim()
  return `${from > 0 ? '… ' : ''}${part}${from + EXCERPT_CHARACTERS < text.length ? ' …' : ''}`
}

/** Makes the search over all entries; the best come first. */
export function createSearch(entries: readonly SearchEntry[]): Search {
  const indexed = entries.map((entry) => ({
    entry,
    title: wordsOf(`${entry.title} ${entry.where}`),
    names: entry.names.flatMap((name) => [name.toLowerCase(), ...wordsOf(name)]),
    text: wordsOf(entry.text),
  }))
  return (typed) => {
    const query = typed.slice(0, QUERY_CHARACTERS_MAX).trim().toLowerCase()
    const asked = wordsOf(typed.slice(0, QUERY_CHARACTERS_MAX)).slice(0, QUERY_WORDS_MAX)
    if (asked.length === 0) return []
    return indexed
      .map((one) => ({ entry: one.entry, score: scoreOf(one, asked, query) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, RESULTS_MAX)
      .map(({ entry: { path, title, where, text } }) => ({ path, title, where, excerpt: excerptOf(text, asked) }))
  }
}
