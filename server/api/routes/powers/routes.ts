import type { Route } from '../../route.ts'
import { cancelOperationRoute } from './cancel-operation.ts'
import { freezeMemberRoute } from './freeze-member.ts'
import { pausePowerRoute } from './pause-power.ts'
import { readPowersRoute } from './read-powers.ts'
import { resumePowerRoute } from './resume-power.ts'
import { unfreezeMemberRoute } from './unfreeze-member.ts'
import type { PowersDeps } from './deps.ts'

/** The routes of powers, in the order of the document. */
export const powersRoutes: readonly Route<PowersDeps>[] = [
  readPowersRoute,
  pausePowerRoute,
  resumePowerRoute,
  cancelOperationRoute,
  freezeMemberRoute,
  unfreezeMemberRoute,
]
