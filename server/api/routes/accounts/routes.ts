import type { Route } from '../../route.ts'
import { addPasskeyRoute } from './add-passkey.ts'
import { announceRecoveryRoute } from './announce-recovery.ts'
import { cancelRecoveryRoute } from './cancel-recovery.ts'
import { completeRecoveryRoute } from './complete-recovery.ts'
import { confirmMoveRoute } from './confirm-move.ts'
import { confirmMoveByCodeRoute } from './confirm-move-by-code.ts'
import { eraseMemberRoute } from './erase-member.ts'
import { freezeAccountRoute } from './freeze-account.ts'
import { moveAccountRoute } from './move-account.ts'
import { readErasureRoute } from './read-erasure.ts'
import { refuseErasureRoute } from './refuse-erasure.ts'
import { requestErasureRoute } from './request-erasure.ts'
import { refuseMoveRoute } from './refuse-move.ts'
import { refuseMoveAtTillRoute } from './refuse-move-at-till.ts'
import { readFreezeOrderRoute } from './read-freeze-order.ts'
import { readMoveConfirmationRoute } from './read-move-confirmation.ts'
import { readMoveOrderRoute } from './read-move-order.ts'
import { readRecoveryOrderRoute } from './read-recovery-order.ts'
import { readRecoveryRefusalRoute } from './read-recovery-refusal.ts'
import { readRecoveryRoute } from './read-recovery.ts'
import { refuseRecoveryRoute } from './refuse-recovery.ts'
import { removePasskeyRoute } from './remove-passkey.ts'
import { startMoveCodeRoute } from './start-move-code.ts'
import { unfreezeAccountRoute } from './unfreeze-account.ts'
import type { AccountsDeps } from './deps.ts'

/** The routes of accounts, in the order of the document. */
export const accountsRoutes: readonly Route<AccountsDeps>[] = [
  readFreezeOrderRoute,
  freezeAccountRoute,
  unfreezeAccountRoute,
  readMoveOrderRoute,
  moveAccountRoute,
  readMoveConfirmationRoute,
  confirmMoveRoute,
  startMoveCodeRoute,
  confirmMoveByCodeRoute,
  refuseMoveRoute,
  refuseMoveAtTillRoute,
  addPasskeyRoute,
  removePasskeyRoute,
  readRecoveryRefusalRoute,
  refuseRecoveryRoute,
  readRecoveryOrderRoute,
  announceRecoveryRoute,
  readRecoveryRoute,
  cancelRecoveryRoute,
  completeRecoveryRoute,
  readErasureRoute,
  requestErasureRoute,
  refuseErasureRoute,
  eraseMemberRoute,
]
