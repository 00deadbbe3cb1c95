import type { Schemas } from '../../../client/client.ts'
import { dataOf, server } from './request.ts'

/** An audit that the operator publishes. */
export type AuditReport = Schemas['AuditReport']

/** The published audits, the newest first; anybody may read them. */
export async function listAuditReports(): Promise<readonly AuditReport[]> {
  return (await dataOf(server.GET('/v1/archive/reports'))).data
}
