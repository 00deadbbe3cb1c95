/** What an operation is sent and what it answers when all is well: in the document, on the docs page, checked by a test. */
export interface OperationExample {
  /** A body that the operation accepts; for operations that take one. */
  readonly body?: unknown
  /** What it answers; left out only where the answer has no body. */
  readonly answer?: unknown
}

/** The examples of a subject, by operation. */
export type OperationExamples = Readonly<Record<string, OperationExample>>
