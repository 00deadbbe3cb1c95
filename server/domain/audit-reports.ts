/** A signed report of an audit that the operator publishes as its auditor wrote it. */
export interface PublishedReport {
  /** Of its file, without the ending. */
  readonly name: string
  readonly chainId: number
  /** Of the audited end block. */
  readonly blockTime: Date
  /** What the auditor signed (EIP-712, docs/audit.md); whoever reads it checks the signature. */
  readonly summary: {
    readonly token: string
    readonly fromBlock: string
    readonly toBlock: string
    readonly blockHash: string
    readonly reportHash: string
    readonly findings: string
    readonly notChecked: string
  }
  readonly signer: string
  readonly signature: string
  /** Whether the same report is there for people, as PDF. */
  readonly hasPdf: boolean
}

/** Where published reports lie. */
export interface ReportShelf {
  /** The newest ones, by their end block, the newest first. */
  list(): Promise<readonly PublishedReport[]>
  /** The bytes of a file; null where there is none of this name. */
  read(file: string): Promise<Buffer | null>
}

/** So many reports are listed: one a week for two years. */
export const PUBLISHED_REPORTS_MAX = 100

/** A file of the shelf: no folder, nothing hidden. */
export const REPORT_FILE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.(json|pdf)$/
