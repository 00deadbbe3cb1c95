import { Client } from 'pg'

interface Rows {
  readonly rows?: unknown[]
}
type Query = (this: Client, ...args: unknown[]) => unknown
type Answer = (error: unknown, result: Rows | undefined) => void

let isReversed = false

/**
 * From here on this process gets rows that nobody ordered the other way round. PostgreSQL gives them as they lie in the
 * table, which is nearly always as they were written, and another way once it has filled a gap: who counts on an order
 * would fail now and then, and fails every time.
 */
export function reverseUnorderedRows(): void {
  if (isReversed) return
  isReversed = true
  const driver = Client.prototype as unknown as { query: Query }
  const { query } = driver
  driver.query = function (...args) {
    if (!isUnordered(textOf(args[0]))) return query.apply(this, args)
    const answer = args.at(-1)
    if (typeof answer === 'function') {
      const given: Answer = (error, result) => (answer as Answer)(error, reversed(result))
      return query.apply(this, args.with(-1, given))
    }
    return (query.apply(this, args) as Promise<Rows>).then(reversed)
  }
}

function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : ((asked as { text?: string }).text ?? '')
}

function reversed<T extends Rows | undefined>(result: T): T {
  result?.rows?.reverse()
  return result
}

/** Whether a statement gives rows of tables and says nothing of their order. Rows of `insert ... returning` have one. */
export function isUnordered(sql: string): boolean {
  const outermost = withoutParentheses(sql).trim().toLowerCase()
  if (/^(update|delete)\b/.test(outermost)) return true
  return /^(select|with)\b/.test(outermost) && !/\binsert\b|\border by\b/.test(outermost)
}

/** What is said outside of all parentheses: an order inside of them is not that of the rows. */
function withoutParentheses(sql: string): string {
  let depth = 0
  let kept = ''
  for (const sign of sql) {
    if (sign === ')') depth -= 1
    if (depth === 0) kept += sign
    if (sign === '(') depth += 1
  }
  return kept
}
