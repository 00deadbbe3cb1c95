import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'

export type CollectedSlip = Schemas['CollectedSlip']

/** Collects the points of a paper slip: by its code, or by what its QR code holds. */
export function collectOwnSlip(slip: string): Promise<CollectedSlip> {
  const body = { slip }
  return askOnce(['slip', body], (header) => dataOf(server.POST('/v1/me/slips', { params: { header }, body })))
}
