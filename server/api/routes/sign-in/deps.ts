import type { ReadMeDeps } from '../../../actions/members/read-me.ts'
import type { BudgetDeps } from '../../../actions/requests/take-budget.ts'
import type { PasskeyDeps } from '../../../actions/sign-in/enrol-passkey.ts'
import type { OwnSessionsDeps } from '../../../actions/sign-in/list-own-sessions.ts'
import type { ResetPinDeps } from '../../../actions/sign-in/reset-pin.ts'
import type { SetPinDeps } from '../../../actions/sign-in/set-pin.ts'
import type { SignInCardDeps } from '../../../actions/sign-in/sign-in-card.ts'
import type { SignInWalletDeps } from '../../../actions/sign-in/sign-in-wallet.ts'
import type { ChallengeDeps } from '../../../actions/sign-in/start-wallet-challenge.ts'
import { routeFor } from '../../route.ts'

/** What the routes of signing in hand to actions. */
export type SignInDeps = ReadMeDeps &
  BudgetDeps &
  PasskeyDeps &
  OwnSessionsDeps &
  ResetPinDeps &
  SetPinDeps &
  SignInCardDeps &
  SignInWalletDeps &
  ChallengeDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<SignInDeps>()
