import type { Route } from '../../route.ts'
import { readLedgerRoute } from './read-ledger.ts'
import { readStatusRoute } from './read-status.ts'
import type { StatusDeps } from './deps.ts'

/** The routes of the status, in the order of the document. */
export const statusRoutes: readonly Route<StatusDeps>[] = [readLedgerRoute, readStatusRoute]
