import type { EnrolMemberDeps } from '../../../actions/members/enrol-member.ts'
import type { FindMemberDeps } from '../../../actions/members/find-member.ts'
import type { ReadOwnDataDeps } from '../../../actions/members/read-own-data.ts'
import type { ReadMeDeps } from '../../../actions/members/read-me.ts'
import type { ProofDeps } from '../../../actions/members/start-identifier-proof.ts'
import { routeFor } from '../../route.ts'

/** What the routes of members hand to actions. */
export type MembersDeps = EnrolMemberDeps & FindMemberDeps & ReadMeDeps & ReadOwnDataDeps & ProofDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<MembersDeps>()
