import type { PartnerKey } from './partner-keys.ts'
import type { SentRow } from './sort-rows.ts'

/** A row, and the partner that its country's invoices go to. */
export interface QueuedRow extends SentRow {
  partner: PartnerKey
}

/** What can be sent next, as one request. */
export type Work =
  | { kind: 'enrol'; customer: string; partner: PartnerKey }
  | { kind: 'purchases'; partner: PartnerKey; rows: QueuedRow[] }
  | { kind: 'return'; partner: PartnerKey; row: QueuedRow }

interface Customer {
  id: string
  rows: QueuedRow[]
  isEnrolled: boolean
  isBusy: boolean
}

/** So many rows are looked at: tills send in the order of time, only a few moments side by side. */
export const WINDOW_ROWS = 2_000

/**
 * Hands out rows so that each customer's are sent in the order of the file: the next only after the last was answered.
 * Purchases that follow each other may share a request, in their order.
 */
export class RowQueue {
  private readonly customers = new Map<string, Customer>()
  private readonly waiting: QueuedRow[]
  private ready: Customer[] = []
  private nextRow = 0
  private openRows = 0

  constructor(rows: readonly QueuedRow[]) {
    this.waiting = [...rows]
  }

  /** Whether every row was answered. */
  get isDone(): boolean {
    return this.openRows === 0 && this.nextRow === this.waiting.length
  }

  /** Looks at up to `count` more rows, as far as the window goes, and says how many it did. */
  admit(count: number): number {
    let admitted = 0
    while (admitted < count && this.openRows < WINDOW_ROWS) {
      const row = this.waiting[this.nextRow]
      if (row === undefined) break
      this.nextRow += 1
      this.openRows += 1
      admitted += 1
      this.push(row)
    }
    return admitted
  }

  /** Takes what can be sent now, as one request of at most `rowsMax` purchases; null when all wait for answers. */
  take(rowsMax: number): Work | null {
    const first = this.ready.shift()
    const row = first?.rows[0]
    if (first === undefined || row === undefined) return null
    const { partner } = row
    if (!first.isEnrolled || row.kind === 'return') {
      first.isBusy = true
      if (!first.isEnrolled) return { kind: 'enrol', customer: first.id, partner }
      first.rows.shift()
      return { kind: 'return', partner, row }
    }
    const rows = takeRun(first, partner, rowsMax)
    this.ready = this.ready.filter((customer) => {
      const isNext =
        customer.isEnrolled && customer.rows[0]?.kind === 'purchase' && customer.rows[0].partner === partner
      if (!isNext || rows.length === rowsMax) return true
      rows.push(...takeRun(customer, partner, rowsMax - rows.length))
      return false
    })
    return { kind: 'purchases', partner, rows }
  }

  /** A request was answered: its customers may go on. */
  settle(work: Work): void {
    if (work.kind === 'enrol') {
      const customer = this.customers.get(work.customer)
      if (customer !== undefined) customer.isEnrolled = true
    }
    const rows = work.kind === 'enrol' ? [] : work.kind === 'return' ? [work.row] : work.rows
    this.openRows -= rows.length
    const ids = work.kind === 'enrol' ? [work.customer] : rows.map((row) => row.customer)
    for (const id of new Set(ids)) {
      const customer = this.customers.get(id)
      if (customer === undefined) continue
      customer.isBusy = false
      if (customer.rows.length > 0) this.ready.push(customer)
    }
  }

  private push(row: QueuedRow): void {
    const known = this.customers.get(row.customer)
    const customer = known ?? { id: row.customer, rows: [], isEnrolled: false, isBusy: false }
    if (known === undefined) this.customers.set(row.customer, customer)
    customer.rows.push(row)
    if (customer.rows.length === 1 && !customer.isBusy) this.ready.push(customer)
  }
}

/** A customer's purchases at a partner up to the next return or other partner. */
function takeRun(customer: Customer, partner: PartnerKey, rowsMax: number): QueuedRow[] {
  const end = customer.rows.findIndex((row) => row.kind === 'return' || row.partner !== partner)
  const count = Math.min(end === -1 ? customer.rows.length : end, rowsMax)
  customer.isBusy = true
  return customer.rows.splice(0, count)
}
