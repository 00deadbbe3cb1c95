import type { SentRow } from '../../cli/replay/sort-rows.ts'
import type { Member } from '../../server/database/members.ts'
import { monthOf } from '../../server/domain/utc-days.ts'
import {
  cardMember,
  type CoalitionMonths,
  openMonths,
  openPartnersChain,
} from '../../test/support/clearing/coalition-months.ts'
import type { CoalitionChain } from '../../test/support/platform/coalition-chain.ts'

/** A coalition at the beginning of the year, and what its customers will do. */
export interface Year {
  readonly coalition: CoalitionChain
  readonly months: CoalitionMonths
  readonly partners: number
  readonly rows: readonly SentRow[]
  readonly firstMonth: number
  readonly lastMonth: number
  readonly memberOf: (customer: string) => Member
  /** The brand at which a customer shops. */
  readonly partnerOf: (customer: string) => number
  close(): Promise<void>
}

const DAY_MS = 86_400_000

/** The time of a row, which the file has without a zone. */
export const timeOf = ({ timestamp }: SentRow): Date => new Date(`${timestamp}Z`)

/** Opens a coalition ten days before the first month of the file, with every customer of it as a member. */
export async function openYear(rows: readonly SentRow[], partners: number): Promise<Year> {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) throw new Error('the file has no row of a customer')
  const firstMonth = monthOf(timeOf(first))
  const startsAt = new Date(Date.UTC(1970, firstMonth) - 10 * DAY_MS)
  const coalition = await openPartnersChain(startsAt, partners)
  const months = await openMonths(coalition, partners)
  const customers = [...new Set(rows.map(({ customer }) => customer))].sort()
  const members = new Map(customers.map((customer, at) => [customer, cardMember(at + 1, startsAt)]))
  await months.enrol([...members.values()])
  return {
    coalition,
    months,
    partners,
    rows,
    firstMonth,
    lastMonth: monthOf(timeOf(last)),
    memberOf: (customer) => members.get(customer)!,
    partnerOf: (customer) => 1 + (Number(customer) % partners),
    async close() {
      await months.platform.database.close()
      await coalition.edr.close()
    },
  }
}
