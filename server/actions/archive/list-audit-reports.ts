import type { PublishedReport, ReportShelf } from '../../domain/audit-reports.ts'

/** The audits that the operator publishes, the newest end block first. What they say is their auditors' word. */
export function listAuditReports({ reports }: { reports: ReportShelf }): Promise<readonly PublishedReport[]> {
  return reports.list()
}
