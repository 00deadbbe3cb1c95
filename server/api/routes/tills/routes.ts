import type { Route } from '../../route.ts'
import { collectOwnSlipRoute } from './collect-own-slip.ts'
import { collectSlipRoute } from './collect-slip.ts'
import { fileSlipsRoute } from './file-slips.ts'
import { findSlipRoute } from './find-slip.ts'
import { listTillsRoute } from './list-tills.ts'
import { registerTillRoute } from './register-till.ts'
import { revokeTillRoute } from './revoke-till.ts'
import { voidSlipRoute } from './void-slip.ts'
import type { TillsDeps } from './deps.ts'

/** The routes of tills and their slips, in the order of the document. */
export const tillsRoutes: readonly Route<TillsDeps>[] = [
  registerTillRoute,
  listTillsRoute,
  revokeTillRoute,
  fileSlipsRoute,
  findSlipRoute,
  collectSlipRoute,
  voidSlipRoute,
  collectOwnSlipRoute,
]
