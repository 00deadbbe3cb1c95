import { documentOf } from '../../../actions/audit/entry-document.ts'
import { listAuditEntries } from '../../../actions/audit/list-audit-entries.ts'
import { route } from './deps.ts'
import { AUDIT_ENTRIES, AuditEntriesQuery } from '../../schemas/audit/audit.ts'

export const listAuditEntriesRoute = route({
  operation: 'listAuditEntries',
  method: 'get',
  path: '/v1/audit-log',
  summary: 'Read the audit log',
  description:
    'Every call of operators, and what the back offices of partners change, in one chain of hashes. This call is in it too, after its own answer.',
  caller: 'operator',
  operatorScopes: ['operator:audit'],
  query: AuditEntriesQuery,
  response: AUDIT_ENTRIES.response,
  handle: async ({ deps, query }) => {
    const { cursor = null, limit, order, partnerId = null, keyId = null, operation = null } = query
    const { createdFrom = null, createdUntil = null } = query
    const filter = { partnerId, keyId, operation, createdFrom, createdUntil }
    const place = { after: cursor, oldestFirst: order === 'oldest_first', rowsMax: limit }
    return AUDIT_ENTRIES.present(await listAuditEntries(deps, filter, place), (entry) => ({
      ...documentOf(entry),
      caller: { kind: entry.callerKind, keyId: entry.keyId, label: entry.keyLabel },
    }))
  },
})
