/** One invoice of a replay file, whichever layout it came in. */
export interface Invoice {
  invoice: string
  /** Wall-clock time as in the file, taken as UTC: `2010-12-01T08:26:00`. */
  timestamp: string
  /** Empty where the till knew no customer. */
  customer: string
  country: string
  /** Negative for goods brought back. */
  amountPence: bigint
}

/** A replay file that cannot be used. The message is a sentence that says what is wrong with which line. */
export class ReplayFileInvalid extends Error {
  override readonly name = 'ReplayFileInvalid'
}

/** Spreadsheets write customer 17850 as 17850.0. */
export function parseCustomer(text: string): string {
  return text.trim().replace(/\.0+$/, '')
}
