/** A slip of paper, as it is read from top to bottom. */
export interface Receipt {
  readonly brand: string
  readonly title: string
  readonly lines: readonly (readonly [label: string, value: string])[]
  /** What the customer has after it; empty while they are not present. */
  readonly balance: readonly (readonly [label: string, value: string])[]
  readonly thanks: string
}
