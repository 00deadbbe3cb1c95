import { DatabaseError } from 'pg'

import { Transient } from '../../domain/rejection.ts'

interface DriverCause {
  readonly kind?: string
  readonly originalCode?: string
  readonly originalMessage?: string
}

/** PostgreSQL's codes for "run it again": serialisation failure and deadlock. */
const CONFLICT_CODES = ['40001', '40P01']
const UNREACHABLE_KINDS = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']
/** PostgreSQL's code for a write where only reads are taken: the server is a standby, or is primary no more. */
export const READ_ONLY_CODE = '25006'
/** Server shutting down, crash of another session, server starting, connection failures; the last is PgBouncer's for all of them. */
const CONNECTION_CODES = ['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '08P01']
/** No room on the disk, or in memory: it passes once somebody has made some. */
const NO_ROOM_CODES = ['53100', '53200']
const UNREACHABLE_CODES = [...CONNECTION_CODES, READ_ONLY_CODE, ...NO_ROOM_CODES]
/** What the operating system says of a connection, where the driver hands it on as it is. */
const SOCKET_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']
/** What the driver says without a code when a connection is lost, or none is free. */
const UNREACHABLE =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** What a driver's error means for who asked: run it again, come back later, or (null) neither. */
export function driverFailure(error: unknown): 'conflict' | 'unreachable' | null {
  if (codeOf(error) === 'P2034') return 'conflict'
  if (SOCKET_CODES.includes(codeOf(error) ?? '')) return 'unreachable'
  if (error instanceof Error && UNREACHABLE.test(error.message)) return 'unreachable'
  const cause = driverCause(error)
  if (cause === null) return null
  if (cause.kind === 'TransactionWriteConflict' || CONFLICT_CODES.includes(cause.originalCode ?? '')) return 'conflict'
  if (UNREACHABLE_KINDS.includes(cause.kind ?? '')) return 'unreachable'
  return UNREACHABLE_CODES.includes(cause.originalCode ?? '') ? 'unreachable' : null
}

/** Throws what a driver threw. Nothing is wrong with what was asked of a connection that has gone: it may be asked again. */
export function throwTransient(error: unknown): never {
  throw driverFailure(error) === 'unreachable' ? new Transient('the database does not answer', error) : error
}

/** The name of the unique or check constraint that a statement broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  const message = driverCause(error)?.originalMessage
  return message?.match(/violates (?:unique|check) constraint "([^"]+)"/)?.[1] ?? null
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code
}

/** Prisma wraps a driver's error once for model calls and once more for raw queries; without Prisma it comes as it is. */
function driverCause(error: unknown): DriverCause | null {
  if (error instanceof DatabaseError) return { originalCode: error.code ?? '', originalMessage: error.message }
  const wrapped = error as { meta?: { driverAdapterError?: { cause?: DriverCause } }; cause?: DriverCause } | null
  return wrapped?.meta?.driverAdapterError?.cause ?? wrapped?.cause ?? null
}
