import { listAuditReports } from '../../../actions/archive/list-audit-reports.ts'
import { ReportsResponse } from '../../schemas/archive/reports.ts'
import { route } from './deps.ts'

export const listAuditReportsRoute = route({
  operation: 'listAuditReports',
  method: 'get',
  path: '/v1/archive/reports',
  summary: 'List the published audits',
  description:
    'What auditors signed of this ledger, as far as the operator publishes it; the newest 100, the newest end block first. The whole report is at `GET /v1/archive/reports/{name}.json`, and at `{name}.pdf` where there is one. Check the signature: the server does not vouch for it. No key is needed.',
  caller: 'anyone',
  response: ReportsResponse,
  handle: async ({ deps }) => ({
    data: (await listAuditReports(deps)).map(({ blockTime, ...report }) => ({
      ...report,
      blockTime: blockTime.toISOString(),
    })),
    nextCursor: null,
  }),
})
