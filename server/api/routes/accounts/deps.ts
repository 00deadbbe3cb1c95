import type { MoveDeps } from '../../../actions/accounts/move-account.ts'
import type { RequestErasureDeps } from '../../../actions/accounts/request-erasure.ts'
import type { UnfreezeDeps } from '../../../actions/accounts/unfreeze-account.ts'
import type { MoveCodeDeps } from '../../../actions/accounts/start-move-code.ts'
import type { ReadMeDeps } from '../../../actions/members/read-me.ts'
import { routeFor } from '../../route.ts'

/** What the routes of accounts hand to actions. */
export type AccountsDeps = MoveDeps & MoveCodeDeps & UnfreezeDeps & ReadMeDeps & RequestErasureDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<AccountsDeps>()
