/** Why there is no answer: a code of docs/errors.md, or `offline` when nothing answered at all. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  /** The server's own words, in English. */
  readonly said: string

  constructor(code: string, status: number, details: Readonly<Record<string, unknown>> = {}, said = code) {
    super(code)
    this.code = code
    this.status = status
    this.details = details
    this.said = said
  }

  /** Whether the same request may be answered later. */
  get mayPass(): boolean {
    return this.status === 0 || this.status >= 500
  }
}
