import type { Schemas } from '../../../client/client.ts'
import { dataOf, server } from './request.ts'

/** What the server says of the ledger and of itself. */
export type Status = Schemas['Status']

/** Reads it; anybody may. */
export function readStatus(): Promise<Status> {
  return dataOf(server.GET('/v1/status'))
}
