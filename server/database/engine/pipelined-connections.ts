import type { Client, QueryResult } from 'pg'

import { driverFailure } from './driver-failure.ts'

/** Queries of a database on connections of their own. */
export interface PipelinedConnections {
  /** Asks by a statement with parameters $1, $2 ...; what else is asked may be on its way at the same time. */
  query<Row extends object>(sql: string, values: unknown[]): Promise<QueryResult<Row>>
  /** Answers what was asked, and ends all connections. */
  end(): Promise<void>
}

/** Connections that are open at once: one waits for a flush to disk while the next reads. */
export const PIPELINED_CONNECTIONS_MAX = 4

/** A connection, and how many answers are still to come on it. */
interface Line {
  readonly client: Promise<Client>
  unanswered: number
}

/** node-postgres has the socket of a connection, and leaves it out of its types. */
interface WithSocket {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } }
}

/**
 * Sends queries without waiting for the answers to those before: PostgreSQL answers them in their order. What is asked in one turn of
 * the event loop goes to one connection, in one piece, because half of what a short query costs is its own way through the network.
 * Each query is a transaction of its own.
 * @param connect opens a connection in node-postgres's pipeline mode
 */
export function openPipelined(
  connect: () => Promise<Client>,
  connectionsMax: number = PIPELINED_CONNECTIONS_MAX,
): PipelinedConnections {
  const lines = new Set<Line>()
  /** Where everything goes that is asked in this turn. */
  let current: Line | null = null

  const open = (): Line => {
    const line: Line = { client: connect(), unanswered: 0 }
    lines.add(line)
    const forget = () => lines.delete(line)
    // What was on its way when a connection broke is told by its queries; the next one opens another.
    line.client.then((client) => client.on('error', forget).on('end', forget), forget)
    return line
  }

  /** A line on which nothing is to come, a new one, or that with the least to come. */
  const choose = (): Line => {
    const [least] = [...lines].sort((a, b) => a.unanswered - b.unanswered)
    return least !== undefined && (least.unanswered === 0 || lines.size >= connectionsMax) ? least : open()
  }

  const lineOfTurn = (): Line => {
    if (current !== null && lines.has(current)) return current
    current = choose()
    process.nextTick(() => (current = null))
    return current
  }

  return {
    async query<Row extends object>(sql: string, values: unknown[]) {
      const line = lineOfTurn()
      line.unanswered += 1
      try {
        const client = await line.client
        const { stream } = (client as unknown as WithSocket).connection
        stream.cork()
        process.nextTick(() => stream.uncork())
        return await client.query<Row>(sql, values)
      } catch (error) {
        // The queries of a connection that breaks are told of it before anybody else is.
        if (driverFailure(error) === 'unreachable') lines.delete(line)
        throw error
      } finally {
        line.unanswered -= 1
      }
    },
    async end() {
      await Promise.allSettled([...lines].map(async ({ client }) => (await client).end()))
    },
  }
}
