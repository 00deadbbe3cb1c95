import type { ReadLedgerDeps } from '../../../actions/status/read-ledger.ts'
import type { Status } from '../../../actions/status/read-status.ts'
import { routeFor } from '../../route.ts'

/** What the routes of the status hand to actions. */
export type StatusDeps = ReadLedgerDeps & {
  /** `readStatus`, remembered for a moment. */
  readonly readStatus: () => Promise<Status>
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<StatusDeps>()
