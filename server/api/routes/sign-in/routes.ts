import type { Route } from '../../route.ts'
import { enrolPasskeyRoute } from './enrol-passkey.ts'
import { endOtherSessionsRoute } from './end-other-sessions.ts'
import { endOwnSessionRoute } from './end-own-session.ts'
import { listOwnSessionsRoute } from './list-own-sessions.ts'
import { resetPinRoute } from './reset-pin.ts'
import { setOwnPinRoute } from './set-own-pin.ts'
import { setPinRoute } from './set-pin.ts'
import { signInRoute } from './sign-in.ts'
import { signOutRoute } from './sign-out.ts'
import { startPasskeyChallengeRoute } from './start-passkey-challenge.ts'
import { startWalletChallengeRoute } from './start-wallet-challenge.ts'
import type { SignInDeps } from './deps.ts'

/** The routes of signing in, in the order of the document. */
export const signInRoutes: readonly Route<SignInDeps>[] = [
  startWalletChallengeRoute,
  startPasskeyChallengeRoute,
  enrolPasskeyRoute,
  signInRoute,
  signOutRoute,
  listOwnSessionsRoute,
  endOwnSessionRoute,
  endOtherSessionsRoute,
  setOwnPinRoute,
  setPinRoute,
  resetPinRoute,
]
