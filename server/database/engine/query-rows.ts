import type { Reader } from './client.ts'

/** Asks the database by a statement with parameters $1, $2 ...; rows as they are typed in `Rows`. */
export type QueryRows = <T>(sql: string, values: readonly unknown[]) => Promise<T[]>

const drivers = new WeakMap<Reader, QueryRows>()

/** Lets the queries of a database, outside its transactions, go straight to its driver. */
export function queryByDriver(database: Reader, queryRows: QueryRows): void {
  drivers.set(database, queryRows)
}

/**
 * Lists the rows that a statement finds. Outside a transaction PostgreSQL's driver is asked without Prisma, which takes half the time:
 * it is worth that where every purchase passes.
 */
export function queryRows<T>(reader: Reader, sql: string, ...values: readonly unknown[]): Promise<T[]> {
  return drivers.get(reader)?.<T>(sql, values) ?? reader.$queryRawUnsafe<T[]>(sql, ...values)
}
