import { z } from 'zod'

import { documentOf } from '../../../actions/audit/entry-document.ts'
import { listOwnAuditEntries } from '../../../actions/audit/list-own-audit-entries.ts'
import type { AuditEntry } from '../../../database/audit-entries.ts'
import { route } from './deps.ts'
import { OWN_AUDIT_ENTRIES } from '../../schemas/audit/audit.ts'

export const listOwnAuditEntriesRoute = route({
  operation: 'listOwnAuditEntries',
  method: 'get',
  path: '/v1/partner/audit-log',
  summary: "Read the partner's part of the audit log",
  description:
    'What your own keys changed, and what operators did to you; who of them is not said. Newest first. A part of a chain cannot be verified by itself.',
  caller: 'partner',
  scope: 'audit:read',
  query: z.strictObject(OWN_AUDIT_ENTRIES.query),
  response: OWN_AUDIT_ENTRIES.response,
  handle: async ({ deps, caller: { partnerId }, query: { cursor = null, limit } }) =>
    OWN_AUDIT_ENTRIES.present(await listOwnAuditEntries(deps, { partnerId, after: cursor, rowsMax: limit }), present),
})

function present(entry: AuditEntry) {
  const { number, at, operation, target, kept, amount, status, problem, changed, proposalId } = documentOf(entry)
  const isOwn = entry.callerKind === 'partner'
  const caller = {
    kind: entry.callerKind,
    keyId: isOwn ? entry.keyId : null,
    label: isOwn ? entry.keyLabel : null,
  }
  return { number, at, operation, target, kept, amount, status, problem, changed, proposalId, caller }
}
