import { types } from 'pg'

import { throwTransient } from './driver-failure.ts'
import type { PipelinedConnections } from './pipelined-connections.ts'
import type { QueryRows } from './query-rows.ts'

interface Parsers {
  getTypeParser(oid: number, format?: string): (text: string) => unknown
}

/** The number by which PostgreSQL knows `bigint`. */
const BIGINT: number = types.builtins.INT8
const drivers = types as Parsers

/** What connections read: 64-bit numbers exactly, as Prisma gives them; all else as the driver does, times with their zone as dates. */
export const PARSERS: Parsers = {
  getTypeParser: (oid, format) => (oid === BIGINT ? BigInt : drivers.getTypeParser(oid, format)),
}

/** Queries on connections that read with `PARSERS`, without names: behind a pooler a prepared statement may be elsewhere. */
export function postgresQueries(connections: PipelinedConnections): QueryRows {
  return async <T>(sql: string, values: readonly unknown[]) =>
    (await connections.query<T & object>(sql, [...values]).catch(throwTransient)).rows as T[]
}
