import type { CardIntake } from '../../../actions/members/enrol-cards.ts'
import type { EnrolDeps } from '../../../actions/members/enrol-member.ts'
import type { FindMemberDeps } from '../../../actions/members/find-member.ts'
import type { ProveWalletDeps } from '../../../actions/members/prove-wallet.ts'
import type { ReadMeDeps } from '../../../actions/members/read-me.ts'
import { routeFor } from '../../route.ts'

/** What the routes of members hand to actions. */
export type MembersDeps = EnrolDeps &
  FindMemberDeps &
  ProveWalletDeps &
  ReadMeDeps & { readonly cardIntake: CardIntake }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<MembersDeps>()
