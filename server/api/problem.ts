/** What HTTP says about a code: status and title for machines, the sentence for the person who reads the log. */
export interface Problem {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** An entry of the catalogue. */
export const problem = (status: number, title: string, detail: string): Problem => ({ status, title, detail })
