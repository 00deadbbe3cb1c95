import type { Schemas } from '../../../client/client.ts'
import { dataOf, server } from './request.ts'

/** What deleting the account would take, and what must be over first. */
export type ErasureOutlook = Schemas['ErasureOutlook']

/** What deleting the account would take and wait for now. */
export function readErasure(): Promise<ErasureOutlook> {
  return dataOf(server.GET('/v1/me/erasure'))
}

/** Asks for the account to be deleted: at once, or after a wait that can be refused. */
export function requestErasure(body: Schemas['RequestErasure']): Promise<Schemas['RequestedErasure']> {
  return dataOf(server.POST('/v1/me/erasure', { body }))
}

/** Keeps the account. */
export function refuseErasure(): Promise<ErasureOutlook> {
  return dataOf(server.POST('/v1/me/erasure/refuse'))
}
