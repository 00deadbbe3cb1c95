import { messages, parse, type PGlite, protocol, type QueryOptions, type Results } from '@electric-sql/pglite'

/** Statements that PGlite keeps parsed: more texts than the server has, save those with a place for each of many rows. */
export const STATEMENTS_MAX = 600
/** A text that is longer, such as one that inserts many rows, is rarely asked again. */
export const KEPT_LENGTH_MAX = 4_000
/**
 * So often a statement is asked before it is parsed again. After five times PostgreSQL may keep a plan, which was made for tables as
 * large as they were then; embedded, nothing ever tells it that they have grown.
 */
export const USES_MAX = 100

/** What can be prepared. NOTE: transactions begin and end on PGlite's own way, which remembers that one is open. */
const PREPARED = /^\s*(?:select|insert|update|delete|with)\b/i

interface Statement {
  readonly name: string
  readonly parameterTypes: readonly number[]
  /** Null where it answers with no rows. */
  readonly columns: messages.RowDescriptionMessage | null
  uses: number
}

/** Asks a database by statements that it keeps. */
export interface PreparedStatements {
  /** Whether a statement is asked in this way. */
  takes(sql: string): boolean
  /** Asks it within whatever transaction is open: the caller sees to it that none of somebody else's is. */
  ask<T>(sql: string, values: readonly unknown[], options: QueryOptions): Promise<Results<T>>
  /** Forgets all of them: tables were changed. */
  forget(): Promise<void>
}

/**
 * PGlite's own `query` parses and plans a statement each time, and goes into PostgreSQL six times for it. A statement that is kept is
 * bound, executed and synchronised in one go, which takes a third of the time.
 */
export function preparedStatementsOf(pglite: PGlite): PreparedStatements {
  const opened = ofDatabases.get(pglite) ?? openStatements(pglite)
  ofDatabases.set(pglite, opened)
  return opened
}

/** A database has its one connection: whoever asks through it shares the names. */
const ofDatabases = new WeakMap<PGlite, PreparedStatements>()

function openStatements(pglite: PGlite): PreparedStatements {
  const kept = new Map<string, Statement>()
  let made = 0

  const send = (...parts: readonly Uint8Array[]) => pglite.execProtocolStream(Buffer.concat(parts), { syncToFs: false })

  const close = async (sql: string, { name }: Statement) => {
    kept.delete(sql)
    await send(protocol.serialize.close({ type: 'S', name }), protocol.serialize.sync())
  }

  const prepare = async (sql: string, types: number[] | undefined): Promise<Statement> => {
    const isKept = types === undefined && sql.length <= KEPT_LENGTH_MAX
    const name = isKept ? `s${String((made += 1))}` : ''
    const answers = await send(
      protocol.serialize.parse({ name, text: sql, ...(types && { types }) }),
      protocol.serialize.describe({ type: 'S', name }),
      protocol.serialize.sync(),
    )
    const columns = answers.find((answer) => answer instanceof messages.RowDescriptionMessage) ?? null
    const statement = { name, parameterTypes: parse.parseDescribeStatementResults(answers), columns, uses: 0 }
    if (isKept) kept.set(sql, statement)
    const [oldest] = kept
    if (kept.size > STATEMENTS_MAX && oldest !== undefined) await close(...oldest)
    return statement
  }

  const find = async (sql: string, types: number[] | undefined): Promise<Statement> => {
    const found = types === undefined ? kept.get(sql) : undefined
    if (found === undefined) return prepare(sql, types)
    // The last place is that of the latest use.
    kept.delete(sql)
    if (found.uses < USES_MAX) {
      kept.set(sql, found)
      return found
    }
    await close(sql, found)
    return prepare(sql, types)
  }

  return {
    takes: (sql) => PREPARED.test(sql),
    ask: <T>(sql: string, values: readonly unknown[], options: QueryOptions) =>
      pglite.runExclusive(async () => {
        const statement = await find(sql, options.paramTypes)
        statement.uses += 1
        const bound = values.map((value, at) => serialize(pglite, value, statement.parameterTypes[at] ?? 0))
        try {
          const answers = await send(
            protocol.serialize.bind({ statement: statement.name, values: bound }),
            protocol.serialize.execute({}),
            protocol.serialize.sync(),
          )
          const described = statement.columns === null ? answers : [statement.columns, ...answers]
          return parse.parseResults(described, pglite.parsers, options)[0] as Results<T>
        } catch (error) {
          // Perhaps because it no longer fits its tables: then it must not fail for ever.
          if (kept.has(sql)) await close(sql, statement)
          throw error
        }
      }),
    forget: () =>
      pglite.runExclusive(async () => {
        for (const entry of [...kept]) await close(...entry)
      }),
  }
}

function serialize(pglite: PGlite, value: unknown, type: number): string | null {
  if (value === null || value === undefined) return null
  // PGlite has none where text is what PostgreSQL reads, as for a UUID.
  return pglite.serializers[type]?.(value) ?? (value as string | number | bigint).toString()
}
