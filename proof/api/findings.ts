/** Something that must not be, and how to see it again. */
export interface Finding {
  readonly number: number | null
  readonly what: string
  /** The request for a shell, or its bytes. */
  readonly request: string | null
  readonly answer: string | null
}

/** Findings of one kind are shown so often. */
const SHOWN_OF_A_KIND_MAX = 3
const ANSWER_LENGTH_MAX = 600

/** Keeps what was found: of each kind the first few, and how many there were. */
export function collectFindings(show: (finding: Finding) => void) {
  const kinds = new Map<string, number>()
  const kept: Finding[] = []
  return {
    add: (finding: Finding) => {
      // Ids, figures and names differ; the kind is what stays.
      const kind = finding.what.replaceAll(/zq\S+|[0-9a-f-]{36}|\d+/g, '#')
      const count = (kinds.get(kind) ?? 0) + 1
      kinds.set(kind, count)
      if (count > SHOWN_OF_A_KIND_MAX) return
      const short = { ...finding, answer: finding.answer?.slice(0, ANSWER_LENGTH_MAX) ?? null }
      kept.push(short)
      show(short)
    },
    kept,
    count: () => [...kinds.values()].reduce((sum, count) => sum + count, 0),
  }
}

export type Findings = ReturnType<typeof collectFindings>
