/** One invoice of a replay file, whichever layout it came in. */
export interface Invoice {
  invoice: string
  /** Wall-clock time as in the file, taken as UTC: `2010-12-01T08:26:00`. */
  timestamp: string
  /** Empty where the till knew no customer. */
  customer: string
  country: string
  /** In minor units of the currency of the country's partner; negative for goods brought back. */
  amountMinor: bigint
}

/** A replay file that cannot be used. The message is a sentence that says what is wrong with which line. */
export class ReplayFileInvalid extends Error {
  override readonly name = 'ReplayFileInvalid'
}

/** What spreadsheets and data frames write where there is nothing. */
const NOBODY = /^(?:nan|null|none|n\/?a|-)?$/i

/** The number of a line's customer, empty for none. Spreadsheets write customer 17850 as 17850.0. */
export function parseCustomer(text: string, line: number): string {
  if (NOBODY.test(text)) return ''
  const customer = text.replace(/\.0+$/, '')
  // The number of the customer's card is made from it.
  if (!/^\d{1,14}$/.test(customer))
    throw new ReplayFileInvalid(
      `Line ${String(line)} has the customer "${text}": it must be a number of up to 14 digits, or nothing.`,
    )
  return customer
}
