import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQueryable,
  SqlResultSet,
} from '@prisma/driver-adapter-utils'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { OwnerKeys } from './owner-keys.ts'
import type { QueryRows } from './query-rows.ts'
import { NOBODY, openValue, ownersIn } from './seal-rows.ts'

/** In JSON as PostgreSQL writes it, whatever is sealed has this. */
const MARK_IN_JSON = '\\u0001'

/** Prisma's door to a database, through which all that is sealed comes opened, whoever asks. */
export function openingAdapter(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  keys: OwnerKeys,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    ...adapter,
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => openingConnection(await adapter.connect(), keys),
    connectToShadowDb: () => adapter.connectToShadowDb(),
  }
}

function openingConnection(connection: SqlDriverAdapter, keys: OwnerKeys): SqlDriverAdapter {
  const startTransaction = connection.startTransaction.bind(connection)
  connection.startTransaction = async (isolationLevel) => opening(await startTransaction(isolationLevel), keys)
  return opening(connection, keys)
}

function opening<T extends SqlQueryable>(queryable: T, keys: OwnerKeys): T {
  const queryRaw = queryable.queryRaw.bind(queryable)
  queryable.queryRaw = async (query) => openResult(await queryRaw(query), keys)
  return queryable
}

async function openResult(result: SqlResultSet, keys: OwnerKeys): Promise<SqlResultSet> {
  const isJson = result.columnTypes.map((type) => type === ColumnTypeEnum.Json)
  const hasSealed = (value: unknown, at: number) =>
    typeof value === 'string' && (isJson[at] === true ? value.includes(MARK_IN_JSON) : value.charCodeAt(0) === 1)
  const owners = new Set<string>()
  const found: [row: unknown[], at: number][] = []
  for (const row of result.rows) {
    for (const [at, value] of row.entries()) {
      if (!hasSealed(value, at)) continue
      found.push([row, at])
      ownersIn(isJson[at] === true ? JSON.parse(value as string) : value, owners)
    }
  }
  if (found.length === 0) return result
  owners.delete(NOBODY)
  await keys.load(owners)
  for (const [row, at] of found) {
    const value = row[at] as string
    row[at] = isJson[at] === true ? JSON.stringify(openValue(keys, JSON.parse(value))) : openValue(keys, value)
  }
  return result
}

/** The same for queries that go to the driver without Prisma. */
export function openingQueries(queryRows: QueryRows, keys: OwnerKeys): QueryRows {
  return async <T>(sql: string, values: readonly unknown[]) => {
    const rows = await queryRows<T>(sql, values)
    const owners = new Set<string>()
    ownersIn(rows, owners)
    if (owners.size === 0) return rows
    owners.delete(NOBODY)
    await keys.load(owners)
    return openValue(keys, rows) as T[]
  }
}
