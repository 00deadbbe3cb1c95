import type { Registry } from 'prom-client'

import type { ProgrammeDeps } from '../actions/programme/save-rule.ts'
import type { HashRequest } from '../actions/requests/hash-request.ts'
import type { RequestDigest } from '../actions/audit/entry-document.ts'
import type { ReadinessDeps } from '../actions/status/read-readiness.ts'
import type { LedgerFiguresDeps } from '../actions/status/read-ledger-figures.ts'
import type { AuthenticateDeps } from '../auth/authenticate.ts'
import type { MetricsTerms } from '../auth/metrics-callers.ts'
import type { SessionDeps } from '../auth/sessions.ts'
import type { DemoTill } from '../auth/demo-till.ts'
import type { Database } from '../database/engine/client.ts'
import type { Clock, Ids } from '../domain/environment.ts'
import type { FourEyes } from '../domain/four-eyes.ts'
import type { HttpLog } from '../observability/http-log.ts'
import type { HttpMetrics } from '../observability/http-metrics.ts'
import type { LedgerMetrics } from '../observability/ledger-metrics.ts'
import type { Traces } from '../observability/traces.ts'
import type { MembersDeps } from './routes/members/deps.ts'
import type { SignInDeps } from './routes/sign-in/deps.ts'
import type { AccountsDeps } from './routes/accounts/deps.ts'
import type { RewardsDeps } from './routes/rewards/deps.ts'
import type { PurchasesDeps } from './routes/purchases/deps.ts'
import type { RedemptionsDeps } from './routes/redemptions/deps.ts'
import type { TillsDeps } from './routes/tills/deps.ts'
import type { EventsDeps } from './routes/events/deps.ts'
import type { WebhooksDeps } from './routes/webhooks/deps.ts'
import type { PartnersDeps } from './routes/partners/deps.ts'
import type { PeopleDeps } from './routes/people/deps.ts'
import type { PowersDeps } from './routes/powers/deps.ts'
import type { ClearingDeps } from './routes/clearing/deps.ts'
import type { FiguresDeps } from './routes/figures/deps.ts'
import type { ProposalsDeps } from './routes/proposals/deps.ts'
import type { AuditDeps } from './routes/audit/deps.ts'
import type { ArchiveDeps } from './routes/archive/deps.ts'
import type { StatusDeps } from './routes/status/deps.ts'
import type { ReportShelf } from '../domain/audit-reports.ts'

/** What every request needs before its route runs: who is calling, and what is logged of it. */
export type HttpDeps = AuthenticateDeps &
  SessionDeps & {
    readonly db: Database
    readonly clock: Clock
    readonly fourEyes: FourEyes
    readonly digestRequest: RequestDigest
    readonly ids: Ids
    readonly hashRequest: HashRequest
    readonly httpLog: HttpLog
    readonly httpMetrics: HttpMetrics
    /** Where spans go; null where nothing is traced. */
    readonly traces: Traces | null
  }

/** What the probes show to machines: health, readiness, metrics, and where weaknesses are reported. */
export type ProbeDeps = ReadinessDeps &
  LedgerFiguresDeps & {
    readonly publicUrl: string
    /** Keys of the witnesses of the archive's log, for the front page's status. */
    readonly witnesses: readonly string[]
    readonly securityContacts: readonly string[]
    /** Published audits. */
    readonly reports: ReportShelf
    readonly ledgerMetrics: LedgerMetrics
    readonly metricsRegistry: Registry
    readonly metricsTerms: MetricsTerms
    /** With what readers of the docs may try requests on this machine; null where nothing may be shown. */
    readonly findDemoTill: () => DemoTill | null
  }

/** What the routes hand to actions, each subject its own. */
export interface SubjectDeps {
  readonly members: MembersDeps
  readonly signIn: SignInDeps
  readonly accounts: AccountsDeps
  readonly rewards: RewardsDeps
  readonly programme: ProgrammeDeps
  readonly purchases: PurchasesDeps
  readonly tills: TillsDeps
  readonly redemptions: RedemptionsDeps
  readonly events: EventsDeps
  readonly webhooks: WebhooksDeps
  readonly partners: PartnersDeps
  readonly people: PeopleDeps
  readonly powers: PowersDeps
  readonly clearing: ClearingDeps
  readonly figures: FiguresDeps
  readonly proposals: ProposalsDeps
  readonly audit: AuditDeps
  readonly archive: ArchiveDeps
  readonly status: StatusDeps
}

/** All that the API is made of. */
export interface ApiDeps {
  readonly http: HttpDeps
  readonly probes: ProbeDeps
  readonly subjects: SubjectDeps
}
